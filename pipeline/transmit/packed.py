"""A bag as one zip file: written with the same bytes each time, and read without trust.

Nothing is unpacked to look at it, and nothing is believed of what the zip says of itself: sizes are
bounded before a byte is read, and no two members may share their bytes.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from pipeline.transmit.parcel import MOST_BYTES, MOST_FILES, Unreadable

_DAY = (1980, 1, 1, 0, 0, 0)
_DENSEST = 200
"""Bytes unpacked for each that is packed: text packs ten to one, a bomb a thousand to one."""

_SLACK = 1 << 20
_TAKEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER = 30
"""Bytes of a member's own header, its name left out."""


def pack(root: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in sorted(files):
            row = zipfile.ZipInfo(f"{root}/{name}", _DAY)
            row.external_attr = 0o644 << 16
            # What is packed already would not become smaller.
            dense = name.endswith((".docx", ".epub", ".png", ".jpg", ".jpeg"))
            row.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
            package.writestr(row, data)
    return out.getvalue()


class Packed:
    """A bag in a zip with one root. Raises Unreadable."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(f"this is no whole zip file: {error}") from error
        rows = self._zip.infolist()
        if len(rows) > MOST_FILES:
            raise Unreadable(f"it holds more than {MOST_FILES:,} files")
        files = [row for row in rows if not row.is_dir()]
        self.name = _root(rows)
        self._rows = {row.filename.partition("/")[2]: row for row in files}
        self.sizes = {name: row.file_size for name, row in self._rows.items()}
        self.odd = tuple(sorted({*self._odd(rows), *_bombs(files, os.path.getsize(path))}))

    def open(self, name: str) -> BinaryIO:
        try:
            return cast(BinaryIO, _Bounded(self._zip.open(self._rows[name])))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise Unreadable(f"{name} cannot be unpacked: {error}") from error

    def close(self) -> None:
        self._zip.close()

    def _odd(self, rows: list[zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
        times = Counter(row.filename for row in rows)
        for row in rows:
            name, kind = row.filename, stat.S_IFMT(row.external_attr >> 16)
            if times[name] > 1:
                yield name, "here twice under one name"
            if kind == stat.S_IFLNK:
                yield name, "a link to another file"
            elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                yield name, "not a file"
            if row.flag_bits & 1:
                yield name, "encrypted"
            elif row.compress_type not in _TAKEN:
                yield name, "packed in a way that not every program knows"
            if row.orig_filename != name or "\\" in row.orig_filename:
                yield name, "named in a way that programs read differently"


def _root(rows: list[zipfile.ZipInfo]) -> str:
    roots = {row.filename.partition("/")[0] for row in rows}
    if len(roots) != 1 or any("/" not in row.filename for row in rows):
        raise Unreadable("it must hold one folder, and nothing beside it")
    return roots.pop()


def _bombs(files: list[zipfile.ZipInfo], size: int) -> Iterator[tuple[str, str]]:
    """Members that share their bytes, lie outside the file, or unpack to more than is sane."""
    if sum(row.file_size for row in files) > MOST_BYTES:
        raise Unreadable(f"it would unpack to more than {MOST_BYTES >> 30} GiB")
    end = 0
    for row in sorted(files, key=lambda row: row.header_offset):
        if row.header_offset < end:
            yield row.filename, "made of the bytes of another member"
        end = row.header_offset + _HEADER + len(row.filename.encode()) + row.compress_size
        if end > size:
            yield row.filename, "said to be larger than the whole file"
        if row.file_size > _DENSEST * row.compress_size + _SLACK:
            yield row.filename, "packed so densely that it can only be a bomb"


class _Bounded:
    """A member's bytes; what goes wrong in reading them is Unreadable."""

    def __init__(self, file: object) -> None:
        self._file = cast(BinaryIO, file)

    def read(self, size: int = -1) -> bytes:
        import zlib

        try:
            return self._file.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise Unreadable(f"a member is damaged: {error}") from error

    def __enter__(self) -> _Bounded:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
