"""What a counter is given: an archive's members, and their bytes."""

from __future__ import annotations

import re
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from msgspec import Struct

LARGEST = 2 << 30
_SIGN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What `zipfile` raises for a zip, or a member of one, whose bytes make no sense."""


class Count(Struct, frozen=True):
    """How many items of some kinds an archive holds."""

    what: str
    kinds: frozenset[str]  # as the account calls them; empty for "all kinds not counted elsewhere"
    number: int


def rows(data: bytes, key: bytes) -> int:
    """How many objects the list of a key holds, in JSON that may be broken within them; -1 where
    there is no such list."""
    start = re.search(rb'"' + key + rb'"\s*:\s*\[', data)
    if start is None:
        return -1
    depth = count = 0
    for found in _SIGN.finditer(data, start.end()):
        sign = found[0]
        if sign in b"{[":
            count += sign == b"{" and depth == 0
            depth += 1
        elif sign in b"}]":
            depth -= 1
            if depth < 0:
                break
    return count


class Held:
    """One archive: a zip, a folder, or a file that is its only member."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.is_dir()
        self._zip = None if self.folder else _opened(path)

    @property
    def zipped(self) -> bool:
        return self._zip is not None

    @cached_property
    def names(self) -> list[str]:
        """The paths of all members."""
        if self.folder:
            files = [file for file in self.path.rglob("*") if file.is_file()]
            return [file.relative_to(self.path).as_posix() for file in files]
        if self._zip:
            names = [info.filename for info in self._zip.infolist()]
            return [name for name in names if not name.endswith("/")]
        return [self.path.name]

    def read(self, member: str, most: int = LARGEST) -> bytes:
        """A member's bytes, or the first of them; none where it is damaged."""
        if self._zip is None:
            path = self.path / member if self.folder else self.path
            with path.open("rb") as plain:
                return plain.read(min(most, path.stat().st_size))
        try:
            with self._zip.open(member) as file:
                return file.read(min(most, self._zip.getinfo(member).file_size))
        except _DAMAGED:
            return b""


def _opened(path: Path) -> zipfile.ZipFile | None:
    """The zip at a path; None where it is another file, or one that only ends like a zip."""
    try:
        return zipfile.ZipFile(path) if zipfile.is_zipfile(path) else None
    except _DAMAGED:
        return None
