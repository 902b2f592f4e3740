"""Delivery: an edition's finished files, laid down in its folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.model.handoff import Deliverables
from pipeline.shop.ledger import Ledger
from pipeline.shop.storage import explained, sync_files, sync_folder
from pipeline.shop.store import Store

Bytes = Callable[[], bytes]


def lay_down(
    folder: Path,
    book: str,
    files: Deliverables,
    pages: dict[str, bytes],
    store: Store,
    ledger: Ledger,
) -> dict[str, str]:
    """Write the files and pages; the digest of each by its name.

    What an earlier job of the book left there and this one does not make is removed. A file that
    the shop did not make, or that somebody edited by hand, is not touched: raises StorageError
    saying so. The ledger knows what is about to be laid before any of it is, so that what a kill
    leaves is known for the shop's own.
    """
    wanted = {file.name: file.digest for file in files.files}
    made: dict[str, Bytes] = {n: lambda d=d: store.get(d) for n, d in wanted.items()}  # type: ignore[misc]
    for name, data in pages.items():
        wanted[name] = hashlib.sha256(data).hexdigest()
        made[name] = lambda data=data: data  # type: ignore[misc]
    known = ledger.laid(folder)
    old = {name for owner, name, _ in known if owner == book} - wanted.keys()
    there = {name: _digest(folder / name) for name in sorted(old | wanted.keys())}
    _respect_hands(folder, there, wanted, {(name, digest) for _, name, digest in known})
    ledger.lay(folder, book, wanted, done=False)
    new = {name: made[name] for name in wanted if there[name] != wanted[name]}
    _write(folder, folder / f".writing-{book}", new)
    _clear(folder, old)
    ledger.lay(folder, book, wanted, done=True)
    return wanted


def _respect_hands(
    folder: Path, there: dict[str, str], wanted: dict[str, str], known: set[tuple[str, str]]
) -> None:
    names = {name for name, _ in known}
    for name, digest in there.items():
        ours = digest in ("", wanted.get(name)) or (name, digest) in known
        if ours or name.startswith("traveler."):
            continue
        what = (
            "this file was changed by hand since the shop made it"
            if name in names
            else "this file is not of the shop's making"
        )
        raise StorageError(
            f"{what}, and would be lost",
            file=str(folder / name),
            todo="move it elsewhere, then build again",
        )


def _digest(path: Path) -> str:
    """The digest of a file; "" when there is none."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _write(folder: Path, room: Path, files: dict[str, Bytes]) -> None:
    """Write all of the files aside before any takes its place, so that a disk that is full in the
    middle of it costs nothing that was there."""
    shutil.rmtree(room, ignore_errors=True)
    with explained(folder):
        try:
            room.mkdir(parents=True)
            aside = {name: room / str(number) for number, name in enumerate(files)}
            for name, data in files.items():
                aside[name].write_bytes(data())
            sync_files(list(aside.values()))
            for name, written in aside.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(written, folder / name)
        finally:
            shutil.rmtree(room, ignore_errors=True)
        for place in sorted({folder / part for name in files for part in Path(name).parents}):
            sync_folder(place)
    with suppress(OSError):  # it may be somebody else's, and not ours to open
        sync_folder(folder.parent)


def _clear(folder: Path, names: set[str]) -> None:
    with explained(folder):
        for name in sorted(names):
            (folder / name).unlink(missing_ok=True)
    for name in sorted(names, reverse=True):
        for part in Path(name).parents:
            with suppress(OSError):
                (folder / part).rmdir() if part.parts else None
