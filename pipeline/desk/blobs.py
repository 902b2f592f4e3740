"""Files by their digest. What is under `blobs/` is whole; what is under way is under `uploads/`.

A file under way stays where a broken line left it, and goes on from there. It becomes a blob once
the bytes that lie on the disk were read again and have the digest that they were announced with.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.desk.problems import Problem

ABANDONED = 7 * 86_400
"""Seconds after which a file under way is not waited for any more."""


class Blobs:
    def __init__(self, folder: Path) -> None:
        self._blobs = folder / "blobs"
        self._uploads = folder / "uploads"
        self._busy: set[Path] = set()

    def path(self, digest: str) -> Path:
        return self._blobs / digest[:2] / digest

    def open(self, digest: str) -> BinaryIO:
        return open(self.path(digest), "rb")

    def read(self, digest: str, most: int = 64 << 20) -> bytes:
        with self.open(digest) as file:
            return file.read(most)

    def pieces(self, digest: str) -> Iterator[bytes]:
        with self.open(digest) as file:
            while piece := file.read(1 << 18):
                yield piece

    def is_here(self, digest: str) -> bool:
        return self.path(digest).is_file()

    # -- what is under way -------------------------------------------------------------------------

    def _part(self, account: int, digest: str) -> Path:
        return self._uploads / str(account) / f"{digest}.part"

    def arrived(self, account: int, digest: str) -> int:
        """How much of a file that is under way is here."""
        try:
            return self._part(account, digest).stat().st_size
        except FileNotFoundError:
            return 0

    def under_way(self, account: int) -> int:
        """Bytes of all that an account has begun."""
        folder = self._uploads / str(account)
        return sum(part.stat().st_size for part in folder.glob("*.part")) if folder.is_dir() else 0

    def tidy(self) -> None:
        """Take away what nobody went on with for a week: it takes up its account's room."""
        for part in self._uploads.rglob("*"):
            with suppress(FileNotFoundError):  # somebody else was quicker
                if part.is_file() and part.stat().st_mtime < time.time() - ABANDONED:
                    part.unlink()

    @contextmanager
    def alone(self, account: int, digest: str) -> Iterator[None]:
        """A file under way in one hand, from its first byte until it is a blob. Raises Problem."""
        part = self._part(account, digest)
        if part in self._busy:
            raise Problem(409, "upload.busy", "This file is being sent by another connection.")
        self._busy.add(part)
        try:
            yield
        finally:
            self._busy.discard(part)

    @contextmanager
    def going_on(self, account: int, digest: str, offset: int) -> Iterator[BinaryIO]:
        """The file under way, to add bytes from `offset` on; from nought it begins anew.

        Raises Problem where bytes would be missing in between.
        """
        part = self._part(account, digest)
        here = self.arrived(account, digest)
        if offset > here:
            told = f"{here} bytes are here; go on from there."
            raise Problem(409, "upload.offset", told, headers={"Upload-Offset": str(here)})
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "r+b" if part.exists() else "w+b") as file:
            file.truncate(offset)
            file.seek(offset)
            yield file

    def finish(self, account: int, digest: str) -> int:
        """Make the file that arrived a blob; its size. Raises Problem where it is not the one."""
        return self._settled(self._part(account, digest), digest)

    def add(self, source: BinaryIO, digest: str) -> int:
        """Make a blob of what lies open, by a copy that nobody else writes to; its size. Raises
        Problem where it is not the one."""
        handle, name = tempfile.mkstemp(dir=self._uploads, prefix="added-")
        part = Path(name)
        try:
            with open(handle, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            return self._settled(part, digest)
        finally:
            part.unlink(missing_ok=True)

    def _settled(self, part: Path, digest: str) -> int:
        with open(part, "r+b") as file:
            real = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            os.fsync(file.fileno())
        if real != digest:
            part.unlink()
            raise Problem(422, "upload.digest", f"What came has the digest {real}. Send it anew.")
        place = self.path(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part, place)  # the same bytes, should it be there already
        _sync(place.parent)
        _sync(self._blobs)
        return size


def _sync(folder: Path) -> None:
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Parcel:
    """A bag that is a list of files held here. It is looked at as any other parcel is."""

    odd: tuple[tuple[str, str], ...] = ()

    def __init__(
        self, blobs: Blobs, name: str, files: dict[str, str], sizes: dict[str, int]
    ) -> None:
        self.name = name
        self.sizes = {path: sizes[digest] for path, digest in files.items()}
        self.files = files
        self._blobs = blobs

    def open(self, name: str) -> BinaryIO:
        return self._blobs.open(self.files[name])
