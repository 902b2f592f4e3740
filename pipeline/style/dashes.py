"""Dashes and dots: `--`, spaced hyphens, ranges and `...`, where they stand for one sign."""

import re
from functools import cache

from pipeline.model.runs import BREAK, OBJECT, Edit

EM, EN, ELLIPSIS = "—", "–", "…"

_SPACES = frozenset(f" {BREAK}\u00a0\u202f")
_DASH = re.compile(r"--(?<!<!--)(?<![-<>|+=~*#&/\\_]--)-?(?![-<>|+=~*/\\_])")
_DOTS = re.compile(r"\.\.\.(?<!\.{4})\.?(?!\.)")  # begins with what can be searched for fast
_RANGE = re.compile(r"(?<![\w\-./:,])(?:\d{1,4})(-)(?:\d{1,4})(?![\w\-/:]|[.,]\d)")
_IN_NAME = re.compile(r"[\w-]{0,64}\.\w")
"""What follows in the name of a file or of a host."""
_WORD = re.compile(r"(?:[^\W\d_]{2}|(?<!\w)[IaAoOyYéÉàÀ])\Z")
_SPACED = frozenset((" -- ", " --- "))


def dashes(text: str, spaced: str) -> list[Edit]:
    """Dashes for `--` and `---`: `spaced` between spaces, an em dash where there are none. An
    option (`--force`), a decrement, an arrow, a rule of hyphens and a file's name stay."""
    found = []
    for match in _DASH.finditer(text):
        start, end = match.span()
        if text[start - 1 : end + 1] in _SPACED:  # the usual one
            found.append((start, end, spaced))
            continue
        new = _dash(text, start, end, spaced)
        if new:
            found.append((start, end, new))
    return found


def _dash(text: str, start: int, end: int, spaced: str) -> str:
    before = text[start - 1] if start else BREAK
    after = text[end] if end < len(text) else BREAK
    if before in _SPACES and after in _SPACES:
        if before == BREAK:
            return "" if after == BREAK else EM  # a line of its own, or one that says who spoke
        return spaced
    if before in _SPACES:
        return EM if before == BREAK and after.isupper() else ""
    if before.isdigit() and after.isdigit():
        return EN
    if not _ends_a_word(text, start, before) and before not in '"“‘(':
        return ""
    if after in _SPACES or after in "\"'”’.,!?)":
        return EM
    if after.isalpha():
        return "" if _IN_NAME.match(text, end) else EM
    return EM if after in "“‘([" or after == OBJECT else ""


def _ends_a_word(text: str, start: int, before: str) -> bool:
    if before in ".,!?…)]\"'”’»%" or before == OBJECT:
        return True
    return _WORD.search(text, max(start - 3, 0), start) is not None


_SLASHES = frozenset("/\\")


def dots(text: str) -> list[Edit]:
    """An ellipsis for three full stops, and one with a full stop for four; not in a path, nor
    between two figures."""
    found = []
    for match in _DOTS.finditer(text):
        start, end = match.span()
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        in_path = before in _SLASHES or after in _SLASHES
        if not in_path and not (before.isdigit() and after.isdigit()):
            found.append((start, end, ELLIPSIS + "." * (end - start - 3)))
    return found


def hyphens(text: str, spaced: str) -> list[Edit]:
    """Dashes for hyphens between two spaces, after a word and before one."""
    return [(*match.span(), spaced) for match in _hyphen().finditer(text)]


@cache
def _hyphen() -> re.Pattern[str]:
    return re.compile(r"(?<=[^\W\d_][ \u00a0])-(?= [^\W\d_])|(?<=[,.;:!?)”’\"] )-(?= [^\W\d_])")


def ranges(text: str) -> list[Edit]:
    """En dashes in ranges of figures; not in dates and numbers of telephones."""
    return [(*match.span(1), EN) for match in _RANGE.finditer(text)]


def high_spaces(text: str) -> list[Edit]:
    """Hard spaces where French has a space before high punctuation and inside guillemets."""
    return [(*match.span(), "\u00a0") for match in _high().finditer(text)]


@cache
def _high() -> re.Pattern[str]:
    return re.compile(r" (?=[!?]+(?:[\s.,)\"»”'’]|\Z)|[;:](?:\s|\Z)|»)|(?<=«) ")
