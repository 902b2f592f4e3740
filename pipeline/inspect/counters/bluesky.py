"""Bluesky: the blocks that say they are a post, a repost or a blog entry, and that another block
names; what none names was deleted."""

import re
from collections.abc import Iterator

from pipeline.inspect.counters.held import Count, Held

_TYPES = {
    "skeet": ("app.bsky.feed.post",),
    "repost": ("app.bsky.feed.repost",),
    "entry": ("com.whtwnd.blog.entry", "pub.leaflet.document", "site.standard.document"),
}
_NAMES = {"skeet": "posts on Bluesky", "repost": "reposts", "entry": "blog entries"}
_LINK = re.compile(rb"\xd8\x2a\x58\x25\x00(.{36})", re.DOTALL)


def count(held: Held) -> list[Count] | None:
    cars = [name for name in held.names if name.lower().endswith(".car")]
    if not cars:
        return None
    found = dict.fromkeys(_TYPES, 0)
    for name in cars:
        data = held.read(name)
        named = set(_LINK.findall(data))
        for block in _blocks(data):
            if block[:36] in named:
                for kind, types in _TYPES.items():
                    found[kind] += any(_says(type_) in block for type_ in types)
    return [Count(_NAMES[kind], frozenset({kind}), number) for kind, number in found.items()]


def _blocks(data: bytes) -> Iterator[bytes]:
    """The header and the blocks, each behind its length in sevens of bits."""
    at = 0
    while at < len(data):
        size = shift = 0
        while at < len(data) and shift < 63:
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80:
                break
        yield data[at : at + size]
        at += size


def _says(type_: str) -> bytes:
    """A field of CBOR: the key `$type` of five letters, and a text with its length before it."""
    size = len(type_)
    head = bytes([0x60 + size]) if size < 24 else bytes([0x78, size])
    return b"\x65$type" + head + type_.encode()
