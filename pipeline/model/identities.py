"""Identities: which blocks an edition's items had, so that the next can number them alike.

A row is one item: a mark for each of its blocks in reading order, told from the block's sort and
what it says, and the blocks' numbers where those are not simply counted from 0.
"""

from __future__ import annotations

from hashlib import blake2b

from msgspec import Struct

from pipeline.model.lineage import numbered
from pipeline.model.post import Post
from pipeline.model.text import Block, BlockQuote, List
from pipeline.model.walk import own_text, targets

FILE = "identities.txt"
"""Its name in the recipe's folder: one row in JSON on each line."""


class Row(Struct, frozen=True, array_like=True):
    item: str
    marks: str  # set apart by spaces; each a letter for the sort of block, and 12 digits
    next: int  # the lowest number that no block of this item ever had
    numbers: tuple[int, ...] = ()  # of the blocks, where they are not 0, 1, 2, …

    def blocks(self) -> tuple[int, ...]:
        """The number of each block, in the order of the marks."""
        return self.numbers or tuple(range(len(self.marks.split())))


def row_of(post: Post, before: Row | None = None) -> Row:
    """The row of a post. `before`, of the last edition, says which numbers were used by then."""
    blocks = [
        block for block in numbered(post.blocks) if block.origin and block.origin[0].item == post.id
    ]
    numbers = tuple([block.origin[0].block for block in blocks])
    least = max([*numbers, -1]) + 1
    return Row(
        post.id,
        " ".join([_mark(block) for block in blocks]),
        max(least, before.next) if before else least,
        () if numbers == tuple(range(len(blocks))) else numbers,
    )


def _mark(block: Block) -> str:
    """What tells a block from its neighbours. What a container holds has marks of its own."""
    tag = str(block.__struct_config__.tag)
    if isinstance(block, BlockQuote | List):
        return f"{tag[0]}{'0' * 12}"
    said = "\0".join([tag, own_text(block), *targets(block)])
    return tag[0] + blake2b(said.encode("utf-8", "replace"), digest_size=6).hexdigest()
