"""Tumblr: the platform's own export, backups by tumblr-utils, and what its API gave as JSON or XML.

Whose words are whose decides what an item is. What others wrote stands under their name; an item
in which the blog itself says nothing is a `reblog`, whoever made the picture that it passes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.tumblr.members import MEMBERS, claim_of
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "tumblr"
TITLE = "Tumblr export or backup"
ROUTING = "blog"
GLOBAL_IDS = True  # a post has one number on the whole platform


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a page, a file of XML or one of JSON starts as one of
    Tumblr's does."""
    return claim_of(archive)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every item of the blog; what was only sent to it is set aside."""
    from pipeline.ingest.readers.tumblr.reading import Reading

    yield from Reading(archive, intake).posts()
