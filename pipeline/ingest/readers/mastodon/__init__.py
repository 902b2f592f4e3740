"""Mastodon archives of all eras, and the like of Pleroma and Akkoma: an `outbox.json`, with or
without the account's `actor.json` and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake
from pipeline.ingest.readers.mastodon.members import MEMBERS, outboxes
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "mastodon"
TITLE = "Mastodon archive"
GLOBAL_IDS = True
ROUTING = "tweets"

_OTHER = re.compile(rb'"(?:https?://[^"]+/(?:objects|activities)/[0-9a-f-]{36})"')


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a member starts as an outbox does."""
    found = outboxes(archive)
    if not found:
        return None
    pleroma = _OTHER.search(archive.head(found[0], 1 << 16))
    era = "as Pleroma and Akkoma write it" if pleroma else ""
    return Claim(f"{found[0]} is the ordered collection of an account's activities", era)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every toot and boost, of whatever visibility."""
    from pipeline.ingest.readers.mastodon.reading import Reading

    yield from Reading(archive, intake).posts()
