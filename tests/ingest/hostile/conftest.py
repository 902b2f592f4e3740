"""Zips made by hand, so that they can say what no honest program would write."""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Entry = dict[str, object]


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
        "crc": zlib.crc32(data),
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
    out, directory = b"", b""
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
    count = len(entries)
    return (
        out
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Callable[[str, bytes], Path]]:
    """Writes an archive to a folder; when the test is over, nothing else may be there."""
    folder = tmp_path / "within" / "folder"
    folder.mkdir(parents=True)
    written: set[Path] = {folder, folder.parent}

    def write(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        written.add(path)
        return path

    yield write
    assert set(tmp_path.rglob("*")) == written


@pytest.fixture
def zips() -> tuple[Callable[..., Entry], Callable[..., bytes]]:
    return entry, zipped
