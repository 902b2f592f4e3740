"""Bluesky repositories: CAR files as servers of the AT Protocol export them, alone or beside the
pictures that they name."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.bluesky.members import MEMBERS, repositories
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "bluesky"
TITLE = "Bluesky repository (CAR)"
GLOBAL_IDS = True
ROUTING = "tweets"


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a member is a CAR of an account's records."""
    found = repositories(archive)
    return Claim(f"{found[0]} is the repository of an account") if found else None


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post, repost and blog entry; other records are counted."""
    from pipeline.ingest.readers.bluesky.reading import Reading

    yield from Reading(archive, intake).posts()
