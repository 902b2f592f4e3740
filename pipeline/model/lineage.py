"""Lineage: the origins of a post's blocks, read in order and replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Block, BlockQuote, Blocks, Inline, Inlines, List, Note, PostBlock
from pipeline.model.walk import (
    Leaf,
    every,
    inlines,
    leaves,
    map_inlines,
    map_leaves,
    map_nodes,
    own_text,
)


def numbered(blocks: Blocks) -> Iterator[Block]:
    """Every block, those of notes after the block that their mark stands in."""
    for block in every(blocks):
        yield block
        for node in inlines(block):
            if type(node) is Note:
                yield from every(node.blocks)


def joined(post: Post, same: Iterable[Post]) -> Post:
    """A post whose blocks carry the origins of other posts too, where those say the same."""
    origins = {own_text(leaf): leaf.origin[:1] for one in same for leaf in leaves(one.blocks)}

    def doubled(leaf: Leaf) -> Leaf:
        also = origins.get(own_text(leaf), ()) if leaf.origin else ()
        return replace(leaf, origin=(*leaf.origin, *also)) if also else leaf

    blocks = map_leaves(post.blocks, doubled) if origins else post.blocks
    return post if blocks is post.blocks else replace(post, blocks=blocks)


def with_origins(post: Post, change: Callable[[Origin], Origin]) -> Post:
    """A post with the origin of each of its blocks, of those in notes too, passed through
    `change`."""

    def inline(node: Inline) -> Inline:
        # What notes within this one hold has been through here before it.
        return replace(node, blocks=tuple(map(own, node.blocks))) if type(node) is Note else node

    def run(nodes: Inlines) -> Inlines:
        return map_nodes(nodes, inline)

    def own(old: Block) -> Block:
        moved = replace(old, origin=tuple(map(change, old.origin)))
        match moved:
            case BlockQuote() | PostBlock():
                return replace(moved, blocks=tuple(map(own, moved.blocks)))
            case List():
                items = tuple([tuple(map(own, item)) for item in moved.items])
                return replace(moved, items=items)
            case _:
                return moved

    blocks = map_leaves(post.blocks, lambda leaf: map_inlines(leaf, run))
    return replace(post, blocks=tuple(map(own, blocks)), title=run(post.title))
