"""Handoffs to bytes and back. The first line names the type and the version of its layout."""

from typing import Any, TypeVar

import msgspec

from pipeline.model.errors import StorageError
from pipeline.model.handoff import Archives, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Manuscript

VERSION = 1

TYPES: dict[str, type[Handoff]] = {
    kind.__name__: kind for kind in (Archives, Posts, Manuscript, Deliverables)
}
_encoder = msgspec.msgpack.Encoder()
_H = TypeVar("_H", Archives, Posts, Manuscript, Deliverables)


def encode(handoff: Handoff) -> tuple[bytes, bytes]:
    """The bytes of a handoff, in two parts: equal handoffs have equal bytes."""
    head = f"bookworks {type(handoff).__name__} {VERSION}\n".encode()
    return head, _encoder.encode(handoff)


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
