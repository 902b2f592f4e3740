"""Languages: the marks that each prints for quotations, and for a dash between spaces."""

from msgspec import Struct


class Marks(Struct, frozen=True):
    """A language's marks. `double` and `single` stand for what was typed as `"` and `'`."""

    double: tuple[str, str]
    single: tuple[str, str]
    dash: str = "–"  # between spaces; between two words without any it is always "—"
    spaced: bool = False  # high punctuation keeps its hard space, as in French


_ENGLISH = Marks(("“", "”"), ("‘", "’"), "—")
_GERMAN = Marks(("„", "“"), ("‚", "‘"))
_NORDIC = Marks(("”", "”"), ("’", "’"))
_POLISH = Marks(("„", "”"), ("‚", "’"))
_ANGLED = Marks(("«", "»"), ("“", "”"), "—")
_POINTED = Marks(("»", "«"), ("›", "‹"))
_FRENCH = Marks(("«\u00a0", "\u00a0»"), ("‘", "’"), "–", spaced=True)

MARKS: dict[str, Marks] = {
    "en": _ENGLISH,
    "en-gb": Marks(("“", "”"), ("‘", "’")),
    "en-ie": Marks(("“", "”"), ("‘", "’")),
    "en-au": Marks(("“", "”"), ("‘", "’")),
    "en-nz": Marks(("“", "”"), ("‘", "’")),
    "af": _ENGLISH,
    "bg": Marks(("„", "“"), ("’", "‘")),
    "ca": _ANGLED,
    "cs": _GERMAN,
    "cy": Marks(("“", "”"), ("‘", "’")),
    "da": _POINTED,
    "de": _GERMAN,
    "de-ch": Marks(("«", "»"), ("‹", "›")),
    "el": Marks(("«", "»"), ("“", "”")),
    "es": Marks(("«", "»"), ("‘", "’"), "—"),
    "es-mx": _ENGLISH,
    "et": _GERMAN,
    "eu": _ANGLED,
    "fi": _NORDIC,
    "fil": _ENGLISH,
    "fr": _FRENCH,
    "ga": _ENGLISH,
    "gl": _ANGLED,
    "hr": _POLISH,
    "hu": Marks(("„", "”"), ("’", "’")),
    "id": _ENGLISH,
    "is": _GERMAN,
    "it": Marks(("«", "»"), ("‘", "’")),
    "lt": _GERMAN,
    "lv": _GERMAN,
    "ms": _ENGLISH,
    "nb": Marks(("«", "»"), ("‘", "’")),
    "nl": Marks(("“", "”"), ("‘", "’")),
    "nn": Marks(("«", "»"), ("‘", "’")),
    "no": Marks(("«", "»"), ("‘", "’")),
    "pl": _POLISH,
    "pt": Marks(("“", "”"), ("‘", "’"), "—"),
    "pt-pt": _ANGLED,
    "ro": Marks(("„", "”"), ("‚", "’")),
    "ru": Marks(("«", "»"), ("‘", "’"), "—"),
    "sk": _GERMAN,
    "sl": _GERMAN,
    "sr": _POLISH,
    "sv": _NORDIC,
    "tr": _ENGLISH,
    "uk": Marks(("«", "»"), ("‘", "’"), "—"),
    "vi": _ENGLISH,
}


def marks_of(language: str) -> Marks | None:
    """The marks of a language by its tag ("en", "pt_BR", "de-CH-1996"); None where the shop knows
    none, and leaves quotation marks as they are."""
    parts = language.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        found = MARKS.get("-".join(parts[:length]))
        if found is not None:
            return found
    return None


# -- whether a text is in the language it claims ---------------------------------------------------

FREQUENT: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that it for was on you with are this have be not at i my we so",
        "de": "der die und das ist nicht ich ein eine zu mit sich auf für auch im es den dem wir",
        "fr": "le la les et des est un une que pour dans qui pas sur je ce avec du au il elle en",
        "es": "el la los las que y en un una por con no es para se del lo su me al más pero como",
        "it": "il di che la e è un una per non con sono del le si da mi ma come della gli al",
        "pt": "o de que e a do da em um uma para com não os as no na é se por mais eu isso",
        "nl": "de het een en van ik is dat niet op te zijn voor met er maar die ook aan je",
        "sv": "och det att i en som är på av för med jag inte den till har de om ett men",
        "da": "og det at i en er som på af for med jeg ikke den til har de om et men",
        "no": "og det at i en er som på av for med jeg ikke den til har de om et men",
        "fi": "ja on ei se että oli hän mutta ovat kun niin minä sen ole kuin olen nyt tai",
    }.items()
}
"""A few words that hardly any sentence of a language does without."""


def is_rather(text: str, claimed: str, other: str) -> bool:
    """Whether a text that claims one language reads rather like another: platforms guess, and a
    short line is often guessed wrong."""
    likely = FREQUENT.get(other[:2].lower())
    if likely is None:
        return False
    words = text.lower().split()
    for_other = sum([word in likely for word in words])
    ours = FREQUENT.get(claimed[:2].lower(), frozenset())
    return for_other > sum([word in ours for word in words])
