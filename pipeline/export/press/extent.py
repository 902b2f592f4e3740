"""Extent: how many pages a text will fill, told well enough to choose its gutter at once."""

from math import ceil

from pipeline.export.press.trims import Page
from pipeline.model.manuscript import Division
from pipeline.model.presence import found
from pipeline.model.text import (
    CodeBlock,
    Figure,
    Heading,
    Note,
    Paragraph,
    SceneBreak,
    Table,
)
from pipeline.model.walk import every_division, leaves, own_text, plain

_SPACED = 1.6  # lines that a block which is no running text takes besides its own
_NOTED = 0.75  # of a line, for each line of a note: they are set closer,
_SMALLER = 0.83  # and smaller
_OPENING = 0.55  # of a page, for each chapter: its sink, and what the page before it leaves


def pages(divisions: tuple[Division, ...], page: Page) -> int:
    """About how many pages divisions fill."""
    across = page.measure / (page.size * 0.425)
    down = page.depth / (page.size * 1.38)
    lines = openings = 0.0
    for division in every_division(divisions):
        openings += division.kind != "entry"
        lines += 3.0 if division.title else 0.0
        for leaf in leaves(division.blocks):
            match leaf:
                case Paragraph():
                    lines += _lines(leaf, across)
                    lines += 0.0 if leaf.role in ("body", "first") else _SPACED
                case Figure():
                    lines += 0.45 * down * len(leaf.images)
                case Heading() | Table() | CodeBlock() | SceneBreak():
                    said = own_text(leaf).split("\n")
                    lines += _SPACED + sum(ceil(max(1, len(row)) / across) for row in said)
                case _:
                    lines += _SPACED + ceil(len(own_text(leaf)) / across)
    return max(1, round(lines / down + openings * _OPENING))


def _lines(paragraph: Paragraph, across: float) -> float:
    """The lines of a paragraph, with those of its notes."""
    notes = [len(plain(block)) for note in found((paragraph,), Note) for block in note.blocks]
    here = len(own_text(paragraph)) - sum(notes)
    return ceil(here / across) + _NOTED * sum(ceil(long * _SMALLER / across) for long in notes)
