"""Repositories of blocks that go round in circles, count wrongly, or carry another's name."""

from __future__ import annotations

from typing import Any

from tests.hostile.case import Case, Read, Refused
from tests.specimens.bluesky import POST, skeet
from tests.specimens.cbor import Cid, block, car, cid, encode, head, repository, tid, varint

FIRST, LAST = "The first of them.", "The last of them."
SAID = (FIRST, LAST)


def posts(middle: Any = None) -> dict[str, Any]:
    """Three posts; the one in the middle may be anything."""
    return {
        f"{POST}/{tid(1)}": skeet(1, FIRST),
        f"{POST}/{tid(2)}": skeet(2, "The middle of them.") if middle is None else middle,
        f"{POST}/{tid(3)}": skeet(3, LAST),
    }


WHOLE = repository(posts())


def bytes_of(middle: bytes) -> bytes:
    """A repository whose middle post is a block of these bytes."""
    marked = repository(posts(cid(middle)))
    return marked + block(cid(middle), middle)


def tree(entries: Any, left: Any = None, extra: dict[Cid, bytes] | None = None) -> bytes:
    """A repository whose tree is as given."""
    blocks: dict[Cid, bytes] = dict(extra or {})

    def put(value: Any) -> Cid:
        data = encode(value)
        blocks[cid(data)] = data
        return cid(data)

    node = put({"l": left, "e": entries(put) if callable(entries) else entries})
    root = put({"did": "did:plc:x", "version": 3, "rev": tid(9_000_000), "prev": None,
                "sig": b"\1" * 64, "data": node})  # fmt: skip
    return car(root, {root: blocks.pop(root), **blocks})


def entry(put: Any, number: int, said: str, shared: int = 0, **more: Any) -> dict[str, Any]:
    key = f"{POST}/{tid(number)}".encode()
    value = put(skeet(number, said))
    return {"p": shared, "k": key[shared:], "v": value, "t": None} | more


def circle() -> bytes:
    """A node that has itself below it: its name cannot be its bytes', so the bytes do not match."""
    false = Cid(bytes([1, 0x71, 0x12, 32]) + b"\7" * 32)
    node = encode({"l": false, "e": []})
    return tree(lambda put: [entry(put, 1, FIRST, t=false)], extra={false: node})


def chain(length: int) -> bytes:
    """A tree that is one long branch."""
    blocks: dict[Cid, bytes] = {}
    below: Cid | None = None
    for _ in range(length):
        data = encode({"l": below, "e": []})
        blocks[cid(data)] = data
        below = cid(data)
    return tree(lambda put: [entry(put, 1, FIRST)], left=below, extra=blocks)


LOST = Read(2, {"its block cannot be read": 1}, says=SAID)
HUGE: dict[str, bytes] = {
    "a text as long as a disk": head(3, 1 << 40) + b"x",
    "bytes as long as a disk": head(2, 1 << 63) + b"x",
    "a list of a thousand million": head(4, 1_000_000_000),
    "a map of a thousand million": head(5, 1_000_000_000),
    "lists a hundred thousand deep": b"\x81" * 100_000 + b"\xf6",
    "maps a hundred thousand deep": b"\xa1\x61a" * 100_000 + b"\xf6",
    "a list that has no length": b"\x9f\x01\xff",
    "a text that is no text": b"\x63\xff\xfe\xfd",
    "a key that is a number": b"\xa1\x01\x01",
    "a key that stands twice": b"\xa2\x61a\x01\x61a\x02",
    "a tag that nobody knows": b"\xd9\x03\xe8\x01",
    "a link that is none": b"\xd8\x2a\x41\x00",
    "a simple value that nobody knows": b"\xf8\x20",
    "a number that is none": b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x01\x00",
    "nothing": b"",
    "bytes behind the value": encode(skeet(2, "x")) + b"\0\0",
}

CASES = (
    *[Case(f"{name}, in one block", "ada.car", lambda data=data: bytes_of(data), LOST)
      for name, data in HUGE.items()],
    Case("a record that is a list", "ada.car", lambda: bytes_of(encode([1, 2])),
         Read(2, {"its block holds no record": 1}, says=SAID)),
    Case("a record that is missing", "ada.car", lambda: repository(posts(cid(b"gone"))),
         Read(2, {"its block is missing": 1}, says=SAID)),
    Case("a record under another's name", "ada.car",
         lambda: WHOLE.replace(b"The middle of them.", b"The muddle of them."),
         Read(2, {"its block is damaged": 1}, says=SAID)),
    Case("a record of nine megabytes", "ada.car",
         lambda: bytes_of(encode(skeet(2, "x" * (9 << 20)))),
         Read(2, {"its block is too large": 1}, says=SAID)),
    Case("a record of a megabyte", "ada.car", lambda: bytes_of(encode(skeet(2, "fog " * 250_000))),
         Read(3, says=SAID)),
    Case("a block that says it is longer than the file", "ada.car",
         lambda: WHOLE + varint(1 << 40) + b"x", Read(3, says=SAID)),
    Case("a block of no length", "ada.car", lambda: WHOLE + b"\0" * 10_000, Read(3, says=SAID)),
    Case("a length that never ends", "ada.car", lambda: WHOLE + b"\xff" * 100, Read(3, says=SAID)),
    Case("a hundred thousand blocks that nobody names", "ada.car",
         lambda: WHOLE + b"".join(block(cid(b"%d" % n), b"%d" % n) for n in range(100_000)),
         Read(3, says=SAID)),
    Case("a tree that goes round in a circle", "ada.car", circle, Read(1, says=(FIRST,))),
    Case("a tree of one long branch", "ada.car", lambda: chain(5000), Read(1, says=(FIRST,))),
    Case("a tree whose keys share more than there is", "ada.car",
         lambda: tree(lambda put: [entry(put, 1, FIRST), entry(put, 2, LAST, p=9999)]),
         Read(0, {"its place in the repository is lost": 2})),
    Case("a tree whose keys are paths", "ada.car",
         lambda: tree(lambda put: [entry(put, 1, FIRST, k=b"../../../etc/passwd")]),
         Read(0, {"its place in the repository is lost": 1})),
    Case("a tree whose entries are numbers", "ada.car", lambda: tree([1, 2, 3]), Read(0)),
    Case("a tree that is no list", "ada.car", lambda: tree("none"), Read(0)),
    Case("a file that was cut off within a block", "ada.car", lambda: WHOLE[:-20],
         Read(0, {"its place in the repository is lost": 3}, codes=("bluesky.cut-off",))),
    Case("a file that was cut off within its head", "ada.car", lambda: WHOLE[:40], Refused()),
    Case("a file without a first block", "ada.car",
         lambda: car(cid(b"nobody"), {}) + b"did:plc:x", Refused("not the repository of an account")),
    Case("a file that names no one", "ada.car",
         lambda: WHOLE.replace(b"did:plc:adaquill", b"xxx:plc:adaquill"), Refused()),
    Case("a file of another version", "ada.car", lambda: WHOLE.replace(b"version\x01", b"version\x02", 1),
         Refused()),
    Case("a file with a head as long as a disk", "ada.car", lambda: varint(1 << 50) + WHOLE, Refused()),
)  # fmt: skip
