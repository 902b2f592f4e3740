"""Gaps: what items lack that others have, and that a broken export may have lost."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.bench import Bench
from pipeline.model.origin import Origin
from pipeline.model.post import Post


def tell(posts: Sequence[Post], archive: str, bench: Bench) -> None:
    """Tell of the items of one archive without a date, and of those without a text."""
    undated = [post for post in posts if not post.created]
    if len(undated) < len(posts):
        _tell("ingest.undated", "no date that can be read", undated, archive, bench)
    _tell("ingest.empty", "a title and no text",
          [post for post in posts if not post.blocks], archive, bench)  # fmt: skip


def _tell(code: str, what: str, posts: list[Post], archive: str, bench: Bench) -> None:
    if not posts:
        return
    first = posts[0]
    have = "1 item has" if len(posts) == 1 else f"{len(posts):,} items have"
    said = f"{have} {what}; the first is '{first.id}'."
    bench.find(code, "note", said, Origin(first.source, first.id, 0), place=archive)
