"""The disk: durable writing, and its failures in plain words."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model.errors import StorageError

if TYPE_CHECKING:
    import sqlite3

_WORDS = {
    errno.ENOSPC: ("the disk is full", "make room and run the build again: it goes on from here"),
    errno.EDQUOT if hasattr(errno, "EDQUOT") else -1: (
        "your quota on this disk is used up",
        "make room and run the build again: it goes on from here",
    ),
    errno.EROFS: (
        "this folder cannot be written to: the disk is read-only",
        "choose another folder with --out, or make this one writable",
    ),
    errno.EACCES: (
        "this folder may not be written to",
        "choose another folder with --out, or change its permissions",
    ),
    errno.EPERM: (
        "this folder may not be written to",
        "choose another folder with --out, or change its permissions",
    ),
    errno.EIO: ("the disk reports a fault", "check the disk, then run the build again"),
    errno.EFBIG: ("a file grew past what this disk allows", "choose another folder with --out"),
}


@contextmanager
def explained(place: Path) -> Iterator[None]:
    """Turn the operating system's refusals into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        raise refusal(error, place) from error


def is_refusal(error: OSError) -> bool:
    """Whether the disk is to blame, and not whoever asked something of it."""
    return error.errno in _WORDS and error.errno not in (errno.EACCES, errno.EPERM)


def refusal(error: OSError, place: Path) -> StorageError:
    """What an error of the operating system means, and what to do."""
    file = str(error.filename or place)
    words = _WORDS.get(error.errno or 0)
    if words is None:
        return StorageError("the disk refused", file=file, cause=str(error))
    return StorageError(words[0], file=file, cause=error.strerror or "", todo=words[1])


_DATABASE_WORDS = {
    "full": _WORDS[errno.ENOSPC],
    "readonly": _WORDS[errno.EROFS],
    "unable to open": ("it cannot be opened", "choose another folder with --out"),
    "disk I/O": _WORDS[errno.EIO],
}


def database_refusal(error: sqlite3.Error, file: Path, message: str) -> StorageError:
    """What a refusal that came by way of SQLite means, and what to do."""
    words = str(error)
    if "unable to open" in words:
        # SQLite does not say why; whoever tries to make a file beside it is told.
        import tempfile

        try:
            tempfile.TemporaryFile(dir=file.parent).close()
        except OSError as refused:
            return refusal(refused, file)
    known = [said for sign, said in _DATABASE_WORDS.items() if sign in words]
    cause, todo = known[0] if known else (words, "delete this file, then run the build again")
    return StorageError(message, file=str(file), cause=cause, todo=todo)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(files: Sequence[Path]) -> None:
    """Make the bytes of files durable. All are set going before any is waited for: a disk is done
    with many at once sooner than with one after the other."""
    for file in files if hasattr(os, "posix_fadvise") else ():
        handle = os.open(file, os.O_RDONLY)
        try:
            # What is not needed in memory any more is written, as soon as that can be.
            with suppress(OSError):  # not every disk takes advice
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    for file in files:
        with open(file, "rb+") as written:
            os.fsync(written.fileno())


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and make its bytes durable. A kill may leave a part of it."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a kill, meets the old bytes or the new, never a part.

    What a kill leaves beside it is written over by the next that writes the same file.
    """
    temporary = path.with_name(f".writing-{path.name}")
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_synced(temporary, data)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def write_sealed(path: Path, value: Any) -> None:
    """Write a JSON value with its digest on the line before it."""
    write_whole(path, sealed(value).encode())


def read_sealed(path: Path) -> Any:
    """What `write_sealed` wrote; None when it is missing or damaged."""
    try:
        return unsealed(path.read_bytes())
    except OSError:
        return None


def sealed(value: Any) -> str:
    body = json.dumps(value, indent=1)
    return f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}"


def unsealed(data: bytes) -> Any:
    """The value of `sealed`; None when a bit of it is not as it was."""
    seal, _, body = data.partition(b"\n")
    return json.loads(body) if hashlib.sha256(body).hexdigest().encode() == seal else None
