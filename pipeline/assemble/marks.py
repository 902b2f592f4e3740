"""Marks that count the posts of a thread ("1/", "2/12", "(3/5)"), which a book has no use for."""

import re
from itertools import pairwise

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.post import Post
from pipeline.model.rewrite import declare
from pipeline.model.text import (
    Block,
    Blocks,
    Embed,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Paragraph,
    Text,
)

_TOTAL = r"\s?/\s?(?:\d{1,3}(?![\d/\w])|[nNxX?](?!\w)|(?![\d/]))"
_START = re.compile(rf"\s*([(\[])?(\d{{1,3}}){_TOTAL}(?(1)\s?[)\]])[.:]?\s*(?:[-–—]\s+)?")
_END = re.compile(rf"\s*(?<![\w/])([(\[])?(\d{{1,3}}){_TOTAL}(?(1)\s?[)\]])\s*\Z")
_SIGNS = re.compile(r"[\s🧵👇⬇↓⤵️]+\Z")
_LONGEST = 16
"""A mark at the end is sought in this many characters."""


def without_marks(thread: list[Post], numbers: bool, signs: bool, bench: Bench) -> list[Blocks]:
    """The blocks of each post of a thread, without the marks that count them, and without the
    signs that announce more. Marks count only where several posts bear them and they rise, so
    that "1/2 cup" and "open 24/7" stay."""
    parts = [post.blocks for post in thread]
    if numbers:
        starts = _rising([_start(blocks) for blocks in parts], len(thread))
        parts = [_cut(b, 0, mark, bench) for b, mark in zip(parts, starts, strict=True)]
        ends = _rising([_end(blocks) for blocks in parts], len(thread))
        parts = [_cut(b, -1, mark, bench) for b, mark in zip(parts, ends, strict=True)]
    if signs:
        parts = [_cut(b, -1, _sign(b), bench, "signs") for b in parts[:-1]] + parts[-1:]
    return parts


Mark = tuple[int, str]
"""The number, and the text without the mark."""


def _start(blocks: Blocks) -> Mark | None:
    node = _edge(blocks, 0)
    found = _START.match(node) if "/" in node[:_LONGEST] else None
    return (int(found[2]), node[found.end() :]) if found else None


def _end(blocks: Blocks) -> Mark | None:
    node = _edge(blocks, -1)
    tail = node[-_LONGEST:]
    found = _END.search(tail) if "/" in tail else None
    return (int(found[2]), node[: len(node) - len(tail) + found.start()]) if found else None


def _sign(blocks: Blocks) -> Mark | None:
    node = _edge(blocks, -1)
    found = _SIGNS.search(node[-_LONGEST:])
    return (0, node[: -len(found[0])]) if found and not found[0].isspace() else None


def _edge(blocks: Blocks, side: int) -> str:
    """The first or last run of characters of a post that starts or ends with one; or ""."""
    at = _place(blocks, side)
    block = blocks[at] if at >= 0 else None
    if not isinstance(block, Paragraph) or not block.content:
        return ""
    node = block.content[side]
    return node.text if isinstance(node, Text) else ""


def _place(blocks: Blocks, side: int) -> int:
    """Where a post's own words start or end: behind a line that stands above them, and before the
    pictures, films and cards that go with them; -1 where there are none."""
    for at in range(len(blocks) - 1, -1, -1) if side else range(len(blocks)):
        block = blocks[at]
        apart = isinstance(block, Figure | Embed) if side else getattr(block, "role", "") == "tags"
        if not apart:
            return at
    return -1


def _rising(marks: list[Mark | None], posts: int) -> list[Mark | None]:
    """The marks, if they are a count: two or more, each higher than the one before."""
    numbers = [mark[0] for mark in marks if mark]
    rise = all(a < b for a, b in pairwise(numbers))
    if len(numbers) > 1 and rise and numbers[-1] <= posts + 3:
        return marks
    return [None] * len(marks)


def _cut(
    blocks: Blocks, side: int, mark: Mark | None, bench: Bench, rule: str = "numbers"
) -> Blocks:
    at = _place(blocks, side)
    block = blocks[at] if at >= 0 else None
    if mark is None or not isinstance(block, Paragraph):
        return blocks
    content = _without(block.content, side, mark[1])
    if not content and len(blocks) == 1:
        return blocks  # a post is never left without a word
    shorter = replace(block, content=content)
    declare(block, shorter, f"assemble.threads.{rule}", bench)
    rest: tuple[Block, ...] = (shorter,) if content else ()
    return (*blocks[:at], *rest, *blocks[at + 1 :])


def _without(content: Inlines, side: int, text: str) -> Inlines:
    nodes: list[Inline] = list(content)
    nodes[side] = Text(text)
    while nodes and (nodes[side] == Text("") or isinstance(nodes[side], LineBreak)):
        del nodes[side]
    return tuple(nodes)
