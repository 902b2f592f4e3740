"""One build of one book at a time. SQLite's own lock: it is portable, and a kill releases it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.model.errors import Busy
from pipeline.shop.storage import database_refusal, explained


@contextmanager
def held(path: Path, patience: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock at `path`, waiting up to `patience` seconds for whoever has it.

    Raises Busy when it is still held then, StorageError when the file cannot be had at all.
    """
    with explained(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()  # SQLite's own words for a full or a read-only disk are poorer
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as database:
        _take(database, path, patience, waiting)
        yield


def _take(
    database: sqlite3.Connection, path: Path, patience: float, waiting: Callable[[], None]
) -> None:
    until = time.monotonic() + patience
    told = False
    while True:
        try:
            database.execute("begin exclusive")
            return
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error):
                words = "the book cannot be locked for this build"
                raise database_refusal(error, path, words) from error
            if time.monotonic() > until:
                raise Busy(
                    "another build of this book is still under way",
                    file=str(path),
                    todo="wait for it to finish, then try again",
                ) from error
        if not told:
            waiting()
            told = True
