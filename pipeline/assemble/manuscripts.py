"""Manuscripts: posts that are the chapters and pages of a book already, in its order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec.structs import replace

from pipeline.assemble.entries import Setting, chapter
from pipeline.assemble.groups import Shelf, grouped
from pipeline.assemble.leaf import BACK, KINDS
from pipeline.assemble.phrases import name_of
from pipeline.model.manuscript import Division, Kind
from pipeline.model.origin import anchor
from pipeline.model.post import Post
from pipeline.model.text import Block, Blocks, Heading, Paragraph, Text
from pipeline.model.walk import text

_PAGES = frozenset(KINDS)


def laid_out(posts: list[Post], setting: Setting, shelf: Shelf) -> tuple[Division, ...]:
    """Pages of matter by what they are or are called, in front of the chapters and behind them;
    the chapters of a part in it."""
    kinds = [_kind(post, setting.language) for post in posts]
    first, last = _body(posts, kinds)
    made: list[Division] = []
    for post, kind in zip(posts[:first], kinds, strict=False):
        made.append(replace(_page(post, kind, setting), matter="front"))
    made += _chapters(posts[first:last], setting, shelf)
    for post, kind in zip(posts[last:], kinds[last:], strict=True):
        made.append(replace(_page(post, kind, setting), matter="back"))
    return tuple(made)


def _kind(post: Post, language: str) -> Kind | None:
    """Which page of matter a post is; None for a chapter, or for what could be one."""
    if post.kind in _PAGES:
        return post.kind
    title = text(post.title).strip().casefold()
    found = [kind for kind in KINDS if title and name_of(kind, language).casefold() == title]
    return None if post.series or not found else found[0]


def _body(posts: list[Post], kinds: list[Kind | None]) -> tuple[int, int]:
    """Where the chapters begin, and where they end: between the parts' first and last chapter; in
    a book without parts, between pages that are called what pages of matter are called."""
    parts = [at for at, post in enumerate(posts) if post.series]
    if parts:
        return parts[0], parts[-1] + 1
    first = next((at for at, kind in enumerate(kinds) if kind is None), len(kinds))
    last, unknown = len(kinds), 0
    for at in range(len(kinds) - 1, first, -1):
        if kinds[at] in BACK:
            last, unknown = at, 0
        elif kinds[at] is None and (unknown := unknown + 1) > 1:
            break
    return first, last


def _page(post: Post, kind: Kind | None, setting: Setting) -> Division:
    made = chapter(post, setting)
    titled = made if post.title else replace(made, title=())
    return replace(titled, kind=kind or "matter")


def _chapters(posts: list[Post], setting: Setting, shelf: Shelf) -> Iterable[Division]:
    for title, some in groupby(posts, key=lambda post: post.series):
        row = list(some)
        chapters = tuple([_chapter(post, setting) for post in row])
        if not title:
            yield from chapters
            continue
        (group,) = grouped(row, "series", shelf)
        yield Division("part", group.id, (Text(title),), (), chapters)


def _chapter(post: Post, setting: Setting) -> Division:
    """A chapter; where several datelines stand in it, or one under a heading, each opens an
    entry of its own, with the heading that it stands under."""
    made = chapter(post, setting)
    starts = [_start(made.blocks, at) for at, block in enumerate(made.blocks) if _is_date(block)]
    titled = bool(starts) and isinstance(made.blocks[starts[0]], Heading)
    if len(starts) < 2 and not titled:
        return made  # which has the date of the whole chapter, or none
    ends = [*starts[1:], len(made.blocks)]
    entries = tuple([
        _entry(anchor(f"{post.id} {at}"), made.blocks[start:end])
        for at, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ])  # fmt: skip
    return replace(made, blocks=made.blocks[: starts[0]], divisions=entries)


def _is_date(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "dateline"


def _start(blocks: Blocks, at: int) -> int:
    """Where the entry of a dateline begins: with its heading, where it has one."""
    return at - 1 if at and isinstance(blocks[at - 1], Heading) else at


def _entry(id: str, blocks: Blocks) -> Division:
    match blocks:
        case (Heading(content=title, origin=origin), *rest):
            return Division("entry", id, title, tuple(rest), (), origin)
        case _:
            return Division("entry", id, (), blocks)
