"""Presence: the links or pictures in a block, found fast, before it is worth a rewrite."""

from typing import Any, TypeVar

from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Embed,
    Emph,
    Figure,
    Heading,
    Image,
    Inlines,
    Link,
    List,
    Note,
    Paragraph,
    PostBlock,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)

_N = TypeVar("_N", Link, Image, Note)


def found(blocks: Blocks, kind: type[_N]) -> list[_N]:
    """All links, pictures or notes of blocks, in their notes and inner blocks too, in no order that
    matters."""
    out: list[_N] = []
    _look(blocks, kind, out)
    return out


def shown(blocks: Blocks) -> tuple[list[Link], list[Image]]:
    """All links and all pictures of blocks, found in one go."""
    out: list[Link | Image] = []
    _look(blocks, (Link, Image), out)
    return [n for n in out if isinstance(n, Link)], [n for n in out if isinstance(n, Image)]


_Kind = type[Any] | tuple[type[Any], ...]


def _look(blocks: Blocks, kind: _Kind, out: list[Any]) -> None:
    for block in blocks:
        if type(block) is Paragraph:
            _run(block.content, kind, out)
        else:
            _look_within(block, kind, out)


def _look_within(block: Block, kind: _Kind, out: list[Any]) -> None:
    match block:
        case Paragraph() | Heading() | Embed():
            _run(block.content, kind, out)
        case BlockQuote() | PostBlock():
            _look(block.blocks, kind, out)
        case List():
            for item in block.items:
                _look(item, kind, out)
        case Figure():
            _run(block.images, kind, out)
            _run(block.caption, kind, out)
        case Verse():
            for line in block.lines:
                _run(line, kind, out)
        case Table():
            _run(block.caption, kind, out)
            for row in block.head + block.body:
                for cell in row:
                    _run(cell.content, kind, out)
        case _:
            pass


def _run(nodes: Inlines, kind: _Kind, out: list[Any]) -> None:
    for node in nodes:
        if type(node) is Text:
            continue
        if isinstance(node, kind):
            out.append(node)
        match node:
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                _run(node.content, kind, out)
            case Note():
                _look(node.blocks, kind, out)
            case _:
                pass
