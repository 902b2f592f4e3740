"""The content-addressed store: bytes by their sha256, written so that no kill leaves half of one.

A blob is written to a temporary file and renamed into place; `settle` makes everything written so
far durable (fsync of files, then of folders) before the ledger says that it is there. Bytes are
checked on reading: a damaged blob is removed, so that it is made again, and an error says so.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import BinaryIO, cast

from pipeline.model.errors import Damaged
from pipeline.shop.aside import Aside, Doing, done
from pipeline.shop.storage import explained, refusal, sync_files, sync_folder

_PATIENCE = 20
"""Seconds that a branch looks for what was under way when it began."""


class Writing:
    """A blob under way. `write` feeds the file and the digest at once."""

    def __init__(self, file: BinaryIO) -> None:
        self.raw = file
        self.hash = hashlib.sha256()
        self.file = cast(BinaryIO, self)
        self.digest = ""
        self.size = 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self.raw.write(data)

    def flush(self) -> None:
        self.raw.flush()


class Store:
    """Blobs under `root`; satisfies `model.bench.Blobs`.

    Books share a store. `owner` is the book that writes, so that `sweep` leaves alone what another
    book is just writing.
    """

    def __init__(self, root: Path, owner: str = "") -> None:
        self.root = root
        self._prefix = f".writing-{owner}."
        self._guard = Lock()
        self._process = os.getpid()
        self._written: dict[str, Doing[None]] = {}  # every blob of this process
        self._unsettled: list[str] = []
        self._aside: Aside | None = None

    def path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest[2:]

    def has(self, digest: str) -> bool:
        return digest in self._written or self.path(digest).is_file()

    def put(self, *parts: bytes | memoryview) -> str:
        """Keep bytes, given whole or in parts; the digest is known at once, the writing goes on
        beside the caller's work."""
        sha = hashlib.sha256()
        for part in parts:
            sha.update(part)
        digest = sha.hexdigest()
        with self._guard:
            if not self.has(digest):
                self._written[digest] = self._threads().submit(self._write, digest, parts)
                self._unsettled.append(digest)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes. Raises Damaged when they are missing or damaged."""
        if digest in self._written:
            self._await(digest)
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            self._written.pop(digest, None)
            raise Damaged(
                digest, "something the shop had made is missing", file=str(self.path(digest))
            ) from error
        except OSError as error:
            raise refusal(error, self.path(digest)) from error
        if hashlib.sha256(data).hexdigest() != digest:
            self._remove(digest)
            raise Damaged(
                digest,
                "something the shop had made was damaged on the disk, and was removed",
                file=str(self.path(digest)),
            )
        return data

    @contextmanager
    def writer(self) -> Iterator[Writing]:
        """A blob to be written piece by piece; its digest is known when the context closes."""
        temporary = self._temporary()
        try:
            with explained(self.root), self._opened(temporary) as file:
                writing = Writing(file)
                yield writing
            writing.digest = writing.hash.hexdigest()
            self._take_in(temporary, writing.digest)
        finally:
            with suppress(OSError):
                os.unlink(temporary)

    def _await(self, digest: str) -> None:
        """Wait for a blob that is under way. A branch of this process has no thread to wait for: it
        looks for the file, which the process that it came from goes on writing."""
        if os.getpid() == self._process:
            self._written[digest].result()
            return
        for _ in range(_PATIENCE * 1000):
            if self.path(digest).is_file():
                return
            time.sleep(0.001)

    def flush(self) -> None:
        """Wait until all that was put can be read by any process."""
        with self._guard:
            under_way = list(self._written.values())
        for writing in under_way:
            writing.result()

    def settle(self) -> None:
        """Make all that was kept so far durable."""
        with self._guard:
            digests, self._unsettled = self._unsettled, []
        try:
            self._settle(digests)
        except BaseException:
            with self._guard:
                self._unsettled += digests  # so that no later settling passes over them
            raise

    def _settle(self, digests: list[str]) -> None:
        for digest in digests:
            self._written[digest].result()
        paths = [self.path(digest) for digest in digests]
        if not paths:
            return
        with explained(self.root):
            sync_files(paths)
            for folder in sorted({path.parent for path in paths}):
                sync_folder(folder)
            sync_folder(self.root)

    def close(self) -> None:
        aside, self._aside = self._aside, None
        if aside:
            aside.close()

    def sweep(self) -> None:
        """Remove what a killed build of this book left half written."""
        for leftover in self.root.glob(f"{self._prefix}*"):
            with suppress(OSError):
                leftover.unlink()

    def mend(self) -> None:
        """Read every blob, and remove the damaged ones."""
        for path in sorted(self.root.glob("??/*")):
            digest = path.parent.name + path.name
            with open(path, "rb") as file:
                sound = hashlib.file_digest(file, "sha256").hexdigest() == digest
            if not sound:
                self._remove(digest)

    def _remove(self, digest: str) -> None:
        self._written.pop(digest, None)
        with suppress(OSError):
            self.path(digest).unlink()

    def _threads(self) -> Aside:
        if self._aside is None:
            self._aside = Aside(4)
        return self._aside

    def _take_in(self, temporary: str, digest: str) -> None:
        """A file that was written piece by piece, under its digest."""
        with explained(self.root):
            self._place(temporary, digest)
        with self._guard:
            self._written[digest] = done(None)
            self._unsettled.append(digest)

    def _write(self, digest: str, parts: Iterable[bytes | memoryview]) -> None:
        temporary = self._temporary()
        with explained(self.root):
            try:
                with self._opened(temporary) as file:
                    file.writelines(parts)
                self._place(temporary, digest)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise

    def _temporary(self) -> str:
        """A name that no other writer of any process has."""
        return os.path.join(self.root, f"{self._prefix}{os.getpid()}-{next(_numbers)}")

    def _opened(self, temporary: str) -> BinaryIO:
        """A new file, for its owner's eyes alone."""
        try:
            return open(temporary, "wb", opener=_private)
        except FileNotFoundError:
            self.root.mkdir(parents=True, exist_ok=True)
            return open(temporary, "wb", opener=_private)

    def _place(self, temporary: str, digest: str) -> None:
        target = self.path(digest)
        try:
            os.replace(temporary, target)
        except FileNotFoundError:
            target.parent.mkdir(exist_ok=True)
            os.replace(temporary, target)


_numbers = count()
"""Of the files that this process has begun to write."""


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
