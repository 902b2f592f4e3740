"""style.roles: first paragraphs, kept lines, levels without gaps, no role that no house knows."""

from operator import is_

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.errors import nearest
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.rewrite import declare
from pipeline.model.role import ROLES
from pipeline.model.share import volumes
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Figure,
    Heading,
    LineBreak,
    List,
    Paragraph,
    PostBlock,
    SceneBreak,
    Text,
    Verse,
)
from pipeline.model.walk import map_divisions, own_text, targets

_BEFORE_FIRST = frozenset({"dateline", "standfirst", "byline", "source", "tags", "attribution"})
"""Lines at the head of an entry, behind which the text itself begins."""

_DEEPEST = 6

_USUAL: dict[type[Block], str] = {
    Paragraph: "body",
    Heading: "heading",
    BlockQuote: "quote",
    Verse: "verse",
    Figure: "figure",
}


def by_volume(bench: Bench) -> bool:
    return True


def run(book: Manuscript, bench: Bench) -> Manuscript:
    made: list[Division] = []
    for volume in volumes(book.divisions):
        setter = _Setter(bench)
        made += map_divisions(volume, setter.division)
        setter.report(volume)
    same = all(map(is_, made, book.divisions))
    return book if same else replace(book, divisions=tuple(made))


class _Setter:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.unknown: dict[str, int] = {}

    def division(self, division: Division) -> Division:
        blocks = self.blocks(division.blocks)
        levels: list[int] = []
        out: list[Block] = []
        at_start = True
        for block in blocks:
            if type(block) is Paragraph:
                if block.role == "body" and (at_start or _has_lines(block)):
                    block = replace(block, role="first" if at_start else "lines")
                at_start = at_start and block.role in _BEFORE_FIRST
            elif type(block) is Heading:
                block = _levelled(block, levels)
                at_start = True
            else:
                at_start = type(block) is SceneBreak
            out.append(block)
        same = len(out) == len(division.blocks) and all(map(is_, out, division.blocks))
        return division if same else replace(division, blocks=tuple(out))

    def blocks(self, blocks: Blocks) -> Blocks:
        """The blocks that hold something, in roles that there are."""
        out: list[Block] = []
        for block in blocks:
            if _is_usual(block):
                out.append(block)
            elif not self._is_empty(block):
                out.append(self.block(block))
        same = len(out) == len(blocks) and all(map(is_, out, blocks))
        return blocks if same else tuple(out)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading() | Verse() | Figure():
                return block if block.role in ROLES else self._known(block)
            case BlockQuote():
                known = block if block.role in ROLES else self._known(block)
                blocks = self.blocks(block.blocks)
                return known if blocks is block.blocks else replace(known, blocks=blocks)
            case List():
                items = tuple([self.blocks(item) for item in block.items])
                same = all(map(is_, items, block.items))
                return block if same else replace(block, items=items)
            case PostBlock():
                blocks = self.blocks(block.blocks)
                return block if blocks is block.blocks else replace(block, blocks=blocks)
            case _:
                return block

    def _known(self, block: Block) -> Block:
        assert isinstance(block, Paragraph | Heading | BlockQuote | Verse | Figure)
        self.unknown[block.role] = self.unknown.get(block.role, 0) + 1
        return replace(block, role=_USUAL[type(block)])

    def _is_empty(self, block: Block) -> bool:
        if type(block) is not Paragraph or block.role == "missing-picture":
            return False
        if block.content and (type(block.content[0]) is not Text or block.content[0].text.strip()):
            return False
        if own_text(block).strip() or targets(block):
            return False
        declare(block, Paragraph((), block.origin), "roles.empty", self.bench)
        return True

    def report(self, volume: tuple[Division, ...]) -> None:
        place = next((top.id for top in volume if top.kind == "volume"), "")
        for role, times in self.unknown.items():
            self.bench.find(
                "roles.unknown",
                "warning",
                f"There is no role '{role}'; {times} block{'s' * (times > 1)} of it became usual "
                "text.",
                place=place,
                todo=nearest(role, ROLES),
            )


def _has_lines(block: Paragraph) -> bool:
    """Whether lines of a paragraph end where the author ended them; an indent of the first alone
    would look like a slip."""
    return LineBreak in map(type, block.content)


def _is_usual(block: Block) -> bool:
    """Whether a block is a paragraph that starts with a word, in a role that there is: most are,
    and nothing happens to them."""
    if type(block) is not Paragraph or block.role not in ROLES or not block.content:
        return False
    first = block.content[0]
    return type(first) is Text and first.text[:1].isalnum()


def _levelled(heading: Heading, above: list[int]) -> Heading:
    """A heading at the level that it has within its entry: 1 for the first, and never more than one
    below the heading it belongs to. `above` holds the levels, as the item counts them, of the
    headings that are open."""
    while above and above[-1] >= heading.level:
        above.pop()
    above.append(heading.level)
    level = min(len(above), _DEEPEST)
    return heading if level == heading.level else replace(heading, level=level)
