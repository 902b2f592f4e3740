"""Likeness: where words stand, though quotes, dashes and spaces were set by another hand."""

from __future__ import annotations

import re

_ALIKE = str.maketrans(
    "‘’‚‛“”„‟«»‹›′″–—‑−\u00a0\u202f\u2009\u2002\u2003",
    '\'\'\'\'""""""""\'"----\u0020\u0020\u0020\u0020\u0020',
)
_FOLD = re.compile(r"\.\.\.|…|[-\s]+|\u00ad|\u200b|\u2060")


def spans(words: str, said: str) -> list[tuple[int, int]]:
    """Where words stand in what is said, as (start, end); those that overlap are one.

    First as they are written; where they stand nowhere so, without regard to the form of quotes
    and dashes and to the width of spaces.
    """
    exact = _found(words, said)
    if exact:
        return exact
    plain, _ = _folded(words.strip())
    folded, places = _folded(said)
    if not plain:
        return []
    return [(places[start], places[end]) for start, end in _found(plain, folded)]


def _found(words: str, said: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(re.escape(words), said)]


def _folded(said: str) -> tuple[str, list[int]]:
    """A text in its plainest form, and the place in the text of each of its characters, with that
    of its end behind them."""
    said = said.translate(_ALIKE)
    out: list[str] = []
    places: list[int] = []
    at = 0
    for match in _FOLD.finditer(said):
        out.append(said[at : match.start()])
        places += range(at, match.start())
        piece = _piece(match.group())
        out.append(piece)
        places += [match.start()] * len(piece)
        at = match.end()
    out.append(said[at:])
    places += range(at, len(said))
    return "".join(out), [*places, len(said)]


def _piece(met: str) -> str:
    if met in ("...", "…"):
        return "…"
    if "-" in met:
        return "-"
    return " " if met.strip() != met else ""
