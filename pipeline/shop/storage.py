"""The disk: durable writing, and its failures in plain words."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.model.errors import StorageError

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
        words = _WORDS.get(error.errno or 0)
        if words is None:
            raise StorageError(
                "the disk refused", file=str(error.filename or place), cause=str(error)
            ) from error
        raise StorageError(
            words[0], file=str(error.filename or place), cause=error.strerror or "", todo=words[1]
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a kill, meets the old bytes or the new, never a part."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
            sync_folder(path.parent)
        finally:
            with suppress(OSError):
                os.unlink(name)
