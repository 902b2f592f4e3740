"""Delivery: an edition's finished files, laid down in its folder."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.model.handoff import Deliverables
from pipeline.shop.storage import explained, write_whole
from pipeline.shop.store import Store


def lay_down(
    folder: Path, files: Deliverables, pages: dict[str, bytes], store: Store, last: str | None
) -> dict[str, str]:
    """Write the files and pages; the digest of each by its name.

    What the last job left there and this one does not make is removed. A file that somebody edited
    by hand is not touched: raises StorageError saying so.
    """
    before: dict[str, str] = {}
    if last and (record := json.loads(last))["folder"] == str(folder):
        before = record["files"]
    wanted = {file.name: file.digest for file in files.files}
    _respect_hands(folder, before, wanted)
    for name, digest in wanted.items():
        if not _holds(folder / name, digest):
            write_whole(folder / name, store.get(digest))
    for name, data in pages.items():
        wanted[name] = hashlib.sha256(data).hexdigest()
        if not _holds(folder / name, wanted[name]):
            write_whole(folder / name, data)
    _clear(folder, set(before) - set(wanted))
    return wanted


def _respect_hands(folder: Path, before: dict[str, str], wanted: dict[str, str]) -> None:
    for name, digest in before.items():
        path = folder / name
        if path.name.startswith("traveler.") or not path.is_file() or _holds(path, digest):
            continue
        if wanted.get(name) and _holds(path, wanted[name]):
            continue
        raise StorageError(
            "this file was changed by hand since the shop made it, and would be lost",
            file=str(path),
            todo="move it elsewhere, then build again",
        )


def _holds(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _clear(folder: Path, names: set[str]) -> None:
    with explained(folder):
        for name in sorted(names):
            (folder / name).unlink(missing_ok=True)
        for name in sorted(names, reverse=True):
            with suppress(OSError):
                (folder / name).parent.rmdir()
