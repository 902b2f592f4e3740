"""Who may read an activity, by whom it is addressed to."""

from __future__ import annotations

from pipeline.ingest.readers.mastodon.fields import Fields, addresses
from pipeline.model.post import Visibility

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})

_ORDER: tuple[Visibility, ...] = ("public", "unlisted", "followers", "private", "direct")


def visibility_of(*parts: Fields, followers: str) -> Visibility:
    """The visibility of an activity and its object: where they differ, the fewer readers count.
    One that is addressed to no one is a note to oneself, sent as a direct message."""
    found = [_visibility(part, followers) for part in parts if part.get("to") or part.get("cc")]
    return max(found, key=_ORDER.index, default="direct")


def _visibility(part: Fields, followers: str) -> Visibility:
    to, cc = addresses(part, "to"), addresses(part, "cc")
    if part.get("directMessage") is True:
        return "direct"
    if not PUBLIC.isdisjoint(to):
        return "public"
    if not PUBLIC.isdisjoint(cc):
        return "unlisted"
    everyone = to + cc
    if any(one.endswith("/#Public") for one in everyone):
        return "private"  # to all of its own server, and no one else
    if any(one == followers or one.endswith("/followers") for one in everyone):
        return "followers"
    return "direct"
