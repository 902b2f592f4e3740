"""The ledger: which runs were made, what each gave, and what a job came to. SQLite.

The rollback journal with synchronous=EXTRA, not WAL: SQLite before 3.51.3 can damage a WAL file
when it is reset, and the ledger writes little enough not to mind.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from msgspec import Struct

from pipeline.model.errors import Busy, StorageError
from pipeline.shop.storage import database_refusal, explained, sealed, unsealed

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
create table if not exists laid (
    folder text not null,
    book text not null,
    name text not null,
    digest text not null,
    primary key (folder, book, name, digest)
) without rowid;
pragma user_version = 2;
"""


class Run(Struct, frozen=True):
    """One run of one operation. `handoff` is '' where a cheap neighbour's was not kept."""

    identity: str
    step: str
    kind: str
    handoff: str
    slip: str
    seconds: float


class LedgerDamaged(StorageError):
    """The ledger's own bytes are damaged; `begin_anew` puts it aside."""


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = Lock()
        with explained(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        with _told(path):
            self.db = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
        try:
            with _told(path):
                self.db.execute("pragma synchronous = extra")
                if self.db.execute("pragma user_version").fetchone()[0] != 2:
                    self.db.executescript("begin immediate;" + _SCHEMA + "commit;")
        except BaseException:
            self.db.close()
            raise

    def run(self, identity: str) -> Run | None:
        """The run of this identity, if it was ever made."""
        with self._alone():
            row = self.db.execute(
                "select identity, step, kind, handoff, slip, seconds from runs where identity = ?",
                (identity,),
            ).fetchone()
        return Run(*row) if row else None

    def add(self, runs: list[Run]) -> None:
        """Write down runs whose bytes are safe in the store, all or none."""
        with self._transaction():
            self.db.executemany(
                "insert or replace into runs (identity, step, kind, handoff, slip, seconds)"
                " values (?, ?, ?, ?, ?, ?)",
                [(r.identity, r.step, r.kind, r.handoff, r.slip, r.seconds) for r in runs],
            )

    def forget(self, digest: str, identities: list[str]) -> None:
        """Strike out the runs that gave a damaged blob; where none is known for it (it is a file
        or a picture), those of the whole job."""
        with self._transaction():
            found = self.db.execute(
                "delete from runs where handoff = ? or slip = ?", (digest, digest)
            ).rowcount
            if not found:
                self._strike(identities)

    def audit(self, has: Callable[[str], bool]) -> None:
        """Strike out the runs whose blobs are not there."""
        with self._transaction():
            rows = self.db.execute("select identity, handoff, slip from runs").fetchall()
            self._strike([r[0] for r in rows if not (has(r[2]) and (not r[1] or has(r[1])))])

    def strike(self, identities: list[str]) -> None:
        """Strike out runs."""
        with self._transaction():
            self._strike(identities)

    def _strike(self, identities: list[str]) -> None:
        marks = [(mark,) for mark in identities]
        self.db.executemany("delete from runs where identity = ?", marks)

    def finish(self, book: str, edition: int, job: dict[str, Any]) -> None:
        """Write down what a finished job came to."""
        with self._transaction():
            self.db.execute(
                "insert or replace into jobs values (?, ?, ?)", (book, edition, sealed(job))
            )

    def job(self, book: str, edition: int) -> dict[str, Any] | None:
        """What the last finished job of an edition came to; None when it is not known."""
        with self._alone():
            row = self.db.execute(
                "select job from jobs where book = ? and edition = ?", (book, edition)
            ).fetchone()
        return unsealed(row[0].encode()) if row else None

    def laid(self, folder: Path) -> list[tuple[str, str, str]]:
        """Book, name and digest of each file that the shop may have laid in a folder."""
        with self._alone():
            return self.db.execute(
                "select book, name, digest from laid where folder = ? order by 1, 2, 3",
                (self._place(folder),),
            ).fetchall()

    def lay(self, folder: Path, book: str, files: dict[str, str], *, done: bool) -> None:
        """Write down the digests of files: those about to be laid beside those that may still be
        there, then, when it is done, those alone."""
        place = self._place(folder)
        with self._transaction():
            if done:
                self.db.execute("delete from laid where folder = ? and book = ?", (place, book))
            self.db.executemany(
                "insert or ignore into laid values (?, ?, ?, ?)",
                [(place, book, name, digest) for name, digest in files.items()],
            )

    def _place(self, folder: Path) -> str:
        """A folder by its path from the ledger's, so that a floor may be moved."""
        above = self.path.parent.parent
        return str(folder.relative_to(above) if folder.is_relative_to(above) else folder)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread of this build at a time: SQLite waits for another build only where nothing of
        this one is reading, and gives up at once where something is."""
        with self._turn, _told(self.path):
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._alone():
            self.db.execute("begin immediate")
            try:
                yield
                self.db.execute("commit")
            except BaseException:
                # On a full disk SQLite has rolled back itself, and another time would raise.
                with suppress(sqlite3.Error):
                    self.db.execute("rollback")
                raise


def begin_anew(path: Path) -> Path:
    """Put a damaged ledger aside, so that the next build begins another; where it went."""
    aside = path.with_name("ledger.damaged.sqlite")
    with explained(path):
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        os.replace(path, aside)
    return aside


_DAMAGE = ("malformed", "not a database", "no such", "decode", "constraint")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what a failing ledger means, and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        if "locked" in words or "busy" in words:
            raise Busy(
                "the shop's ledger is held by another program",
                file=str(path),
                todo="wait for the other build, then try again",
            ) from error
        if any(sign in words for sign in _DAMAGE):
            raise LedgerDamaged(
                "the shop's ledger is damaged",
                file=str(path),
                cause=words,
                todo="delete it and build again: nothing of yours is in it",
            ) from error
        raise database_refusal(error, path, "the shop's ledger cannot be used") from error
