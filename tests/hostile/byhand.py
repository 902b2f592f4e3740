"""Zips made by hand, so that they can say what no honest program would write."""

from __future__ import annotations

import struct
import zlib
from typing import Any

Entry = dict[str, Any]


def entry(
    name: str | bytes,
    data: bytes = b"text",
    *,
    method: int = 8,
    flags: int = 0,
    mode: int = 0o100644,
    size: int | None = None,
    packed: int | None = None,
    at: int | None = None,
    crc: int | None = None,
    local_name: bytes | None = None,
    local_extra: int = 0,
) -> Entry:
    """A member as the zip shall claim it to be; whatever is not given is true."""
    body = data if method == 0 else _deflated(data)
    raw = name if isinstance(name, bytes) else name.encode()
    return {
        "name": raw,
        "local_name": raw if local_name is None else local_name,
        "body": body,
        "crc": zlib.crc32(data) if crc is None else crc,
        "method": method,
        "flags": flags,
        "mode": mode,
        "size": len(data) if size is None else size,
        "packed": len(body) if packed is None else packed,
        "at": at,
        "local_extra": local_extra,
    }


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zipped(*entries: Entry) -> bytes:
    out, directory = bytearray(), bytearray()
    for e in entries:
        start = len(out) if e["at"] is None else e["at"]
        big = e["size"] > 0xFFFFFFFF
        size = 0xFFFFFFFF if big else e["size"]
        extra = struct.pack("<HHQ", 1, 8, e["size"]) if big else b""
        head = (20, e["flags"], e["method"], 0, 33, e["crc"], e["packed"], size)
        out += struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", *head, len(e["local_name"]), e["local_extra"]
        )
        out += e["local_name"] + e["body"]
        tail = (len(e["name"]), len(extra), 0, 0, 0, e["mode"] << 16, start)
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 0x314, *head, *tail)
        directory += e["name"] + extra
    return bytes(out + directory + _end(len(entries), len(directory), len(out)))


def _end(count: int, size: int, start: int) -> bytes:
    """The end of the directory, in the form for many members where there are many."""
    many = b""
    if count > 0xFFFF:
        many = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
        many += struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
        count = 0xFFFF
    return many + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0)
