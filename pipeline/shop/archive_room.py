"""The records of finished jobs, taken out again: slips, handoffs, the account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.model import codec
from pipeline.model.account import Account
from pipeline.model.errors import UsageError
from pipeline.model.handoff import Handoff, Posts
from pipeline.model.manuscript import Manuscript
from pipeline.shop import recipe
from pipeline.shop.account import draw_up
from pipeline.shop.ledger import Ledger
from pipeline.shop.places import Places
from pipeline.shop.slip import Slip, decode
from pipeline.shop.store import Store


class Record:
    """A finished job of one edition."""

    def __init__(self, name: str, edition: int, job: dict[str, Any], store: Store) -> None:
        self.name = name
        self.edition = edition
        self.folder = Path(job["folder"])
        self.files: dict[str, str] = job["files"]
        self.runs: list[dict[str, Any]] = job["runs"]
        self.store = store

    def steps(self) -> list[str]:
        return [run["step"] for run in self.runs]

    def slips(self) -> list[Slip]:
        return [decode(self.store.get(run["slip"])) for run in self.runs]

    def handoff(self, run: dict[str, Any]) -> Handoff:
        kind = codec.TYPES[run["kind"]]
        return codec.decode(self.store.get(run["handoff"]), kind)  # type: ignore[type-var]

    def received(self) -> Posts:
        """The posts as the archives gave them, each with the numbers it has in this edition."""
        run = next(r for r in self.runs if r["kind"] == "Posts" and r["handoff"])
        found = self.handoff(run)
        assert isinstance(found, Posts)
        return found

    def manuscript(self) -> Manuscript:
        """The book as it went to the exports."""
        run = [r for r in self.runs if r["kind"] == "Manuscript" and r["handoff"]][-1]
        found = self.handoff(run)
        assert isinstance(found, Manuscript)
        return found

    def account(self) -> Account:
        return draw_up(self.slips(), self.manuscript())


@contextmanager
def opened(target: str, places: Places, edition: int = 0) -> Iterator[Record]:
    """The record of a book, or of a bare archive's: of the edition under way, or of another.

    Raises UsageError when it was never made.
    """
    name = target if places.has(target) else places.name_for(Path(target))
    if not edition:
        edition = recipe.read(places.recipe(name)).recipe.edition if places.has(target) else 1
    ledger = Ledger(places.ledger) if places.ledger.exists() else None
    store = Store(places.store)
    try:
        job = ledger.job(name, edition) if ledger else None
        if job is None:
            raise _never_made(target, places)
        yield Record(name, edition, job, store)
    finally:
        store.close()
        if ledger:
            ledger.close()


def _never_made(target: str, places: Places) -> UsageError:
    if places.has(target) or Path(target).exists():
        return UsageError(
            f"'{target}' was not made yet", todo=f"make it first: bookworks book {target}"
        )
    return places.unknown(target)
