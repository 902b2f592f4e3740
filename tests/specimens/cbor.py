"""DAG-CBOR and CAR, written by what their specifications say and by none of the reader's code."""

from __future__ import annotations

import hashlib
from typing import Any

SIGNS = "234567abcdefghijklmnopqrstuvwxyz"


class Cid(bytes):
    """The name of a block."""


def encode(value: Any) -> bytes:
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, Cid):
        return head(6, 42) + head(2, len(value) + 1) + b"\0" + value
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        return head(3, len(data)) + data
    if isinstance(value, list | tuple):
        return head(4, len(value)) + b"".join(map(encode, value))
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return head(5, len(keys)) + b"".join(encode(key) + encode(value[key]) for key in keys)


def head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    info = next(n for n in range(4) if size < 1 << (8 << n))
    return bytes([major << 5 | 24 + info]) + size.to_bytes(1 << info, "big")


def cid(data: bytes, codec: int = 0x71) -> Cid:
    return Cid(bytes([1, codec, 0x12, 32]) + hashlib.sha256(data).digest())


def varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def block(name: bytes, data: bytes) -> bytes:
    return varint(len(name) + len(data)) + name + data


def car(root: Cid, blocks: dict[Cid, bytes]) -> bytes:
    start = encode({"version": 1, "roots": [root]})
    return varint(len(start)) + start + b"".join(block(*pair) for pair in blocks.items())


def tid(number: int) -> str:
    """The key of a record made so many minutes after November 2023."""
    value = (1_700_000_000 + number * 60) * 1_000_000 << 10
    return "".join(SIGNS[value >> 5 * at & 31] for at in range(12, -1, -1))


def readable(data: bytes) -> str:
    """A name as text, in base 32."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    signs = "abcdefghijklmnopqrstuvwxyz234567"
    return "b" + "".join(signs[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def repository(records: dict[str, Any], *loose: Any, did: str = "did:plc:adaquill") -> bytes:
    """A repository whose tree is one node; the loose records hang on nothing, as deleted ones do
    that a server has not cleared away yet."""
    blocks: dict[Cid, bytes] = {}

    def put(value: Any) -> Cid:
        data = encode(value)
        blocks[cid(data)] = data
        return cid(data)

    entries, before = [], b""
    for path in sorted(records, key=str.encode):
        key = path.encode()
        same = next((at for at, pair in enumerate(zip(before, key, strict=False)) if pair[0] != pair[1]),
                    min(len(before), len(key)))  # fmt: skip
        value = records[path]
        name = value if isinstance(value, Cid) else put(value)
        entries.append({"p": same, "k": key[same:], "v": name, "t": None})
        before = key
    tree = put({"l": None, "e": entries})
    for value in loose:
        put(value)
    root = put(
        {"did": did, "version": 3, "rev": tid(9_000_000), "prev": None, "sig": b"\1" * 64, "data": tree}
    )  # fmt: skip
    return car(root, {root: blocks.pop(root), **blocks})
