"""Quotes: which of a language's marks a straight one stands for, judged by its neighbours."""

import re
from bisect import bisect_right
from functools import cache

from pipeline.model.runs import BREAK, Edit
from pipeline.style.languages import Marks

APOSTROPHE = "’"

_OPENERS = frozenset(f" {BREAK}\u00a0\u202f\u2009\u3000([{{<—–-/“‘«„‚»›‹¿¡|~*_")
"""What an opening mark may follow. `»` is one in Danish."""
_CLOSERS = frozenset(f" {BREAK}\u00a0\u202f\u2009\u3000)]}}>.,;:!?…—–-/”’»“‘|~*_")
"""What a closing mark may stand before. `“` closes in German."""
_SPACES = frozenset(f" {BREAK}\u00a0\u202f\u2009\u3000")

_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff\ufffc"
"""Of the scripts whose words hold apostrophes, and the sign for a handle or a stretch of code."""
_WITHIN = re.compile(f"'(?<=[{_LETTER}]')(?=[{_LETTER}])")
_DOUBLES = re.compile('"')
_OPENING = re.compile('"(?<![^ \n]")(?=[A-Za-z0-9])')
_CLOSING = re.compile('"(?<=[A-Za-z.,!?;:)]")(?![^ \n.,!?;:)…—–])')
"""The usual places of double marks. What they are hangs on nothing but their neighbours."""
_ELISIONS = (
    r"(?:tis|twas|twere|twill|twould|twixt|em|til|till|cause|cos|cuz|bout|n|nuff|kay|ello|"
    r"neath|gainst|tude|sup|fraid|nother)(?!\w)|\d\ds?(?!\w)"
)
_USUAL_ELIDED = re.compile(f"'(?<![^ \\n]')(?={_ELISIONS})", re.IGNORECASE)
_AFTER_FIGURES = re.compile(r"(?:s|d|ed|er|ers|ing|ll|ve|re)(?!\w)", re.IGNORECASE)
"""What an apostrophe stands before in `1960's`, `OK'd` and the like."""
_CLOSING_SINGLE = re.compile(r"(?<=[^\s'])'(?![\w'])")
_OTHER_SCRIPTS = "\u0590\u0e00\u2e80\ua000\uac00\ud7b0\uf900\ufe00\uff00\ufff0"
"""Scripts whose quotation marks are others, and whose letters carry signs like ours: where each row
of them begins, and where it has ended."""


@cache
def _singles() -> re.Pattern[str]:
    return re.compile(f"'(?:(?<![{_LETTER}]')|(?![{_LETTER}]))")


@cache
def _elided() -> re.Pattern[str]:
    return re.compile(f"'(?:{_ELISIONS})", re.IGNORECASE)


def apostrophes(text: str) -> list[Edit]:
    """Edits that set the straight marks within words, in order."""
    return [(at := match.start(), at + 1, APOSTROPHE) for match in _WITHIN.finditer(text)]


def with_usual(text: str, marks: Marks | None) -> str:
    """A text with its apostrophes set and, where no other mark is left, its double marks: what
    `apostrophes` and `quotes` come to, but without edits, and many times as fast. It has as many
    characters as before, and what it sets is nothing that dashes and dots ask for."""
    if "'" in text:
        text = _WITHIN.sub(APOSTROPHE, text)
    if marks is None or len(marks.double[0]) > 1:
        return text
    usual = _USUAL_ELIDED.sub(APOSTROPHE, text) if "'" in text else text
    if "'" in usual:
        return text
    if '"' in usual:
        usual = _OPENING.sub(marks.double[0], usual)
        usual = _CLOSING.sub(marks.double[1], usual)
    return text if '"' in usual else usual


