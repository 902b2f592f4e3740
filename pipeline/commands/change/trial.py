"""A trial: the book built from a changed copy of its recipe's folder, out of sight. The recipe
itself is written to when all is well, and then as one: a kill in the middle is made good later."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.model.errors import ArchiveError
from pipeline.shop import identity, lock
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.job import build
from pipeline.shop.ledger import Ledger
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch
from pipeline.shop.storage import explained, read_sealed, write_sealed, write_whole

Staged = dict[str, bytes]
"""Files by their paths from the recipe's folder."""

BESIDE = ("requests", "editions", "__pycache__")
"""What lies in a recipe's folder and no build of this edition reads."""

_PATIENCE = 600.0


class Hidden(Places):
    """A floor with the sources of another, and recipes, results and records of its own."""

    @property
    def recipes(self) -> Path:
        return self.state / "recipes"


@contextmanager
def held(book: str, places: Places) -> Iterator[None]:
    """One request at a time, and none before what a kill left unfinished."""
    path = places.state / "locks" / f"{book}.changes.sqlite"
    with lock.held(path, _PATIENCE, lambda: None):
        finish(book, places)
        yield


@contextmanager
def tried(book: str, places: Places, staged: Staged, watch: Watch | None) -> Iterator[Record]:
    """The record of the book as it would be. Raises BookworksError when it cannot be made."""
    state = places.state / "trials" / book
    hidden = Hidden(places.root, state, state / "out")
    with explained(state):
        shutil.rmtree(state, ignore_errors=True)
        _lay_out(book, places, hidden, staged)
    try:
        build(Order(book), hidden, watch, lambda said: None)
        with opened(book, hidden) as record:
            yield record
        _take_over(hidden, places)
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _lay_out(book: str, places: Places, hidden: Places, staged: Staged) -> None:
    hidden.recipes.mkdir(parents=True)
    places.store.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # where links may not be made, all is made anew
        os.symlink(places.store, hidden.store, target_is_directory=True)
    routings = places.recipes / "routings"
    if routings.is_dir():
        shutil.copytree(routings, hidden.recipes / "routings")
    shutil.copytree(
        places.recipe(book).parent,
        hidden.recipes / book,
        ignore=shutil.ignore_patterns(*BESIDE, ".*"),
    )
    for name, data in staged.items():
        path = hidden.recipes / book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if (places.state / "archives.json").is_file():
        shutil.copyfile(places.state / "archives.json", hidden.state / "archives.json")
    with (
        closing(sqlite3.connect(places.ledger)) as was,
        closing(sqlite3.connect(hidden.ledger)) as now,
    ):
        was.backup(now)


def _take_over(hidden: Places, places: Places) -> None:
    """What the trial made need not be made again. Where that fails, it is."""
    with suppress(sqlite3.Error), closing(Ledger(places.ledger)) as ledger:
        ledger.db.execute("attach database ? as trial", (str(hidden.ledger),))
        ledger.db.execute("insert or ignore into main.runs select * from trial.runs")


# -- writing, all or nothing -----------------------------------------------------------------------


def folder_digest(folder: Path) -> str:
    """What stands for all that a build reads of a recipe's folder."""
    rows = [
        f"{path.name} {identity.files(path, folder)}"
        for path in sorted(folder.iterdir())
        if path.name not in BESIDE and not path.name.startswith(".")
    ]

    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def commit(book: str, places: Places, staged: Staged, seen: str) -> None:
    """Write the files into the recipe's folder: all, or none. `seen` is the digest of the folder
    that the trial was made from. Raises ArchiveError when it was changed since."""
    folder = places.recipe(book).parent
    if folder_digest(folder) != seen:
        raise ArchiveError(
            "the recipe's folder was changed while the change was being tried",
            file=str(folder),
            todo="apply the request again",
        )
    before = {name: _kept(folder / name) for name in staged}
    write_sealed(_journal(book, places), {"before": before})
    try:
        for name, data in staged.items():
            write_whole(folder / name, data)
    except BaseException:
        undo(book, places)
        raise


def settle(book: str, places: Places) -> None:
    """The change stands: nothing of it is to be undone."""
    _journal(book, places).unlink(missing_ok=True)


def undo(book: str, places: Places) -> None:
    """Bring the files back as they were before `commit`."""
    found = read_sealed(_journal(book, places))
    if found:
        _restore(places.recipe(book).parent, found["before"])
    settle(book, places)


def finish(book: str, places: Places) -> None:
    """Undo what a kill left half done."""
    if _journal(book, places).exists():
        undo(book, places)


def _restore(folder: Path, before: dict[str, Any]) -> None:
    for name, data in before.items():
        if data is None:
            (folder / name).unlink(missing_ok=True)
        else:
            write_whole(folder / name, data.encode("utf-8", "surrogateescape"))


def _kept(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def _journal(book: str, places: Places) -> Path:
    return places.state / "trials" / f"{book}.undo.json"
