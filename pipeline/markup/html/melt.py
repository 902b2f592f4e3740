"""Blocks where only inlines fit, in a cell, a caption or a title: set apart by line breaks."""

from typing import assert_never

from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Paragraph,
    PostBlock,
    SceneBreak,
    Table,
    Text,
    Verse,
)


def melt(blocks: Blocks) -> Inlines:
    """The inlines of blocks, in order; nothing is lost but that they were blocks."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0].content
    return _lines([_melted(block) for block in blocks])


def _lines(runs: list[Inlines]) -> Inlines:
    out: list[Inline] = []
    for run in runs:
        if run:
            out += [LineBreak(), *run] if out else run
    return tuple(out)


def _melted(block: Block) -> Inlines:
    match block:
        case Paragraph() | Heading():
            return block.content
        case BlockQuote():
            return melt(block.blocks)
        case Verse():
            return _lines(list(block.lines))
        case List():
            return _lines([melt(item) for item in block.items])
        case Figure():
            return _lines([block.images, block.caption])
        case Table():
            rows = block.head + block.body
            return _lines([block.caption, *[cell.content for row in rows for cell in row]])
        case CodeBlock():
            return _lines([(Code(line),) for line in block.text.split("\n") if line])
        case SceneBreak():
            return ()
        case Embed():
            return (Link(block.content or (Text(block.url),), block.url),)
        case PostBlock():
            return _lines([(Text(f"{block.author} {block.date}".strip()),), melt(block.blocks)])
        case _:
            assert_never(block)
