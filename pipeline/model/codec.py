"""Handoffs to bytes and back. The first line names the type and the version of its layout."""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from pipeline.model.errors import StorageError
from pipeline.model.handoff import Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Division, Manuscript

VERSION = 1

TYPES: dict[str, type[Handoff]] = {
    kind.__name__: kind for kind in (Archives, Posts, Manuscript, Deliverables)
}
_encoder = msgspec.msgpack.Encoder()
_AT_ONCE = 256
"""Posts, or rows of a table, that are encoded at once."""

_H = TypeVar("_H", Archives, Posts, Manuscript, Deliverables)


def encode(handoff: Handoff) -> list[bytes | memoryview]:
    """The bytes of a handoff, in parts of some size: equal handoffs have equal bytes. To encode a
    whole book at once takes a third longer, most of it for moving what is encoded to more room.

    Divisions may be encoded already, and stand in their place as `msgspec.Raw`.
    """
    fields = handoff.__struct_fields__
    parts: list[bytes | memoryview] = [
        f"bookworks {type(handoff).__name__} {VERSION}\n".encode(),
        array(len(fields)),
    ]
    for name in fields:
        parts += _encoded(getattr(handoff, name))
    return parts


def _encoded(value: Any) -> Iterator[bytes | memoryview]:
    """The bytes of a field."""
    if not isinstance(value, tuple) or not value:
        yield _encoder.encode(value)
        return
    yield array(len(value))
    step = 1 if isinstance(value[0], Division | Raw) else _AT_ONCE
    for at in range(0, len(value), step):
        yield from _some(value[at : at + step])


def _some(items: tuple[Any, ...]) -> Iterator[bytes | memoryview]:
    """The bytes of items that follow each other; of one, where it may be encoded already."""
    if isinstance(items[0], Raw):
        yield memoryview(items[0])
    else:
        yield memoryview(_encoder.encode(items))[len(array(len(items))) :]


def array(count: int) -> bytes:
    """What stands before so many items of an array of MessagePack."""
    if count < 1 << 4:
        return bytes([0x90 | count])
    if count < 1 << 16:
        return b"\xdc" + count.to_bytes(2, "big")
    return b"\xdd" + count.to_bytes(4, "big")


def decode(data: bytes, kind: type[_H]) -> _H:
    """The handoff in `data`.

    Raises StorageError when it is of another kind or version, or damaged.
    """
    head = f"bookworks {kind.__name__} {VERSION}\n".encode()
    if not data.startswith(head):
        found = data[:40].split(b"\n")[0].decode(errors="replace")
        raise StorageError(
            f"a stored {kind.__name__} was expected, and '{found}' was found",
            todo="run the build again: what is missing is made again",
        )
    try:
        return msgspec.msgpack.decode(memoryview(data)[len(head) :], type=kind)
    except msgspec.MsgspecError as error:
        raise StorageError(
            f"a stored {kind.__name__} is damaged",
            cause=str(error),
            todo="run the build again: what is damaged is made again",
        ) from error


def named(record: msgspec.Struct) -> dict[str, Any]:
    """A record for people's programs: by the names of its fields, which its bytes do without."""
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    return {
        name: named(value) if isinstance(value, msgspec.Struct) else value
        for name, value in values.items()
    }
