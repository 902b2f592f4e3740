"""The database: one place that opens it, for reading or for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from pipeline.desk.tables import Table

AT_ONCE = 8
"""How many requests are worked on at the same moment; the others wait in turn, since with more of
them under way at once each would take longer, and none of them be done sooner."""

_SAFE_WAL = (3, 51, 3)
"""Before this, SQLite could damage a database in WAL mode when two processes met at a reset."""


class Database:
    def __init__(self, url: str) -> None:
        lite = url.startswith("sqlite")
        given: dict[str, Any] = {"connect_args": {"timeout": 20}} if lite else {}
        self.engine = create_engine(
            url, pool_pre_ping=not lite, pool_size=AT_ONCE, max_overflow=4,
            hide_parameters=True,  # else its complaints, and so the log, hold what it was given
            **given,
        )  # fmt: skip
        if lite:
            _tame(self.engine)
        self._writer = self.engine.execution_options(writes=True)

    def lay_out(self) -> None:
        Table.metadata.create_all(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What stands now. Nothing that is done here is kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """All of it, or, where anything goes wrong, nothing."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def _lower(text: str | None) -> str | None:
    """Small letters of any alphabet; SQLite's own knows English alone."""
    return text.lower() if text is not None else None


def _tame(engine: Engine) -> None:
    """SQLite keeps what others may refer to, survives a power cut, and lets one write at a time
    from the start: two that read first and write then would else refuse each other."""
    wal = sqlite3.sqlite_version_info >= _SAFE_WAL

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin ourselves
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.execute("pragma foreign_keys=on")
        connection.execute(f"pragma journal_mode={'wal' if wal else 'delete'}")
        connection.execute(f"pragma synchronous={'full' if wal else 'extra'}")

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("begin immediate" if writes else "begin")
