"""Bluesky: how often a repository says of a record that it is a post, a repost or a blog entry."""

from pipeline.inspect.counters.held import Count, Held

_TYPES = {
    "skeet": ("app.bsky.feed.post",),
    "repost": ("app.bsky.feed.repost",),
    "entry": ("com.whtwnd.blog.entry", "pub.leaflet.document", "site.standard.document"),
}
_NAMES = {"skeet": "posts on Bluesky", "repost": "reposts", "entry": "blog entries"}


def count(held: Held) -> list[Count] | None:
    cars = [name for name in held.names if name.lower().endswith(".car")]
    if not cars:
        return None
    found = dict.fromkeys(_TYPES, 0)
    for name in cars:
        data = held.read(name)
        for kind, types in _TYPES.items():
            found[kind] += sum(data.count(_says(type_)) for type_ in types)
    return [Count(_NAMES[kind], frozenset({kind}), number) for kind, number in found.items()]


def _says(type_: str) -> bytes:
    """A field of CBOR: the key `$type` of five letters, and a text with its length before it."""
    size = len(type_)
    head = bytes([0x60 + size]) if size < 24 else bytes([0x78, size])
    return b"\x65$type" + head + type_.encode()
