"""The archives of a job: found, digested once, and not again while size, time and inode stand."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.model.errors import ArchiveError, StorageError, nearest
from pipeline.model.handoff import Archive, Archives
from pipeline.shop.stamp import Trace, trace
from pipeline.shop.storage import read_sealed, write_sealed

CHUNK = 1 << 23
"""Bytes that are digested at once: while they are, other work goes on."""


def archives(sources: tuple[str, ...], root: Path, memory: Path) -> Archives:
    """The archives that a recipe names, by paths from the floor's root.

    Raises ArchiveError naming the nearest file that is there.
    """
    return traced(sources, root, memory)[0]


def traced(
    sources: tuple[str, ...], root: Path, memory: Path
) -> tuple[Archives, list[tuple[str, Trace]]]:
    """The archives, and the trace that each had before it was digested."""
    known = _remembered(memory)
    before = dict(known)
    found = []
    for source in sources:
        path = root / source
        if not path.exists():
            raise ArchiveError("there is no such archive", file=str(path), todo=_nearest(path))
        with _readable(path):
            found.append(Archive(_digest(path, known), path.name, str(path)))
    if known != before:
        # A memory that cannot be kept costs the next build some time, and nothing else.
        with suppress(StorageError):
            write_sealed(memory, known)
    return Archives(tuple(found)), [(a.path, known[a.path]["trace"]) for a in found]


def new(paths: list[Path], memory: Path) -> dict[Path, Trace]:
    """The archives by their traces, where all are files and none was met before as it is now: they
    will have to be read. None where that cannot be said of all."""
    known = _remembered(memory)
    if not all(path.is_file() for path in paths):
        return {}
    with suppress(OSError):
        traces = {path: trace(path) for path in paths}
        if all(known.get(str(path), {}).get("trace") != seen for path, seen in traces.items()):
            return traces
    return {}


def _nearest(path: Path) -> str:
    """What a path may have been meant to be: the first part of it that is not there is the one
    that was misspelt."""
    while not path.parent.is_dir():
        path = path.parent
    near = [found.name for found in path.parent.iterdir() if found.name[0] != "."]
    said = nearest(path.name, near) or "there is nothing"
    return f"{said} (in {path.parent})"


def word(archives: Archives) -> str:
    """What stands for the archives in identities: their digests and names, not where they lie."""
    return "\n".join(f"{archive.digest} {archive.name}" for archive in archives.archives)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(
            "this archive cannot be read",
            file=str(error.filename or path),
            cause=error.strerror or str(error),
            todo="check the file, the disk and their permissions, then run the build again",
        ) from error


def _digest(path: Path, known: dict[str, Any]) -> str:
    facts = trace(path)
    entry = known.get(str(path))
    if entry and entry["trace"] == facts:
        return str(entry["digest"])
    digest = _folder(path, facts) if path.is_dir() else _file(path)
    known[str(path)] = {"trace": facts, "digest": digest}
    return digest


def _file(path: Path) -> str:
    total = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:
        chunk = memoryview(bytearray(min(CHUNK, os.fstat(file.fileno()).st_size + 1)))
        while size := file.readinto(chunk):
            total.update(chunk[:size])
    return total.hexdigest()


def _folder(path: Path, facts: Trace) -> str:
    total = hashlib.sha256()
    for name, *_ in facts:
        total.update(f"{name}\0{_file(path / name)}\n".encode())
    return total.hexdigest()


def _remembered(memory: Path) -> dict[str, Any]:
    known = read_sealed(memory)
    return known if isinstance(known, dict) else {}
