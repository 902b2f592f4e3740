"""Lifting: the bodies of an export are taken out before it is parsed as XML, which takes most of
its time to copy them, and put back into the items that were found around them."""

from __future__ import annotations

from msgspec import Struct

from pipeline.ingest.readers.wordpress.item import Item

_START = "<content:encoded><![CDATA["
_OPEN, _CLOSE, _END = "<![CDATA[", "]]>", "</content:encoded>"
_SIGN = "\ue000"
"""Stands around the number of a body, at its place."""


class Lifted(Struct, frozen=True):
    """An export without its bodies, and the bodies."""

    text: str
    bodies: list[str]

    def put_back(self, items: list[Item]) -> None:
        for item in items:
            if item.content[:1] == _SIGN:
                item.content = self.bodies[int(item.content[1:-1])]


def lift(text: str) -> Lifted | None:
    """None where it takes a parser to tell what is a body."""
    if _SIGN in text:
        return None
    parts: list[str] = []
    bodies: list[str] = []
    done = 0
    while (start := text.find(_START, done)) >= 0:
        first = start + len(_START)
        last = text.find(_CLOSE, first)
        before = text[done:start]
        done = last + len(_CLOSE)
        if last < 0 or not text.startswith(_END, done) or not _is_outside(before):
            return None
        parts += (before, f"<content:encoded>{_SIGN}{len(bodies)}{_SIGN}")
        bodies.append(text[first:last])
    parts.append(text[done:])
    return Lifted("".join(parts), bodies)


def _is_outside(markup: str) -> bool:
    """Whether what follows on markup stands in no section of character data, and in no comment."""
    return (
        markup.rfind(_OPEN) <= markup.rfind(_CLOSE) and "<!--" not in markup and "<?" not in markup
    )
