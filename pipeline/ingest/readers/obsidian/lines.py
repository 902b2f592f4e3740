"""Lines: where one ends, the program breaks it, though Markdown itself would go on.

A text that some editor wrapped at a column came into the vault from elsewhere; its lines are joined
again, or the book would be full of short ones.
"""

from __future__ import annotations

import re
from itertools import pairwise

_MARKS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:#{1,6}[ \t])?")
_LITERAL = re.compile(r"    |\t|[ \t>]*\||[ \t]*<")
_NARROWEST = 60
"""Columns; nobody has an editor wrap at fewer."""


def broken(text: str) -> str:
    """The text with a hard break at the end of each line that another of its paragraph follows."""
    lines = text.split("\n")
    start = 0
    for at, line in enumerate([*lines, ""]):
        if line.strip(" \t>"):
            continue
        if at - start > 1 and not _is_wrapped(lines[start:at]):
            for within in range(start, at - 1):
                if not _LITERAL.match(lines[within]):
                    lines[within] = lines[within].rstrip() + "  "
        start = at + 1
    return "\n".join(lines)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether each line ends where the next word would not have fitted."""
    width = max(map(len, lines))
    if width < _NARROWEST:
        return False
    for line, below in pairwise(lines):
        first = below[_MARKS.match(below).end() :].split(" ", 1)[0]  # type: ignore[union-attr]
        if len(line.rstrip()) + 1 + len(first) <= width:
            return False
    return True
