"""Glyphs: signs that no font of the book has, told one by one."""

from __future__ import annotations

import unicodedata
from collections import Counter

from pipeline.inspect.paper.content import BOX
from pipeline.inspect.paper.pages import Paper
from pipeline.model.bench import Bench
from pipeline.model.handoff import File
from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import Origin
from pipeline.model.walk import every_division, leaves, plain

MOST = 60
"""Signs told one by one."""

_TODO = "print another sign in its place with an edit, or leave it: an empty box stands there"


def tell(paper: Paper, unnamed: list[str], file: File, book: Manuscript, bench: Bench) -> None:
    """A finding for each sign that stands as a box; `unnamed` are those that the PDF itself does
    not name."""
    counts: Counter[str] = Counter()
    pages: dict[str, int] = {}
    for number, sheet in enumerate(paper.sheets, 1):
        for sign in sheet.content.boxes:
            if sign != BOX and not _unseen(sign):
                counts[sign] += 1
                pages.setdefault(sign, number)
    counts.update(sign for sign in unnamed if not _unseen(sign))
    firsts = _firsts(set(counts), book) if counts else {}
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    for sign, count in ordered[:MOST]:
        named = " ".join(unicodedata.name(one, f"U+{ord(one):04X}") for one in sign)
        bench.find(
            "print.missing-glyph",
            "warning",
            f"No font has “{sign}” (U+{ord(sign[0]):04X}, {named.lower()}), which stands "
            f"{count:,} times as a box.",
            firsts.get(sign),
            place=f"{file.name}, page {pages[sign]}" if sign in pages else file.name,
            todo=_TODO,
        )
    if len(ordered) > MOST:
        more = sum(count for _, count in ordered[MOST:])
        bench.find(
            "print.missing-glyphs",
            "warning",
            f"{len(ordered) - MOST:,} more signs have no glyph, and stand {more:,} times as boxes.",
            place=file.name,
        )


def _unseen(sign: str) -> bool:
    """Whether a sign shows nothing of its own: a joiner, or a choice of colour."""
    return all(unicodedata.category(one) in ("Cf", "Mn") for one in sign)


def _firsts(signs: set[str], book: Manuscript) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for division in every_division(book.divisions):
        for leaf in leaves(division.blocks):
            said = "" if not leaf.origin else plain(leaf)
            if said.isascii():
                continue
            for sign in signs - found.keys():
                if sign in said:
                    found[sign] = leaf.origin[0]
    return found
