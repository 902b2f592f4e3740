"""The few words that an EPUB adds, in English where their language is not here."""

from typing import NamedTuple

from pipeline.export.press import words as press


class Words(NamedTuple):
    cover: str = "Cover"
    start: str = "Beginning of the text"
    landmarks: str = "Landmarks"
    back: str = "Back to note {number} in the text"
    picture: str = "Picture"
    picture_of: str = "Picture from {place}"
    by: str = "{title}, by {author}"
    sound: str = (
        "Text that reflows, with a table of contents, headings for navigation, a reading order "
        "and a language for every part; notes lead to their marks and back."
    )
    described: str = "Every picture has a description."
    undescribed: str = "{count} of {total} pictures have no description."
    pages: str = "Pages of the print edition"


_WORDS: dict[str, Words] = {
    "en": Words(),
    "de": Words(
        "Umschlag", "Beginn des Textes", "Wegmarken", "Zurück zur Anmerkung {number} im Text",
        "Bild", "Bild zu: {place}", "{title}, von {author}",
        "Fließender Text mit Inhaltsverzeichnis, Überschriften, fester Lesefolge und Angabe der "
        "Sprache; Anmerkungen führen zu ihrem Zeichen und zurück.",
        "Jedes Bild ist beschrieben.", "{count} von {total} Bildern sind nicht beschrieben.",
        "Seiten der Druckausgabe",
    ),
    "fr": Words(
        "Couverture", "Début du texte", "Repères", "Retour à l’appel de note {number}", "Image",
        "Image accompagnant\u202f: {place}", "{title}, de {author}",
        "Texte redistribuable, avec table des matières, titres, ordre de lecture et langue "
        "indiquée; les notes renvoient à leur appel.",
        "Chaque image est décrite.", "{count} images sur {total} ne sont pas décrites.",
        "Pages de l’édition imprimée",
    ),
    "es": Words(
        "Cubierta", "Comienzo del texto", "Puntos de referencia",
        "Volver a la llamada {number} en el texto", "Imagen",
        "Imagen de: {place}", "{title}, de {author}",
        "Texto adaptable, con índice, títulos, orden de lectura e idioma indicado; las notas "
        "llevan a su llamada y de vuelta.",
        "Cada imagen tiene una descripción.",
        "{count} de {total} imágenes no tienen descripción.",
        "Páginas de la edición impresa",
    ),
}  # fmt: skip


def words(language: str) -> Words:
    """The words of a book's language."""
    return _WORDS.get(_base(language), _WORDS["en"])


def known(language: str) -> str:
    """The language that `words` answers in."""
    return _base(language) if _base(language) in _WORDS else "en"


def contents(language: str) -> str:
    """What stands above the table of contents."""
    return press.contents(language)


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
