"""Mastodon and its like: how often an outbox says that something was sent out, or passed on."""

import re

from pipeline.inspect.counters.held import Count, Held

_OUTBOX = re.compile(r"(^|/)outbox[^/]*\.json$", re.IGNORECASE)
_ACT = re.compile(rb'"type"\s*:\s*"(Create|Announce)"')


def count(held: Held) -> list[Count] | None:
    outboxes = [name for name in held.names if _OUTBOX.search(name)]
    if not outboxes:
        return None
    acts = [act for name in outboxes for act in _ACT.findall(_utf8(held.read(name)))]
    return [
        Count("toots", frozenset({"toot", "poll", "article"}), acts.count(b"Create")),
        Count("boosts", frozenset({"boost"}), acts.count(b"Announce")),
    ]


def _utf8(data: bytes) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    return data
