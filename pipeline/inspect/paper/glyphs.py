"""Glyphs: signs that no font of the book has, told together."""

from __future__ import annotations

import unicodedata
from collections import Counter

from pipeline.inspect.paper.fonts import BOX
from pipeline.inspect.paper.pages import Paper
from pipeline.model.bench import Bench
from pipeline.model.handoff import File
from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import Origin
from pipeline.model.walk import every_division, leaves, plain

MOST = 12
"""Signs named, the most frequent first."""

_TODO = (
    "put a font that has them (.ttf or .otf, for example Noto Emoji, in black and white, or Noto "
    "Color Emoji; both are free) into the folder fonts/ beside the recipe, or print other signs in "
    "their place with an edit"
)


def tell(paper: Paper, unnamed: list[str], file: File, book: Manuscript, bench: Bench) -> None:
    """One finding for all signs that are not drawn; `unnamed` are those that the PDF itself does
    not name."""
    counts: Counter[str] = Counter()
    pages: dict[str, int] = {}
    for number, sheet in enumerate(paper.sheets, 1):
        for sign in sheet.content.boxes:
            if sign != BOX and not _unseen(sign):
                counts[sign] += 1
                pages.setdefault(sign, number)
    counts.update(sign for sign in unnamed if not _unseen(sign))
    if not counts:
        return
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    named = ", ".join(f"{_named(sign)} ({count:,})" for sign, count in ordered[:MOST])
    rest = f", and {len(ordered) - MOST:,} more" if len(ordered) > MOST else ""
    first = ordered[0][0]
    bench.find(
        "print.missing-glyph",
        "warning",
        f"No font has {len(ordered):,} of the signs, which the text says {counts.total():,} "
        f"{'time' if counts.total() == 1 else 'times'}: {named}{rest}. A box stands for each, one "
        "for all parts of a compound sign; a title goes without.",
        _first(first, book),
        place=f"{file.name}, page {pages[first]}" if first in pages else file.name,
        todo=_TODO,
    )


def _named(sign: str) -> str:
    name = " ".join(unicodedata.name(one, "") for one in sign if not _unseen(one)).lower()
    return f"{sign} U+{ord(sign[0]):04X}{f' {name}' if name else ''}"


def _unseen(sign: str) -> bool:
    """Whether a sign shows nothing of its own: a joiner, or a choice of colour."""
    return all(unicodedata.category(one) in ("Cf", "Mn") for one in sign)


def _first(sign: str, book: Manuscript) -> Origin | None:
    """Where a sign stands first."""
    for division in every_division(book.divisions):
        for leaf in leaves(division.blocks):
            if leaf.origin and sign in plain(leaf):
                return leaf.origin[0]
    return None
