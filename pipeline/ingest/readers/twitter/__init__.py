"""Twitter/X archives of all eras: 2012 on, bare or wrapped, whole or in parts, zip or folder."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.twitter.members import MEMBERS, holds_tweets, shelf_of
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "twitter"
TITLE = "Twitter/X archive"
GLOBAL_IDS = True  # a tweet has the same id in each archive of its author
ROUTING = "tweets"


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a member starts as the platform's files of tweets do; one
    of public tweets is named before others."""
    shelf = shelf_of(archive.members)
    for prose in sorted(shelf.prose, key=lambda prose: prose.visibility != "public"):
        head = archive.head(prose.member, 400)
        if holds_tweets(head):
            start = head.decode("utf-8", "replace").lstrip("\ufeff \n").split("=")[0].strip()
            return Claim(f"{prose.member} starts with {start[:60]}", _era(prose.member, head))
    if shelf.manifest and b"__THAR_CONFIG" in archive.head(shelf.manifest, 400):
        return Claim(f"{shelf.manifest} is the manifest of such an archive", "2022 on")
    return None


def _era(member: str, head: bytes) -> str:
    if b"Grailbird" in head:
        return "2012 to 2018"
    if member.lower().endswith("tweet.js"):
        return "2020 to 2021" if b'"tweet"' in head[:200] else "2018 to 2019"
    return "2022 on"


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every tweet, long text and article, the retweets among them; see `reading`."""
    from pipeline.ingest.readers.twitter.reading import Reading

    yield from Reading(archive, intake).posts()
