"""CAR files: blocks one after the other, each behind its name, which its bytes must bear out."""

from __future__ import annotations

import hashlib
from typing import Any

from pipeline.ingest.readers.bluesky.cbor import Cid, Malformed, decode, first

LARGEST = 8 << 20
"""Bytes of one block; servers take records of at most one megabyte."""

_LONGEST_NUMBER = 9
_SHA256 = 0x12
_DIGEST = 32

MISSING = "its block is missing"
DAMAGED = "its block is damaged"
TOO_LARGE = "its block is too large"
UNREADABLE = "its block cannot be read"


class Lost(Exception):
    """Why a block cannot be had."""


class Car:
    """The blocks of one file. What is damaged is told when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Raises Malformed for a file that is no CAR of the first version."""
        self.data = data
        self.roots, at = header(data)
        self.cut = False  # whether the file ends within a block
        self._places: dict[bytes, tuple[int, int]] = {}
        while at < len(data):
            try:
                size, start = number(data, at)
                at = start + size
                name, body = _name(data, start)
            except Malformed:
                self.cut = True
                break
            if at > len(data) or body > at:
                self.cut = True
                break
            self._places[name] = (body, at)

    def __len__(self) -> int:
        return len(self._places)

    def get(self, name: Cid) -> Any:
        """The value of a block. Raises Lost."""
        place = self._places.get(name)
        if place is None:
            raise Lost(MISSING)
        start, end = place
        if end - start > LARGEST:
            raise Lost(TOO_LARGE)
        data = self.data[start:end]
        if hashlib.sha256(data).digest() != name[-_DIGEST:]:
            raise Lost(DAMAGED)
        try:
            return decode(data)
        except Malformed as error:
            raise Lost(UNREADABLE) from error

    def says(self, name: Cid, words: bytes) -> bool:
        """Whether these bytes stand in a block: a cheap look before it is decoded."""
        start, end = self._places.get(name, (0, 0))
        return self.data.find(words, start, end) >= 0

    def names(self) -> list[Cid]:
        return [Cid(name) for name in self._places]


def header(data: bytes) -> tuple[list[Cid], int]:
    """The roots, and where the first block starts. Raises Malformed."""
    size, start = number(data, 0)
    if size > LARGEST:
        raise Malformed("a header of that size")
    said, end = first(data[start : start + size])
    roots = said.get("roots") if isinstance(said, dict) else None
    if not isinstance(roots, list) or said.get("version") != 1 or end != size:
        raise Malformed("a header of another form")
    return [root for root in roots if isinstance(root, Cid)], start + size


def number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends. Raises Malformed."""
    value = 0
    for shift in range(_LONGEST_NUMBER):
        if at + shift >= len(data):
            raise Malformed("a number that is cut off")
        byte = data[at + shift]
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return value, at + shift + 1
    raise Malformed("a number that is too long")


def _name(data: bytes, at: int) -> tuple[bytes, int]:
    """The name of the block that starts here, and where the block itself does. Names of the old
    form are a bare digest; others have version, codec, hash and length before it."""
    end = at
    if data[at : at + 2] != bytes((_SHA256, _DIGEST)):
        version, end = number(data, end)
        if version != 1:
            raise Malformed("a name of another version")
        _, end = number(data, end)
    kind, end = number(data, end)
    length, end = number(data, end)
    if kind != _SHA256 or length != _DIGEST or end + length > len(data):
        raise Malformed("a name by another hash")
    return data[at : end + length], end + length
