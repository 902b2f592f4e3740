"""Bags and files on their way out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from pipeline.desk.blobs import Blobs


class _Pipe(io.RawIOBase):
    """What a zip writes, taken out as it comes."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        data, self._held = bytes(self._held), bytearray()
        return data


def zipped(blobs: Blobs, root: str, files: dict[str, Any]) -> Iterator[bytes]:
    """A bag as a zip with exactly one root; the same bytes each time."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as package:
        for path in sorted(files):
            member = zipfile.ZipInfo(f"{root}/{path}", (1980, 1, 1, 0, 0, 0))
            member.external_attr = 0o644 << 16
            with package.open(member, "w", force_zip64=True) as out:
                for piece in blobs.pieces(files[path][0]):
                    out.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def content_disposition(name: str) -> str:
    """Whatever it is, it is saved and not opened in the desk's own name."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
