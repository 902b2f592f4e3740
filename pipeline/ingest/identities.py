"""ingest.identities: a paragraph that stood in the last edition keeps its number in this one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.handoff import Posts
from pipeline.model.identities import FILE, Row, row_of
from pipeline.model.lineage import with_origins
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.rewrite import with_posts

READS = (FILE,)

_MOST = 4_000_000
"""Pairs of blocks to compare in one item; of a longer one only what starts and ends alike does."""


def run(posts: Posts, bench: Bench) -> Posts:
    table = _read(bench.texts(FILE).get(FILE, ""))
    return with_posts(posts, tuple([_kept(post, table) for post in posts.posts]))


def _read(text: str) -> dict[str, Row]:
    """The rows of the last edition, by item. Raises RecipeError with the line."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = msgspec.json.decode(line, type=Row)
        except msgspec.MsgspecError as error:
            raise RecipeError(
                "a line of this file cannot be read",
                file=f"{FILE}:{number}",
                cause=str(error),
                todo="bring the file back as `bookworks edition` wrote it",
            ) from error
        found[row.item] = row
    return found


def _kept(post: Post, table: dict[str, Row]) -> Post:
    """A post whose blocks have the numbers that they had; new ones have numbers never used."""
    before = table.get(post.id)
    if before is None:
        return post
    now = row_of(post)
    numbers = dict(zip(now.blocks(), _numbers(before, now), strict=True))
    if all(old == new for old, new in numbers.items()):
        return post

    def origin(old: Origin) -> Origin:
        return Origin(old.source, old.item, numbers.get(old.block, old.block))

    return with_origins(post, origin)


def _numbers(before: Row, now: Row) -> list[int]:
    """The number of each block of the item as it is now."""
    was, marks = before.marks.split(), now.marks.split()
    known = before.blocks()
    found: list[int | None] = [None] * len(marks)
    for old, new in _pairs(was, marks):
        found[new] = known[old]
    coming = iter(range(before.next, before.next + len(marks)))
    return [next(coming) if number is None else number for number in found]


def _pairs(was: list[str], now: list[str]) -> Iterator[tuple[int, int]]:
    """The places of each block then and now: those that say the same, and of those between them
    the ones that were changed where they stand."""
    if len(was) * len(now) > _MOST:
        yield from _ends(was, now)
        return
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            for old, new in zip(range(a, b), range(c, d), strict=True):
                if was[old][0] == now[new][0]:  # a heading does not become a paragraph
                    yield old, new


def _ends(was: list[str], now: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        yield start, start
        start += 1
    end = 1
    while end <= min(len(was), len(now)) - start and was[-end] == now[-end]:
        yield len(was) - end, len(now) - end
        end += 1
