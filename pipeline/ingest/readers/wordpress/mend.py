"""Mending: an export that is not XML is cut into its items, and each is read by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_PIECE = re.compile(r"<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z)|<item(?=[\s>])|</item\s*>")
_CDATA = re.compile(r"(<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z))")
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED = re.compile(r"\sxmlns:([\w.-]+)\s*=")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed)\b")
_ID = re.compile(r"post_id>\s*(?:<!\[CDATA\[)?\s*(\d{1,20})")
_BUILT_IN = frozenset({"xml", "xmlns"})


class Piece(Struct, frozen=True):
    """The text of one item, and the line on which it starts."""

    text: str
    line: int
    whole: bool  # False where the file ends, or the next item starts, inside it

    @property
    def id(self) -> str:
        """The item's own number; "" where it is not to be found."""
        match = _ID.search(self.text)
        return match[1] if match else ""


def undeclared(text: str) -> list[str]:
    """The prefixes of names that are used outside character data and declared nowhere."""
    outside = "".join(_CDATA.split(text)[::2])
    declared = set(_DECLARED.findall(outside)) | _BUILT_IN
    used = {name for tag in re.findall(r"</?[A-Za-z][^<>]*", outside)
            for name in _PREFIX.findall(_unquoted(tag))}  # fmt: skip
    return sorted(used - declared)


def declare(text: str, prefixes: list[str]) -> str:
    """The text with the prefixes declared at its root."""
    root = _ROOT.search(text)
    if root is None:
        return text
    names = "".join(f' xmlns:{name}="urn:undeclared:{name}"' for name in prefixes)
    return text[: root.end()] + names + text[root.end() :]


def _unquoted(tag: str) -> str:
    """A tag without the values of its attributes."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)


def head(text: str) -> str:
    """Everything before the first item: the channel's own fields."""
    for match in _PIECE.finditer(text):
        if match[0].startswith("<item"):
            return text[: match.start()]
    return text


def pieces(text: str) -> Iterator[Piece]:
    """The items of a text, in order."""
    start = -1
    line, counted = 1, 0
    for match in _PIECE.finditer(text):
        if match[0].startswith("<!"):
            continue
        if match[0].startswith("<item"):
            if start >= 0:
                yield Piece(text[start : match.start()], line, False)
            start = match.start()
            line += text.count("\n", counted, start)
            counted = start
        elif start >= 0:
            yield Piece(text[start : match.end()], line, True)
            start = -1
    if start >= 0:
        yield Piece(text[start:], line, False)


def mended(text: str) -> str:
    """The text with every bare ampersand outside character data written out."""
    parts = _CDATA.split(text)
    parts[::2] = [_BARE.sub("&amp;", part) for part in parts[::2]]
    return "".join(parts)
