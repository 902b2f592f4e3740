"""Folders and single files, given as archives."""

import io
import os
import stat
import zlib
from typing import BinaryIO

from pipeline.ingest.member import (
    LARGEST,
    LITTER,
    LONGEST_STREAM,
    Member,
    check_size,
    hashed,
    hashed_all,
    is_litter,
    refused,
)

DEEPEST = 100


class Files:
    """The files of a folder, or one file."""

    def __init__(self, path: str) -> None:
        self.file = path
        self._paths: dict[str, str] = {}
        self._skipped: list[tuple[str, str]] = []
        members: list[Member] = []
        if os.path.isdir(path):
            root = os.path.realpath(path)
            self._walk(root, root, "", 0, members)
            members.sort(key=lambda member: member.name)
        else:
            name = legible(os.path.basename(path))
            members.append(Member(name, os.path.getsize(path)))
            self._paths[name] = path
        self.members = tuple(members)
        self.skipped = tuple(sorted(self._skipped))

    def _walk(self, root: str, folder: str, prefix: str, depth: int, out: list[Member]) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = prefix + legible(entry.name)
                why = self._why_not(root, entry, name, depth)
                if why:
                    self._skipped.append((name, why))
                elif entry.is_dir():
                    self._walk(root, entry.path, name + "/", depth + 1, out)
                elif name in self._paths:
                    raise refused(self.file, name, "two files of this folder have one name")
                else:
                    self._paths[name] = os.path.realpath(entry.path)
                    out.append(Member(name, entry.stat().st_size))

    def _why_not(self, root: str, entry: "os.DirEntry[str]", name: str, depth: int) -> str:
        if is_litter(name):
            return LITTER
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not target.startswith(root + os.sep):
                return "a link that leads out of the folder"
            if not os.path.isfile(target):
                return "a link to something that is not a file"
        elif entry.is_dir():
            return "too deep within folders" if depth > DEEPEST else ""
        return "" if stat.S_ISREG(entry.stat().st_mode) else "not a file"

    def close(self) -> None:
        pass

    def read(self, name: str) -> bytes:
        with self._open(name, LARGEST) as file:
            # As many bytes are laid out for a read as it asks for.
            return file.read(min(LARGEST, os.fstat(file.fileno()).st_size + 1))

    def head(self, name: str, size: int) -> bytes:
        with self._open(name, LONGEST_STREAM) as file:
            return file.read(size)

    def stream(self, name: str) -> BinaryIO:
        return self._open(name, LONGEST_STREAM)

    def checksum(self, name: str) -> tuple[int, int]:
        data = self.read(name)
        return len(data), zlib.crc32(data)

    def _open(self, name: str, largest: int) -> io.BufferedReader:
        path = self._paths[name]
        try:
            check_size(self.file, Member(name, os.path.getsize(path)), largest)
            return open(path, "rb")
        except OSError as error:
            raise refused(
                self.file,
                name,
                "this file cannot be read",
                cause=error.strerror or str(error),
                todo="see that the file is there and that you may read it",
            ) from error

    def digest(self) -> str:
        """sha256 over the sorted names and the digests of the bytes of all members."""
        parts = []
        for name in self._paths:
            with self._open(name, LONGEST_STREAM) as file:
                parts.append((name, hashed(file)))
        return hashed_all(parts)


def legible(name: str) -> str:
    """A name as text: bytes that are not UTF-8 become visible marks."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
