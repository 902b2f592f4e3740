"""Repositories made by hand: records -> blocks, tree and CAR, as the servers' own rules have it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from typing import Any

from pipeline.ingest.readers.bluesky.cbor import Cid

DID = "did:plc:adaquill"
REVISION = "3lzzzzzzzzz2a"
_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"


def tid(number: int, start: int = 1_700_000_000) -> str:
    """The key of a record made so many minutes after November 2023."""
    value = (start + number * 60) * 1_000_000 << 10
    signs = ""
    for _ in range(13):
        signs = _SIGNS[value & 31] + signs
        value >>= 5
    return signs


# -- DAG-CBOR --------------------------------------------------------------------------------------


def encode(value: Any) -> bytes:
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case Cid():
            return _head(6, 42) + _head(2, len(value) + 1) + b"\0" + value
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case list() | tuple():
            return _head(4, len(value)) + b"".join(map(encode, value))
        case dict():
            keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
            return _head(5, len(value)) + b"".join(encode(k) + encode(value[k]) for k in keys)
    raise TypeError(type(value))


def _head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    for info, length in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if size < 1 << 8 * length:
            return bytes([major << 5 | info]) + size.to_bytes(length, "big")
    raise ValueError(size)


def cid(data: bytes, codec: int = 0x71) -> Cid:
    return Cid(bytes([1, codec, 0x12, 32]) + hashlib.sha256(data).digest())


def blob(data: bytes, mime: str = "image/jpeg") -> dict[str, Any]:
    """How a record names a picture."""
    return {"$type": "blob", "ref": cid(data, 0x55), "mimeType": mime, "size": len(data)}


# -- the tree --------------------------------------------------------------------------------------


class Maker:
    """The blocks of one repository."""

    def __init__(self, records: dict[str, Any], **commit: Any) -> None:
        self.blocks: dict[Cid, bytes] = {}
        self.records = {
            key: value if isinstance(value, Cid) else self.put(value)
            for key, value in sorted(records.items())
        }
        keys = sorted(self.records, key=str.encode)
        self.tree = self._node(keys, max(map(_layer, keys), default=0))
        head = {"did": DID, "version": 3, "rev": REVISION, "prev": None, "sig": b"\x01" * 64}
        self.root = self.put(head | {"data": self.tree} | commit)

    def put(self, value: Any) -> Cid:
        data = value if isinstance(value, bytes) else encode(value)
        name = cid(data)
        self.blocks[name] = data
        return name

    def _node(self, keys: list[str], layer: int) -> Cid:
        """The node of some keys: those of this layer are its entries, the runs between them the
        nodes below."""
        own = [at for at, key in enumerate(keys) if _layer(key) == layer]
        bounds = [*own, len(keys)]
        node: dict[str, Any] = {"l": self._below(keys[: bounds[0]], layer), "e": []}
        before = b""
        for at, end in zip(own, bounds[1:], strict=True):
            key = keys[at].encode()
            shared = _shared(before, key)
            node["e"].append({
                "p": shared,
                "k": key[shared:],
                "v": self.records[keys[at]],
                "t": self._below(keys[at + 1 : end], layer),
            })  # fmt: skip
            before = key
        return self.put(node)

    def _below(self, keys: list[str], layer: int) -> Cid | None:
        return self._node(keys, layer - 1) if keys else None

    def car(self, without: Iterable[Cid] = ()) -> bytes:
        left_out = set(without)
        order = [self.root, *(name for name in self.blocks if name != self.root)]
        return car([self.root], [(n, self.blocks[n]) for n in order if n not in left_out])


def _layer(key: str) -> int:
    """How many times two zero bits start the digest of a key."""
    bits = f"{int.from_bytes(hashlib.sha256(key.encode()).digest(), 'big'):0256b}"
    return (len(bits) - len(bits.lstrip("0"))) // 2


def _shared(one: bytes, other: bytes) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size


# -- the file --------------------------------------------------------------------------------------


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def car(roots: list[Cid], blocks: list[tuple[bytes, bytes]]) -> bytes:
    header = encode({"version": 1, "roots": roots})
    parts = [varint(len(header)) + header]
    parts += [varint(len(name) + len(data)) + name + data for name, data in blocks]
    return b"".join(parts)


def repository(records: dict[str, Any], **commit: Any) -> bytes:
    return Maker(records, **commit).car()


# -- records ---------------------------------------------------------------------------------------

POST = "app.bsky.feed.post"


def post(text: str, **fields: Any) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": "2023-11-14T22:00:00.000Z"} | fields


def uri(key: str, did: str = DID, collection: str = POST) -> str:
    return f"at://{did}/{collection}/{key}"


def reply(parent: str, root: str = "") -> dict[str, Any]:
    ref = cid(b"any")
    return {
        "parent": {"uri": parent, "cid": str(ref)},
        "root": {"uri": root or parent, "cid": str(ref)},
    }


def facet(text: str, part: str, kind: str, **fields: Any) -> dict[str, Any]:
    """A facet over a part of a text: `link`, `mention` or `tag`."""
    start = len(text[: text.index(part)].encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}"} | fields],
    }
