"""Blogger: `<entry>`s, by the kind that each names in its category or in Takeout's own element."""

import re
from collections import Counter

from pipeline.inspect.counters.held import Count, Held

_SIGNS = (b"blogger/2018", b"blogger/2008/kind#", b".archive</id>")
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")
_KIND = re.compile(
    rb"<(?:\w+:)?category[^<>]*blogger/2008/kind#(\w+)|<blogger:type>(POST|PAGE|COMMENT)<"
)


def count(held: Held) -> list[Count] | None:
    endings = (".xml", ".atom", ".feed")
    feeds = [name for name in held.names if name.lower().endswith(endings) or held.names == [name]]
    found: Counter[str] = Counter()
    exports = 0
    for name in feeds:
        head = held.read(name, 1 << 16)
        aside = "Blogger/Comments/" in name or "theme-" in name
        if aside or b"<feed" not in head or not any(sign in head for sign in _SIGNS):
            continue
        exports += 1
        for entry in _ENTRY.split(held.read(name))[1:]:
            kind = _KIND.search(entry)
            found[(kind[1] or kind[2]).decode().lower() if kind else "other"] += 1
    if not exports:
        return None
    named = ("post", "page", "comment")
    return [
        *(Count(f"{kind}s", frozenset({kind}), found[kind]) for kind in named if found[kind]),
        Count("other entries", frozenset(), found.total() - sum(found[kind] for kind in named)),
    ]
