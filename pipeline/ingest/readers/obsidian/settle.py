"""Settling: held objects put where the converter of Markdown carried their places to.

A place is a picture of that name. So an embed that stands alone is a figure, which becomes what it
shows; one within a paragraph shows a picture there, and a note behind the paragraph.
"""

from __future__ import annotations

import re
from typing import Protocol

from msgspec.structs import replace

from pipeline.ingest.readers.obsidian.marks import Marked, Object
from pipeline.markup.context import Context
from pipeline.markup.html.melt import melt
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    List,
    Math,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    Table,
    Text,
    Verse,
)
from pipeline.model.walk import map_nodes, text


class Shown(Protocol):
    """What embeds show, by the address that stands for each."""

    def blocks(self, address: str) -> Blocks | None: ...


class Settler:
    def __init__(self, marked: Marked, shown: Shown, context: Context) -> None:
        self.marked = marked
        self.shown = shown
        self.context = context
        self.tags: list[str] = []
        self._behind: list[Block] = []
        self._numbers: dict[int, tuple[Origin, ...]] = {}  # of pictures that were embedded
        place = f"{marked.sign}(\\d+){marked.sign}"
        self._leaked = re.compile(f"!?\\[[^\\[\\]\n]*\\]\\({place}\\)|{place}")

    def settled(self, blocks: Blocks) -> Blocks:
        """The blocks with every held object in its place."""
        out: list[Block] = []
        for block in blocks:
            out += self._block(block)
        return tuple(out)

    def line(self, nodes: Inlines) -> Inlines:
        """A title; what it embeds is not for a title."""
        made = self._run(nodes)
        self._behind = []
        return made

    def _block(self, block: Block) -> list[Block]:
        match block:
            case BlockQuote() | PostBlock():
                inner = self.settled(block.blocks)
                return [replace(block, blocks=inner)] if inner else []
            case List():
                items = tuple([item for item in map(self.settled, block.items) if item])
                return [replace(block, items=items)] if items else []
            case Figure():
                return self._figure(block)
            case CodeBlock():
                return [replace(block, text=self._restored(block.text))]
            case SceneBreak():
                return [block]
            case _:
                return self._leaf(block)

    def _leaf(self, block: Paragraph | Heading | Verse | Table | Embed) -> list[Block]:
        around, self._behind = self._behind, []
        made: Block = block
        match block:
            case Paragraph() | Heading() | Embed():
                made = replace(block, content=self._run(block.content))
            case Verse():
                made = replace(block, lines=tuple(map(self._run, block.lines)))
            case Table():
                made = self._table(block)
        behind, self._behind = self._behind, around
        if _is_spent(block, made):
            return behind
        return [*self._peeled(made), *behind] if isinstance(made, Paragraph) else [made, *behind]

    def _peeled(self, paragraph: Paragraph) -> list[Block]:
        """A paragraph, and as figures the pictures that have its first or last lines to
        themselves."""
        lines = _lines(paragraph.content)
        first, last = 0, len(lines)
        while first < last and _only_pictures(lines[first]):
            first += 1
        while last > first and _only_pictures(lines[last - 1]):
            last -= 1
        if last - first == len(lines):
            return [paragraph]
        words = [(*line, LineBreak()) for line in lines[first:last]]
        middle = tuple([node for line in words for node in line][:-1])
        return [
            *self._figures(lines[:first]),
            *([replace(paragraph, content=middle)] if middle else []),
            *self._figures(lines[last:]),
        ]

    def _figures(self, lines: list[Inlines]) -> list[Block]:
        return [
            Figure((node,), (), self._numbers.pop(id(node), ()) or self.context.origin())
            for line in lines
            for node in line
            if isinstance(node, Image)
        ]

    def _table(self, table: Table) -> Table:
        def cell(old: Cell) -> Cell:
            content = self._run(old.content)
            within = melt(tuple(self._behind))
            self._behind = []
            return replace(old, content=content + within)

        head = tuple([tuple(map(cell, row)) for row in table.head])
        body = tuple([tuple(map(cell, row)) for row in table.body])
        return replace(table, head=head, body=body, caption=self._run(table.caption))

    # -- figures -----------------------------------------------------------------------------------

    def _figure(self, figure: Figure) -> list[Block]:
        """A paragraph that held nothing but pictures, or what stands for other things."""
        objects = [self.marked.object(image.media) for image in figure.images]
        if not any(objects):
            return [figure]
        if all(one is not None and one.kind == "tag" for one in objects):
            return self._only_tags([one for one in objects if one is not None])
        out: list[Block] = []
        pictures: list[Image] = []
        words: list[Inline] = []
        for image, one in zip(figure.images, objects, strict=True):
            if one is None:
                pictures.append(image)
            elif one.kind == "embed":
                out += self.shown.blocks(image.media) or ()
            else:
                node = self._object(one)
                words += [Text(" "), node] if words else [node]
        if pictures:
            out.insert(0, replace(figure, images=tuple(pictures)))
        if words:
            origin = self.context.origin() if pictures else figure.origin
            out.insert(0, Paragraph(tuple(words), origin))
        return out

    def _only_tags(self, tags: list[Object]) -> list[Block]:
        """A paragraph of tags alone sorts the note; it is no text of it."""
        self.tags += [tag.text for tag in tags]
        self.context.dropped("obsidian.tags", " ".join([tag.text for tag in tags]))
        return []

    # -- inlines -----------------------------------------------------------------------------------

    def _run(self, nodes: Inlines) -> Inlines:
        return map_nodes(nodes, self._node)

    def _node(self, node: Inline) -> Inline | Inlines:
        match node:
            case Image():
                one = self.marked.object(node.media)
                if one is None:
                    return replace(node, alt=self._restored(node.alt))
                if one.kind != "embed":
                    return self._object(one)
                return self._embedded(self.shown.blocks(node.media) or ())
            case Note():
                return replace(node, blocks=self.settled(node.blocks))
            case Text() | Code() if self.marked.sign in node.text:
                return replace(node, text=self._restored(node.text))
            case _:
                return node

    def _embedded(self, blocks: Blocks) -> Inlines:
        """What stands for an embed within a line: a picture itself, of notes nothing."""
        match blocks:
            case (Figure(images=(image,), caption=(), origin=origin),):
                self._numbers[id(image)] = origin
                return (image,)
            case _:
                self._behind += blocks
                return ()

    def _object(self, one: Object) -> Inline:
        match one.kind:
            case "math" | "display":
                return Math(one.text, one.kind == "display")
            case "tag":
                self.tags.append(one.text)
                return Hashtag(one.text)
            case _:
                return Text(one.source)

    def _restored(self, text: str) -> str:
        """A text in which no Markdown was read, as its author wrote it."""
        if self.marked.sign not in text:
            return text
        objects = self.marked.objects
        return self._leaked.sub(lambda found: objects[int(found[1] or found[2])].source, text)


def _lines(nodes: Inlines) -> list[Inlines]:
    lines: list[list[Inline]] = [[]]
    for node in nodes:
        if isinstance(node, LineBreak):
            lines.append([])
        else:
            lines[-1].append(node)
    return [tuple(line) for line in lines]


def _only_pictures(line: Inlines) -> bool:
    return any(isinstance(node, Image) for node in line) and all(
        isinstance(node, Image) or (isinstance(node, Text) and not node.text.strip())
        for node in line
    )


def _is_spent(block: Block, made: Block) -> bool:
    """Whether nothing is left of a paragraph but what was put behind it."""
    match block, made:
        case (Paragraph(content=before), Paragraph(content=after)) | (
            Heading(content=before),
            Heading(content=after),
        ):
            left = text(after).strip() or any(isinstance(node, Image | Math) for node in after)
            return after != before and not left
        case _:
            return False
