"""style.headings: no heading deeper than a publisher takes; those below stand as paragraphs."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.house import House, load
from pipeline.model.levels import highest, level_of, looks, top
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.options import Options as Base
from pipeline.model.text import Block, Blocks, Heading, Inlines, Paragraph, Strong, Text
from pipeline.model.walk import text

READS = ("recipe:house",)
RULE = "headings"
_JOINED = frozenset({"body", "first"})


class Options(Base, frozen=True):
    deepest: Annotated[
        int, Meta(ge=1, le=9, description="The last of Word's levels that may stand.")
    ] = 9
    overflow: Annotated[
        Literal["bold", "paragraph", "run-in"],
        Meta(
            description="What a deeper one becomes: a paragraph in bold, a plain one, or the bold "
            "beginning of the paragraph behind it."
        ),
    ] = "bold"


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """Titles of parts, chapters and entries are left alone: they say how the book is divided."""
    leveller = _Leveller(book, options, load(bench.house), bench)
    divisions = leveller.divisions(book.divisions, 0)
    if not leveller.times:
        return book
    said = f"{leveller.times:,} headings were deeper than {options.deepest}: {options.overflow}."
    bench.find("headings.overflow", "note", said)
    return replace(book, divisions=divisions)


class _Leveller:
    def __init__(self, book: Manuscript, options: Options, house: House, bench: Bench) -> None:
        self.options = options
        self.house = house
        self.bench = bench
        self.looks = looks(book.divisions, house)
        self.times = 0

    def divisions(self, divisions: tuple[Division, ...], above: int) -> tuple[Division, ...]:
        out = tuple([self.division(division, above) for division in divisions])
        return divisions if all(a is b for a, b in zip(out, divisions, strict=True)) else out

    def division(self, division: Division, above: int) -> Division:
        level = above
        if division.title and division.kind != "volume":
            level = level_of(division, above, self.house.headings)
        room = self.options.deepest - (top(level, self.looks) - highest(division))
        blocks = self.blocks(division.blocks, room)
        inner = self.divisions(division.divisions, level)
        if blocks is division.blocks and inner is division.divisions:
            return division
        return replace(division, blocks=blocks, divisions=inner)

    def blocks(self, blocks: Blocks, room: int) -> Blocks:
        """The blocks without headings below `room`, the last of their item's levels that fits."""
        if not any(type(block) is Heading and block.level > room for block in blocks):
            return blocks
        out: list[Block] = []
        at = 0
        while at < len(blocks):
            block = blocks[at]
            at += 1
            if type(block) is not Heading or block.level <= room:
                out.append(block)
                continue
            self.times += 1
            behind = blocks[at] if at < len(blocks) else None
            if self.options.overflow == "run-in" and _takes_in(block, behind):
                assert isinstance(behind, Paragraph)
                out.append(self._run_in(block, behind))
                at += 1
            else:
                out.append(self._alone(block))
        return tuple(out)

    def _alone(self, heading: Heading) -> Paragraph:
        bold = self.options.overflow != "paragraph"
        content: Inlines = (Strong(heading.content),) if bold else heading.content
        return Paragraph(content, heading.origin, "first")

    def _run_in(self, heading: Heading, behind: Paragraph) -> Paragraph:
        """The heading as the bold beginning of a paragraph, with a stop where it has none."""
        content, said = heading.content, text(heading.content)
        if said[-1:].isalnum() and heading.origin:
            content = (*content, Text("."))
            self.bench.change(heading.origin[0], RULE, said, f"{said}.")
        whole = (Strong(content), Text(" "), *behind.content)
        return Paragraph(whole, (*heading.origin, *behind.origin), "first")


def _takes_in(heading: Heading, behind: Block | None) -> bool:
    """Whether a paragraph of the same item stands behind a heading."""
    if type(behind) is not Paragraph or behind.role not in _JOINED:
        return False
    one, other = heading.origin, behind.origin
    return bool(one) and bool(other) and one[0].item == other[0].item
