"""A plan: what a request comes to in a recipe's folder, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.errors import BookworksError
from pipeline.model.house import House, load
from pipeline.model.manuscript import Manuscript
from pipeline.shop import recipe, routing
from pipeline.shop.archive_room import Record
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.store import Store
from pipeline.transmit.change import Rule
from pipeline.transmit.change_scope import Passage, passages

TRANSMITTAL = "bundle/metadata/transmittal.json"


class Declined(BookworksError):
    """What is asked for cannot be done, or not as it is asked for; the message is the reason."""

    exit_code = 6


class Waits(BookworksError):
    """Only a person can do it; the message says what is wanted of them."""


class Sight(Struct):
    """A finished book as checks see it."""

    record: Record
    book: Manuscript
    passages: list[Passage]

    @classmethod
    def of(cls, record: Record) -> Sight:
        book = record.manuscript()
        return cls(record, book, passages(book))

    @property
    def items(self) -> set[str]:
        return {one.origin.item for one in self.passages if one.origin}

    def paths(self, ending: str) -> list[Path]:
        names = sorted(name for name in self.record.files if name.endswith(ending))
        return [self.record.folder / name for name in names if "/" not in name]

    def transmittal(self) -> dict[str, Any]:
        """What the book's own transmittal says. Raises Declined where it makes none."""
        path = self.record.folder / TRANSMITTAL
        if TRANSMITTAL not in self.record.files:
            raise Declined("this book makes no transmittal: its routing has no transmit.bundle")
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
        return found


class Ground(Struct):
    """What a plan is made on: the book as it stands."""

    job: Job
    house: House
    steps: dict[str, dict[str, Any]]  # the routing with its overrides: each step's options
    sight: Sight
    store: Store

    @classmethod
    def of(cls, job: Job, record: Record, places: Places) -> Ground:
        steps = routing.override(routing.load(job.recipe.routing, places), recipe.overrides(job))
        named = {step.name: step.options for step in steps}
        return cls(job, load(recipe.house(job)), named, Sight.of(record), record.store)

    @property
    def folder(self) -> Path:
        assert self.job.folder is not None
        return self.job.folder

    def must_run(self, step: str, what: str) -> None:
        """Raises Declined when the recipe leaves a step out."""
        if step not in self.steps:
            raise Declined(f"{what}: the recipe runs no {step}")


class Step(Struct, frozen=True):
    """Options of a step; of one that the routing lacks, `after` says where it goes. Lists are
    joined to those that there are, and tables laid upon them."""

    run: str
    options: dict[str, Any]
    after: str = ""
    without: dict[str, tuple[Any, ...]] = {}  # what leaves a list


class Edit(Struct, frozen=True):
    """One entry of the book's edits."""

    item: str
    block: int
    was: str
    now: str


class Proof(Struct, frozen=True):
    """What a check of the plan's own found."""

    name: str
    passed: bool
    found: str


Check = Callable[[Sight, Sight], Proof]


class Plan(Struct):
    """What is to be written, and by what it is seen to be done."""

    steps: list[Step] = []
    house: dict[tuple[str, ...], Any] = {}
    anew: bool = False  # the house file forgets which styles were asked for before
    book: dict[str, Any] = {}  # keys of the recipe's `book:`; None takes one out
    edits: list[Edit] = []
    rules: list[Rule] = []
    checks: list[Check] = []
    counts: dict[str, int] = {}
    deviations: list[Callable[[Sight, Sight], str]] = []  # "" where there is none
