"""DAG-CBOR: the one form of CBOR in which repositories are written, decoded within bounds.

No lengths without end, no tags but that of links, text as keys. Numbers that are longer than they
need be are read all the same: the digest of a block has told already that it is as it was made.
"""

from __future__ import annotations

import base64
import struct
from typing import Any

DEEPEST = 96
"""Levels within one another; records have about ten."""

_LINK = 42
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE = {20: False, 21: True, 22: None, 23: None}


class Malformed(ValueError):
    """The bytes do not follow the format."""


class Cid(bytes):
    """The name of a block, which follows from its bytes."""

    def __str__(self) -> str:
        return "b" + base64.b32encode(self).decode().lower().rstrip("=")


def decode(data: bytes) -> Any:
    """The value that bytes stand for. Raises Malformed."""
    reader = _Reader(data)
    value = reader.value(0)
    if reader.at != len(data):
        raise Malformed("something follows the value")
    return value


def first(data: bytes) -> tuple[Any, int]:
    """The value that bytes start with, and where it ends. Raises Malformed."""
    reader = _Reader(data)
    return reader.value(0), reader.at


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise Malformed("values nested too deep")
        head = self._take(1)[0]
        major, info = head >> 5, head & 31
        if major == 7:
            return self._simple(info)
        size = self._argument(info)
        match major:
            case 0:
                return size
            case 1:
                return -1 - size
            case 2:
                return self._take(size)
            case 3:
                return self._text(size)
            case 4:
                return [self.value(depth + 1) for _ in range(self._count(size, 1))]
            case 5:
                return self._map(self._count(size, 2), depth + 1)
            case _:
                return self._link(size)

    def _map(self, size: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(size):
            key = self.value(depth)
            if not isinstance(key, str) or key in found:
                raise Malformed("a key that is no text, or stands twice")
            found[key] = self.value(depth)
        return found

    def _link(self, tag: int) -> Cid:
        if tag != _LINK:
            raise Malformed("an unknown tag")
        head = self._take(1)[0]
        body = self._take(self._argument(head & 31)) if head >> 5 == 2 else b""
        if body[:1] != b"\0" or len(body) < 5:
            raise Malformed("a link that is none")
        return Cid(body[1:])

    def _simple(self, info: int) -> Any:
        if info in _SIMPLE:
            return _SIMPLE[info]
        if info not in _FLOATS:
            raise Malformed("an unknown simple value")
        return struct.unpack(_FLOATS[info], self._take(_SIZES[info]))[0]

    def _argument(self, info: int) -> int:
        if info < 24:
            return info
        if info not in _SIZES:
            raise Malformed("a length without end")
        return int.from_bytes(self._take(_SIZES[info]), "big")

    def _count(self, size: int, least: int) -> int:
        """A number of values, each of which takes at least so many bytes."""
        if size * least > len(self.data) - self.at:
            raise Malformed("more values than there are bytes")
        return size

    def _text(self, size: int) -> str:
        try:
            return self._take(size).decode()
        except UnicodeDecodeError as error:
            raise Malformed("a text that is not UTF-8") from error

    def _take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise Malformed("cut off before its end")
        taken = self.data[self.at : end]
        self.at = end
        return taken