def quotes(text: str, marks: Marks) -> list[Edit]:
    """Edits that set the straight marks of a run that are not within words, in order. A mark that
    could be either, or a prime, is left as it is."""
    found: list[Edit] = []
    places = [match.start() for match in _DOUBLES.finditer(text)]
    if "'" in text:
        places += [match.start() for match in _singles().finditer(text)]
        places.sort()
    reader = _Reader(text, marks)
    for at in places:
        new = reader.double(at) if text[at] == '"' else reader.single(at)
        if new:
            found.append((at, at + 1, new))
    return found


class _Reader:
    """Reads one run from its start, and knows which quotations are open."""

    def __init__(self, text: str, marks: Marks) -> None:
        self.text = f" {text} "  # so that both ends have neighbours
        self.marks = marks
        self.in_double = False
        self.in_single = False
        self._last_close = -2  # of a single mark; not looked for yet

    # -- " -----------------------------------------------------------------------------------------

    def double(self, at: int) -> str:
        """What stands in the place of a `"`; "" where it stays."""
        before, after = self.text[at], self.text[at + 2]
        if before in _SPACES and after.isalnum():
            if after < _OTHER_FROM:
                self.in_double = True
                return self.marks.double[0]
            opens: bool | None = True
        elif after in _SPACES and not before.isdigit() and before not in _OPENERS:
            opens = None if before == '"' else False
        else:
            opens = self._opens(before, after)
        if opens is None or not _is_ours(after if opens else before):
            return ""
        self.in_double = opens
        return self.marks.double[0 if opens else 1]

    def _opens(self, before: str, after: str) -> bool | None:
        """Whether a double mark opens a quotation, or closes one, or cannot be told."""
        if before == '"' or after == '"':
            return None
        may_open, may_close = before in _OPENERS or before == "'", after in _CLOSERS or after == "'"
        if may_open and may_close:
            return self._either(before, after)
        if may_open:
            return True
        if may_close:
            return None if before.isdigit() and not self.in_double else False
        return False if self.in_double and before in ".,!?…" else None

    def _either(self, before: str, after: str) -> bool | None:
        if before in _SPACES or after in _SPACES:
            if before in _SPACES and after in _SPACES:
                return None
            return before in _SPACES
        return not self.in_double

    # -- ' -----------------------------------------------------------------------------------------

    def single(self, at: int) -> str:
        """What stands in the place of a `'` that is not within a word; "" where it stays."""
        before, after = self.text[at], self.text[at + 2]
        if before == "'" or after == "'" or (before.isdigit() and after.isdigit()):
            return ""
        if (before in _OPENERS or before == '"') and after not in _SPACES:
            return self._opening(at, before, after)
        if before in _SPACES or not _is_ours(before):
            return ""
        if self.in_single and (after in _CLOSERS or after == '"'):
            self.in_single = False
            return self.marks.single[1]
        if before.isdigit() and not _AFTER_FIGURES.match(self.text, at + 2):
            return ""  # a prime: feet, minutes
        if after == "(" and before.isalpha():
            return ""  # a derivative
        return APOSTROPHE if before not in _OPENERS and _is_ours(after) else ""

    def _opening(self, at: int, before: str, after: str) -> str:
        if _elided().match(self.text, at + 1):
            return APOSTROPHE
        if not _is_ours(after):
            return ""
        if self.in_single and before not in _SPACES and after in _CLOSERS:
            self.in_single = False
            return self.marks.single[1]
        if not self._closes_after(at + 2):
            return ""  # an elision we do not know, or a quotation that another paragraph ends
        self.in_single = True
        return self.marks.single[0]

    def _closes_after(self, at: int) -> bool:
        """Whether any mark behind a place could close a single quotation."""
        if self._last_close == -2:
            self._last_close = max([m.start() for m in _CLOSING_SINGLE.finditer(self.text)] or [-1])
        return self._last_close > at


_OTHER_FROM = _OTHER_SCRIPTS[0]


def _is_ours(sign: str) -> bool:
    return sign < _OTHER_FROM or bisect_right(_OTHER_SCRIPTS, sign) % 2 == 0
