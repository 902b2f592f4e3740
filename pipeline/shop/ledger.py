"""The ledger: which runs were made, what each gave, and what a job came to. SQLite.

The rollback journal with synchronous=EXTRA, not WAL: SQLite before 3.51.3 can damage a WAL file
when it is reset, and the ledger writes little enough not to mind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from pipeline.model.errors import StorageError
from pipeline.shop.storage import explained

PATIENCE = 60.0
"""Seconds to wait for another build's transaction."""

_SCHEMA = """
create table if not exists runs (
    identity text primary key,
    step text not null,
    kind text not null,
    handoff text not null default '',
    slip text not null,
    seconds real not null
) without rowid;
create table if not exists jobs (
    book text not null,
    edition integer not null,
    job text not null,
    primary key (book, edition)
) without rowid;
pragma user_version = 1;
"""


class Run(Struct, frozen=True):
    """One run of one operation. `handoff` is '' where a cheap neighbour's was not kept."""

    identity: str
    step: str
    kind: str
    handoff: str
    slip: str
    seconds: float


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path
        with explained(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        with _told(path):
            self.db = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            self.db.execute("pragma synchronous = extra")
            if self.db.execute("pragma user_version").fetchone()[0] == 0:
                self.db.executescript("begin immediate;" + _SCHEMA + "commit;")

    def run(self, identity: str) -> Run | None:
        """The run of this identity, if it was ever made."""
        with _told(self.path):
            row = self.db.execute(
                "select identity, step, kind, handoff, slip, seconds from runs where identity = ?",
                (identity,),
            ).fetchone()
        return Run(*row) if row else None

    def add(self, runs: list[Run]) -> None:
        """Write down runs whose bytes are safe in the store, all or none."""
        with _told(self.path), self._transaction():
            self.db.executemany(
                "insert or replace into runs (identity, step, kind, handoff, slip, seconds)"
                " values (?, ?, ?, ?, ?, ?)",
                [(r.identity, r.step, r.kind, r.handoff, r.slip, r.seconds) for r in runs],
            )

    def forget(self, digest: str, identities: list[str]) -> None:
        """Strike out the runs that gave a damaged blob; where none is known for it (it is a file
        or a picture), those of the whole job."""
        with _told(self.path), self._transaction():
            found = self.db.execute(
                "delete from runs where handoff = ? or slip = ?", (digest, digest)
            ).rowcount
            if not found:
                self.db.executemany(
                    "delete from runs where identity = ?", [(mark,) for mark in identities]
                )

    def finish(self, book: str, edition: int, job: str) -> None:
        """Write down what a finished job came to (JSON)."""
        with _told(self.path), self._transaction():
            self.db.execute("insert or replace into jobs values (?, ?, ?)", (book, edition, job))

    def job(self, book: str, edition: int) -> str | None:
        """What the last finished job of an edition came to (JSON)."""
        with _told(self.path):
            row = self.db.execute(
                "select job from jobs where book = ? and edition = ?", (book, edition)
            ).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what a failing ledger means, and what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        words = str(error)
        if "locked" in words or "busy" in words:
            cause, todo = "another program holds it", "wait for the other build, then try again"
        elif "full" in words:
            cause, todo = "the disk is full", "make room and run the build again"
        elif "readonly" in words or "unable to open" in words:
            cause, todo = "it cannot be written to", "choose another folder with --out"
        elif "malformed" in words or "not a database" in words:
            cause, todo = (
                "it is damaged",
                "delete it and build again: nothing of yours is in it",
            )
        else:
            cause, todo = words, "run the build again"
        raise StorageError("the shop's ledger", file=str(path), cause=cause, todo=todo) from error
