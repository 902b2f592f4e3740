"""Feeds: RSS of every version, Atom and JSON Feed, in one file or in a folder of pages.

A feed holds what a blog showed last, and often only how its posts start: both are told. The exports
of WordPress and of Blogger look like feeds and have readers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.feeds.members import MEMBERS, feeds
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "feeds"
TITLE = "feed (RSS, Atom or JSON Feed)"


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when all texts in it are feeds: one beside other files is a part
    of something else."""
    found = feeds(archive)
    if not found:
        return None
    member, form = found[0]
    return Claim(f"{member} starts as feeds in {form} do", form)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every item of every page, once."""
    from pipeline.ingest.readers.feeds.reading import posts

    yield from posts(archive, feeds(archive), intake)
