"""Which pictures posts show, and where first."""

from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin
from pipeline.model.text import (
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

Uses = dict[str, Origin | None]
"""Keys of pictures, each with the first block that shows it."""

_Holding = Link | Emph | Strong | Strike | SmallCaps | Superscript | Subscript


def uses(posts: Posts) -> Uses:
    """The pictures that these posts show, in reading order."""
    found: Uses = {}
    for post in posts.posts:
        if post.title:
            _in_run(post.title, None, found)
        _in_blocks(post.blocks, found)
    return found


def _in_blocks(blocks: Blocks, found: Uses) -> None:
    for block in blocks:
        origin = block.origin[0] if block.origin else None
        match block:
            case Paragraph() | Heading() | Embed():
                _in_run(block.content, origin, found)
            case Figure():
                _in_run(block.images + block.caption, origin, found)
            case BlockQuote() | PostBlock():
                _in_blocks(block.blocks, found)
            case List():
                for item in block.items:
                    _in_blocks(item, found)
            case Verse():
                for line in block.lines:
                    _in_run(line, origin, found)
            case Table():
                for row in (*block.head, *block.body):
                    for cell in row:
                        _in_run(cell.content, origin, found)
                _in_run(block.caption, origin, found)
            case _:
                pass


def _in_run(nodes: Inlines, origin: Origin | None, found: Uses) -> None:
    for node in nodes:
        if type(node) is Text:
            continue
        match node:
            case Image():
                found.setdefault(node.media, origin)
            case Note():
                _in_blocks(node.blocks, found)
            case _ if isinstance(node, _Holding):
                _in_run(node.content, origin, found)
            case _:
                pass
