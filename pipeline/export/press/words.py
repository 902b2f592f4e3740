"""The few words that a printed book adds of its own, by language: what stands above the table of
contents, and what names a page. A star is the number's place, where it does not follow the word."""

_WORDS: dict[str, tuple[str, str]] = {
    "en": ("Contents", "page"), "de": ("Inhalt", "Seite"), "fr": ("Table des matières", "page"),
    "es": ("Índice", "página"), "it": ("Indice", "pagina"), "pt": ("Índice", "página"),
    "nl": ("Inhoud", "pagina"), "sv": ("Innehåll", "sida"), "da": ("Indhold", "side"),
    "nb": ("Innhold", "side"), "no": ("Innhold", "side"), "fi": ("Sisällys", "sivu"),
    "pl": ("Spis treści", "strona"), "cs": ("Obsah", "strana"), "ru": ("Содержание", "страница"),
    "uk": ("Зміст", "сторінка"), "el": ("Περιεχόμενα", "σελίδα"), "tr": ("İçindekiler", "sayfa"),
    "he": ("תוכן העניינים", "עמוד"), "ar": ("المحتويات", "صفحة"), "zh": ("目录", "第*页"),
    "ja": ("目次", "*頁"), "ko": ("차례", "*쪽"),
}  # fmt: skip


def contents(language: str) -> str:
    """What stands above the table of contents."""
    return _of(language)[0]


def page(language: str) -> tuple[str, str]:
    """What stands before and after the number of a page that a link leads to."""
    said = _of(language)[1]
    before, star, after = said.partition("*")
    return (before, after) if star else (f"{said}\u00a0", "")


def _of(language: str) -> tuple[str, str]:
    return _WORDS.get(language.replace("_", "-").split("-")[0].lower(), _WORDS["en"])
