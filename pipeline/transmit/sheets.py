"""The papers that a press asks for with a manuscript, as rows of cells, told from the book."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from pipeline.model.house import House
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.post import Media
from pipeline.model.text import Figure, Image
from pipeline.model.walk import (
    every,
    every_division,
    inlines,
    leaves,
    own_text,
    targets,
    text,
    words,
)

Cells = list[str | int]
Texts = dict[int, str]
PRINT_WIDTH = 4.5
"""Inches: the width of a page's text in a usual trade book, for the resolution of art."""


def texts(book: Manuscript) -> Texts:
    """The text of every division itself, without those within it, by `id` of the division."""
    return {
        id(division): "\n".join(
            [text(division.title), *[own_text(leaf) for leaf in leaves(division.blocks)]]
        )
        for division in every_division(book.divisions)
    }


def word_counts(book: Manuscript, said: Texts) -> Iterator[Cells]:
    """Each division in order with the words of it and of all within it, notes included."""
    yield ["order", "level", "kind", "title", "words"]
    within: dict[int, int] = {}
    total = sum(_count(division, said, within) for division in book.divisions)
    number = 0
    for level, division in _walk(book.divisions, 1):
        if division.kind != "entry":
            number += 1
            title = text(division.title)
            yield [number, level, division.kind, title, within[id(division)]]
    yield ["", "", "", "all", total]


def _walk(divisions: tuple[Division, ...], level: int) -> Iterator[tuple[int, Division]]:
    for division in divisions:
        yield level, division
        yield from _walk(division.divisions, level + 1)


def _count(division: Division, said: Texts, within: dict[int, int]) -> int:
    """The words of a division and of all within it, noted by division."""
    inner = sum([_count(below, said, within) for below in division.divisions])
    within[id(division)] = words(said[id(division)]) + inner
    return within[id(division)]


# -- art -------------------------------------------------------------------------------------------


def art_log(book: Manuscript) -> Iterator[Cells]:
    """Every picture in order of its place: where it is, what it is, and how well it will print."""
    yield ["number", "chapter", "bookmark item", "file", "caption", "alternative text",
           "pixels", "dpi at 4.5 in", "source"]  # fmt: skip
    media = {row.key: row for row in book.media}
    if not media:
        return
    number = 0
    for chapter, division in _chapters(book.divisions, ""):
        for block in every(division.blocks):
            if media.keys().isdisjoint(targets(block)):
                continue  # as most do
            caption = text(block.caption) if isinstance(block, Figure) else ""
            for image in (node for node in inlines(block) if isinstance(node, Image)):
                number += 1
                item = block.origin[0].item if block.origin else ""
                yield _art(number, chapter, item, caption, image, media.get(image.media))


def _art(
    number: int, chapter: str, item: str, caption: str, image: Image, media: Media | None
) -> Cells:
    row: Cells = [number, chapter, item, image.media.rsplit("/", 1)[-1], caption, image.alt]
    if media is None or not media.digest:
        return [*row, "", "", f"missing: {media.missing if media else 'unknown'}"]
    size = f"{media.width} × {media.height}"
    return [*row, size, round(media.width / PRINT_WIDTH), media.member]


def _chapters(
    divisions: tuple[Division, ...], chapter: str
) -> Iterator[tuple[str, Division]]:  # fmt: skip
    for division in divisions:
        here = text(division.title) if division.title and division.kind != "entry" else chapter
        yield here, division
        yield from _chapters(division.divisions, here)


# -- characters ------------------------------------------------------------------------------------


_BEYOND = re.compile("[^\x00-\x7e⟦⟧]")


def characters(book: Manuscript, said: Texts) -> Iterator[Cells]:
    """Every character beyond plain Latin letters and marks: what a typesetter's font must hold."""
    yield ["character", "code point", "name", "times", "first in"]
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for chapter, division in _chapters(book.divisions, ""):
        own = said[id(division)]
        if own.isascii():
            continue
        found = Counter(_BEYOND.findall(own))
        for sign in found:
            first.setdefault(sign, chapter)
        counts.update(found)
    for sign in sorted(counts):
        name = unicodedata.name(sign, "unnamed").lower()
        shown = sign if sign.isprintable() else ""
        yield [shown, f"U+{ord(sign):04X}", name, counts[sign], first[sign]]


# -- styles ----------------------------------------------------------------------------------------


def style_map(house: House) -> Iterator[Cells]:
    """What each role is called in the file: the names are the contract."""
    yield ["role", "kind", "Word style"]
    for role, style in sorted(house.roles.items()):
        yield [role, "paragraph", style]
    for role, style in sorted(house.characters.items()):
        yield [role, "character", style]
