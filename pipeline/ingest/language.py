"""Languages as platforms name them, held against the letters that a text is written in."""

import re
import unicodedata
from collections import Counter

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OLD = {"in": "id", "iw": "he", "ji": "yi", "jp": "ja", "cn": "zh"}
_NONE = frozenset({"und", "zxx", "mul", "mis", "art"})

_SCRIPTS: dict[str, frozenset[str]] = {
    language: frozenset(scripts.split())
    for scripts, languages in {
        "CJK IDEOGRAPHIC BOPOMOFO": "zh yue wuu nan hak lzh cmn",
        "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA IDEOGRAPHIC": "ja",
        "HANGUL CJK": "ko",
        "CYRILLIC": "ru uk bg mk be kk ky mn tg tt ba cv os",
        "CYRILLIC LATIN": "sr uz az bs tk",
        "ARABIC": "ar fa ur ps ug sd ckb",
        "HEBREW": "he yi",
        "DEVANAGARI": "hi mr ne sa mai kok",
        "BENGALI": "bn as",
        "GUJARATI": "gu",
        "GURMUKHI ARABIC": "pa",
        "TAMIL": "ta",
        "TELUGU": "te",
        "KANNADA": "kn",
        "MALAYALAM": "ml",
        "SINHALA": "si",
        "THAI": "th",
        "LAO": "lo",
        "MYANMAR": "my",
        "KHMER": "km",
        "TIBETAN": "bo dz",
        "GEORGIAN": "ka",
        "ARMENIAN": "hy",
        "GREEK": "el",
        "ETHIOPIC": "am ti",
    }.items()
    for language in languages.split()
}
_LATIN = frozenset({"LATIN"})
_NEEDED = {"ja": ("HIRAGANA", "KATAKANA"), "ko": ("HANGUL",)}
"""Letters without which a text is not in a language that shares the rest with others."""

_ENOUGH = 300
"""Letters; more of them change nothing."""


def spoken(tag: str, text: str) -> str:
    """A language tag as BCP 47 spells it (`zhCn` is `zh-CN`); "" for one that is none, or that
    no letter of the text bears out: platforms guess, and call short Chinese lines Marathi."""
    tag = "-".join(_CAMEL.split(tag.replace("_", "-")))
    if not _TAG.match(tag):
        return ""
    first, *rest = tag.split("-")
    language = _OLD.get(first.lower(), first.lower())
    if language in _NONE or not _fits(language, text):
        return ""
    return "-".join([language, *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def _fits(language: str, text: str) -> bool:
    """Whether more than half of the letters of a text, which has some, are of its scripts."""
    found = _scripts(text)
    scripts = _SCRIPTS.get(language, _LATIN)
    needed = _NEEDED.get(language)
    if needed and not any(found[script] for script in needed):
        return False
    return sum(found[script] for script in scripts) * 2 > found.total()


def _scripts(text: str) -> Counter[str]:
    """How many letters of each script the start of a text has."""
    if text.isascii():
        return Counter(LATIN=1) if any(map(str.isalpha, text)) else Counter()
    found: Counter[str] = Counter()
    left = _ENOUGH
    for sign in text:
        if sign.isalpha():
            found[unicodedata.name(sign, "?").split()[0]] += 1
            left -= 1
            if not left:
                break
    return found
