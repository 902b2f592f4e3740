"""A desk that is open: its folder, its database, its files, and who comes through the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from sqlalchemy.orm import Session

from pipeline.desk import accounts, tokens
from pipeline.desk.actor import Actor
from pipeline.desk.blobs import Blobs
from pipeline.desk.database import Database
from pipeline.desk.settings import Office, open_office

Made = TypeVar("Made")


class Desk:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.database = Database(office.database)
        self.database.lay_out()
        self.blobs = Blobs(office.folder)
        self.reading = self.database.reading
        self.writing = self.database.writing
        self._turn = CapacityLimiter(1)
        self.newest, self.news_due = 0, 0.0  # of the notices, as those who listen last saw it

    async def in_turn(self, work: Callable[[], Made]) -> Made:
        """Do what is soon done, one after the other: threads that share an interpreter and each
        fetch their rows hold each other up so much that a page takes twice as long."""
        return await to_thread.run_sync(work, limiter=self._turn)

    @property
    def cookie(self) -> str:
        """Loopback, too, counts as safe to browsers, which is what this prefix asks for."""
        return "__Host-bookworks"

    def visitor(self, cookie: str, address: str) -> Actor | None:
        with self.reading() as db:
            actor = accounts.visitor(db, cookie, address)
        return self._noted(actor, accounts.touch)

    def bearer(self, secret: str, address: str) -> Actor | None:
        with self.reading() as db:
            actor = tokens.bearer(db, secret, self.office.server_key, address)
        return self._noted(actor, tokens.touch)

    def _noted(self, actor: Actor | None, touch: Callable[[Session, Actor], None]) -> Actor | None:
        if actor is not None and actor.is_stale:
            with self.writing() as db:
                touch(db, actor)
        return actor


def open_desk(folder: Path) -> Desk:
    return Desk(open_office(folder))


def desk_of(request: Request) -> Desk:
    found: Any = request.app.state.desk
    assert isinstance(found, Desk)
    return found


async def at_desk(request: Request) -> Desk:
    """The same for routes; of a plain function they would make a thread's work."""
    return desk_of(request)


def address(request: Request) -> str:
    """Where a request comes from. A proxy's word counts only where the server was told to trust it,
    which uvicorn then has put here."""
    return request.client.host if request.client else ""
