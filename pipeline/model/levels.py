"""Levels: which of Word's headings each title of a file wears, and how it looks there."""

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from pipeline.model.house import DEEPEST, House, Look
from pipeline.model.manuscript import Division
from pipeline.model.text import Heading, Paragraph
from pipeline.model.walk import every

_LOOKS: tuple[Look, ...] = get_args(Look)
_ENTRY_BELOW = 2  # in a flat house each element is Heading 1, and what it holds Heading 2


def look_of(division: Division) -> Look:
    """How the title of a division looks; everything that is no part and no entry is a chapter."""
    match division.kind:
        case "part" | "entry":
            return division.kind
        case _:
            return "chapter"


def level_of(division: Division, above: int, headings: Literal["nested", "flat"]) -> int:
    """The level of a division's title, given the level of the title above it (0 for none)."""
    if headings == "nested":
        return min(above + 1, DEEPEST)
    return _ENTRY_BELOW if division.kind == "entry" else 1


def highest(division: Division) -> int:
    """The level of the highest heading inside a division's own blocks, as its item counts."""
    others = tuple([block for block in division.blocks if type(block) is not Paragraph])
    levels = [block.level for block in every(others) if isinstance(block, Heading)]
    return max(1, min(levels, default=1))


def looks(divisions: Iterable[Division], house: House) -> dict[int, Look]:
    """How each level of heading looks in a file: as the weightiest title that wears it does. In a
    flat house parts and chapters wear one heading, and most of those are chapters."""
    found: dict[int, Look] = {}
    for division, level in _titled(divisions, 0, house.headings):
        look = look_of(division)
        if house.headings == "flat" and look == "part":
            look = "chapter"
        weightier = min(_LOOKS.index(look), _LOOKS.index(found.get(level, "subsection")))
        found[level] = _LOOKS[weightier]
    lowest = max(found, default=0)
    for level in range(1, DEEPEST + 1):
        found.setdefault(level, "section" if level <= lowest + 1 else "subsection")
    return found


def top(level: int, looks: dict[int, Look]) -> int:
    """The level of a heading inside a division whose title is of `level`: the next whose look opens
    no page, which in a book with parts the level below a page of matter's does."""
    below = level + 1
    while looks.get(below) in ("part", "chapter"):
        below += 1
    return below


def _titled(
    divisions: Iterable[Division], above: int, headings: Literal["nested", "flat"]
) -> Iterator[tuple[Division, int]]:
    """Every division with a title that is a heading, and its level."""
    for division in divisions:
        level = above
        if division.title and division.kind != "volume":
            level = level_of(division, above, headings)
            yield division, level
        yield from _titled(division.divisions, level, headings)
