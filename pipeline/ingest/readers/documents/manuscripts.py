"""Manuscripts: a book whose styles are known, as the parts, chapters and pages that it has.

What stands before the first heading is pages of matter, by the styles of their lines. A heading
with nothing below it but the titles of chapters is a part's; and a chapter begins a page.
"""

from __future__ import annotations

from itertools import groupby

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.chapters import Chapter, divided, headings
from pipeline.ingest.readers.documents.styles import Named

_PAGES = {
    "title": "titlepage", "subtitle": "titlepage", "author": "titlepage",
    "publisher": "titlepage", "imprint": "copyright", "dedication": "dedication",
    "epigraph": "epigraph", "attribution": "epigraph",
}  # fmt: skip


def chapters_of(blocks: list[ast.Block], named: Named, openings: frozenset[int]) -> list[Chapter]:
    """Every block of a manuscript, in its chapter or page."""
    places = headings(blocks)
    first = places[0] if places else len(blocks)
    made = _pages(blocks[:first], named)
    for chapter in divided(blocks[first:], [at - first for at in places]) if places else []:
        made += _within(chapter, first, openings)
    return made


def _pages(blocks: list[ast.Block], named: Named) -> list[Chapter]:
    """The pages before the first heading: lines of one sort are one page."""
    rows = [(_page(block, named), at, block) for at, block in enumerate(blocks)
            if not (isinstance(block, ast.Para | ast.Plain) and not block.c)]  # fmt: skip
    made = []
    for kind, some in groupby(rows, key=lambda row: row[0]):
        row = list(some)
        made.append(Chapter(None, [block for _, _, block in row], row[0][1], kind))
    return made


def _page(block: ast.Block, named: Named) -> str:
    if not isinstance(block, ast.Div):
        return "matter"
    style = next((value for key, value in block.c[0][2] if key == "custom-style"), "")
    return _PAGES.get(named.use(style), "matter")


def _within(chapter: Chapter, first: int, openings: frozenset[int]) -> list[Chapter]:
    """A chapter; or the chapters of a part, which has nothing of its own but its title."""
    inner = headings(chapter.blocks)
    said = [at for at, block in enumerate(chapter.blocks)
            if not (isinstance(block, ast.Para | ast.Plain) and not block.c)]  # fmt: skip
    start = chapter.first + first
    alone = bool(inner) and said[0] == inner[0] and _opens(chapter.blocks[inner[0]], openings)
    if chapter.heading is None or not alone:
        return [Chapter(chapter.heading, chapter.blocks, start)]
    part = ast.words(chapter.heading)
    found = divided(chapter.blocks, inner)
    return [
        Chapter(one.heading, one.blocks, start if not at else start + 1 + one.first, part=part)
        for at, one in enumerate(found)
    ]


def _opens(block: ast.Block, openings: frozenset[int]) -> bool:
    """Whether a heading begins a page; where no style says so of any, it may."""
    return not openings or (isinstance(block, ast.Header) and block.c[0] in openings)
