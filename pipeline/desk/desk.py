"""A desk that is open: its folder, its database, its files, and who comes through the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from pipeline.desk import accounts, tokens
from pipeline.desk.actor import Actor
from pipeline.desk.blobs import Blobs
from pipeline.desk.database import Database
from pipeline.desk.settings import Office, open_office


class Desk:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.database = Database(office.database)
        self.database.lay_out()
        self.blobs = Blobs(office.folder)
        self.reading = self.database.reading
        self.writing = self.database.writing

    @property
    def cookie(self) -> str:
        """Loopback, too, counts as safe to browsers, which is what this prefix asks for."""
        return "__Host-bookworks"

    def visitor(self, cookie: str, address: str) -> Actor | None:
        return self._who(
            lambda db: accounts.visitor(db, cookie, address), accounts.is_stale, accounts.touch
        )

    def bearer(self, secret: str, address: str) -> Actor | None:
        key = self.office.server_key
        return self._who(
            lambda db: tokens.bearer(db, secret, key, address), tokens.is_stale, tokens.touch
        )

    def _who(
        self, find: Callable[[Session], Actor | None],
        is_stale: Callable[[Session, Actor], bool], touch: Callable[[Session, Actor], None],
    ) -> Actor | None:  # fmt: skip
        with self.reading() as db:
            actor = find(db)
            stale = actor is not None and is_stale(db, actor)
        if actor is not None and stale:
            with self.writing() as db:
                touch(db, actor)
        return actor


def open_desk(folder: Path) -> Desk:
    return Desk(open_office(folder))


def desk_of(request: Request) -> Desk:
    found: Any = request.app.state.desk
    assert isinstance(found, Desk)
    return found


def address(request: Request) -> str:
    """Where a request comes from. A proxy's word counts only where the server was told to trust it,
    which uvicorn then has put here."""
    return request.client.host if request.client else ""
