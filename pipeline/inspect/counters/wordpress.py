"""WordPress: `<item>`s and comments, outside of CDATA."""

import re
from collections import Counter

from pipeline.inspect.counters.held import Count, Held

_WXR = re.compile(rb"<item[\s>]|<wp:comment>|<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*")


def count(held: Held) -> list[Count] | None:
    documents = [name for name in held.names if name.lower().endswith(".xml")]
    if len(documents) != 1:
        return None
    if b"wordpress.org/export" not in held.read(documents[0], 20000):
        return None
    data = held.read(documents[0])
    found: Counter[str] = Counter()
    for match in _WXR.finditer(data):
        if match.group().startswith(b"<item"):
            found["item"] += 1
        elif match.group() == b"<wp:comment>":
            found["comment"] += 1
    return [
        Count("comments", frozenset({"comment"}), found["comment"]),
        Count("items", frozenset(), found["item"]),
    ]
