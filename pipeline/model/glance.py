"""Glances: what blocks hold, told once, so that a rule can pass by what does not concern it.

Most rules find nothing to do in most posts. To find that out each would have to go through every
node of them; instead the nodes are gone through once, and every rule looks at what was found.
"""

from __future__ import annotations

from itertools import chain
from typing import assert_never

from msgspec import Struct

from pipeline.model.runs import BREAK, OBJECT, outer
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)


class Glance(Struct):
    """What some blocks hold, with all that is within them, their notes too."""

    blocks: Blocks
    prose: str  # as `runs.prose` gives it
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    breaks: int  # how many lines the prose has
    plain: bool  # whether they are text alone: paragraphs and headings, breaks, emphasis and links
    apart: bool  # whether they hold code, cards or posts, of which prose says nothing
    counted: tuple[Inlines, int] | None = None  # a title, and the words of it and of the blocks
    _spaces: int = -1

    @property
    def spaces(self) -> int:
        """How many spaces the prose has; counted once."""
        if self._spaces < 0:
            self._spaces = self.prose.count(" ")
        return self._spaces


_LARGEST = 1 << 25
"""Characters, or their like, that are held: more than a long book has."""

_OF_ONE = 256
"""What a glance weighs besides its prose."""

_known: dict[int, Glance] = {}
_held = 0


def glance(blocks: Blocks) -> Glance:
    """What the blocks hold. It is kept for as long as there is room, and known again by the very
    object: an operation that changed nothing gives on the same one."""
    found = _known.get(id(blocks))
    return found or _kept(_look(blocks))


def opened(opening: Blocks, rest: Blocks) -> Blocks:
    """Blocks with others in front. What is known of them is known of the whole: they are not gone
    through again for the sake of a dateline."""
    whole = opening + rest
    known = _known.get(id(rest))
    if known is not None and whole is not rest:
        first = _look(opening)
        _kept(
            Glance(
                whole,
                first.prose + known.prose,
                first.links + known.links,
                first.images + known.images,
                first.breaks + known.breaks,
                first.plain and known.plain,
                first.apart or known.apart,
            )
        )
    return whole


def _kept(found: Glance) -> Glance:
    global _held
    if _held > _LARGEST:
        forget()
    _held += len(found.prose) + _OF_ONE
    _known[id(found.blocks)] = found  # what is known is held: no other object can have its id
    return found


def forget() -> None:
    """Let go of all that is known: for an operation after which hardly a block is the same."""
    global _held
    _known.clear()
    _held = 0


def _look(blocks: Blocks) -> Glance:
    strings: list[str] = []
    for block in blocks:
        if type(block) is Paragraph and len(block.content) == 1 and type(block.content[0]) is Text:
            strings += (block.content[0].text, BREAK)
        elif type(block) is not SceneBreak:
            return _look_closely(blocks)
    return Glance(blocks, "".join(strings), (), (), len(strings) // 2, True, False)


def _look_closely(blocks: Blocks) -> Glance:
    eye = _Eye()
    eye.blocks(blocks)
    return Glance(
        blocks,
        "".join(eye.strings),
        tuple(eye.links),
        tuple(eye.images),
        eye.breaks,
        eye.plain,
        eye.apart,
    )


class _Eye:
    """Goes through blocks and gathers."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.breaks = 0
        self.plain = True
        self.apart = False
        self._notes: list[Note] = []

    def blocks(self, blocks: Blocks) -> None:
        for block in blocks:
            if type(block) is Paragraph:
                self._run(block.content)
            else:
                self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.plain = self.plain and bool(block.content)
                self._run(block.content)
            case BlockQuote():
                self.blocks(block.blocks)
            case List():
                self.blocks(tuple(chain.from_iterable(block.items)))
            case PostBlock():
                self.plain, self.apart = False, True
                self.blocks(block.blocks)
            case SceneBreak():
                pass
            case Figure() | Verse() | Table() | Embed() | CodeBlock():
                self.plain = False
                self.apart = self.apart or isinstance(block, CodeBlock | Embed)
                self.images += block.images if isinstance(block, Figure) else ()
                for run in outer(block):
                    self._run(run)
            case Paragraph():
                self._run(block.content)
            case _:
                assert_never(block)

    def _run(self, nodes: Inlines) -> None:
        """A run and its end, then its notes."""
        strings = self.strings
        for node in nodes:
            if type(node) is Text:
                strings.append(node.text)
            else:
                self._node(node)
        strings.append(BREAK)
        self.breaks += 1
        if self._notes:
            notes, self._notes = self._notes, []
            for note in notes:
                self.blocks(note.blocks)

    def _node(self, node: Inline) -> None:
        match node:
            case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
                self._within(node.content)
            case Link():
                self.links.append(node)
                self._within(node.content)
            case LineBreak():
                self.strings.append(BREAK)
                self.breaks += 1
            case Mention() | Hashtag() | Code() | Math():
                self._object()
            case Image():
                self.images.append(node)
                self._object()
            case Note():
                self.plain = False
                self._notes.append(node)
            case Text():
                self.strings.append(node.text)
            case _:
                assert_never(node)

    def _within(self, nodes: Inlines) -> None:
        for node in nodes:
            if type(node) is Text:
                self.strings.append(node.text)
            else:
                self._node(node)

    def _object(self) -> None:
        self.plain = False
        self.strings.append(OBJECT)
