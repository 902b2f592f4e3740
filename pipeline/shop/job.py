"""A job: a book made from its recipe, or from a bare archive, and laid down in its folder."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from pipeline.model.errors import ArchiveError, Damaged, StorageError
from pipeline.model.handoff import Archives
from pipeline.shop import lock, planning, received, seal, stamp
from pipeline.shop.aside import Aside
from pipeline.shop.early import Early
from pipeline.shop.ledger import LedgerDamaged, begin_anew
from pipeline.shop.order import Changed, Order, Outcome
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.routing import Planned, Step
from pipeline.shop.setting import Watch
from pipeline.shop.store import Store

if TYPE_CHECKING:
    from pipeline.shop.hand import Hand

TRIES = 3
"""How often a build is begun again because stored bytes turned out to be damaged,
or because the recipe or an archive was changed under it."""

Say = Callable[[str], None]


def build(
    order: Order, places: Places, watch: Watch | None, say: Say, hold: list[object] | None = None
) -> Outcome:
    """Make a book. Raises BookworksError; what was finished before it is kept for the next try.

    `hold` is given what the book was made of. A program that is about to end keeps it until then:
    taking a million small objects apart one by one takes longer than leaving them.
    """
    name = planning.name(order.target, places)
    with lock.held(
        places.state / "locks" / f"{name}.sqlite",
        order.patience,
        lambda: say(f"Another build of {name} is under way; waiting for it."),
    ):
        # The trees of a book hold no cycles, and looking for some costs a third of the time. Who
        # has left off looking already does not want to begin while the whole book is in memory.
        was = gc.isenabled()
        gc.disable()
        try:
            return _build(name, order, places, watch, [] if hold is None else hold)
        finally:
            if was:
                gc.enable()


def _build(
    name: str, order: Order, places: Places, watch: Watch | None, hold: list[object]
) -> Outcome:
    notes: list[str] = []
    with closing(Store(places.store, name)) as store:
        store.sweep()
        for tried in range(TRIES):
            try:
                return _try(order, places, watch, store, notes, hold)
            except Damaged as damage:
                notes.append(f"{damage.message}; it was made again ({damage.file}).")
                again: StorageError | ArchiveError = damage
            except LedgerDamaged as damage:
                aside = begin_anew(places.ledger)
                notes.append(f"{damage.message}; another was begun, and all made again ({aside}).")
                again = damage
            except Changed as change:
                again = change
            if tried + 1 == TRIES:
                raise again
    raise AssertionError("unreachable")


def _try(
    order: Order, places: Places, watch: Watch | None, store: Store, notes: list[str],
    hold: list[object],
) -> Outcome:  # fmt: skip
    seen = stamp.look()
    job = planning.find(order.target, places, order.sealed)
    if job.folder:
        seen.paper(job.folder)
    for route in places.routes(job.recipe.routing):
        seen.paper(route)  # one that is not there yet may come to shadow the other
    steps = planning.steps(job, places, order.only)
    paths = [places.root / source for source in job.recipe.sources]
    unmet = received.new(paths, places.state / "archives.json")
    with closing(Early(steps, unmet, store, partial(_ready, job, steps, store))) as early:
        archives, plan = _laid_out(job, steps, places, seen)
        early.hold_to(seen.archives)
        from pipeline.shop import making  # not before the mate is called, who needs none of it

        task = making.Task(order, job, places, store, seen, notes)
        return making.make(task, plan, archives, early, watch, hold)


def _laid_out(
    job: Job, steps: list[Step], places: Places, seen: stamp.Seen
) -> tuple[Archives, list[Planned]]:
    """What is to be read, and what is to be done with it. While the archives are digested, the
    operations are loaded."""
    with closing(Aside(1)) as aside:
        tracing = aside.submit(
            received.traced, job.recipe.sources, places.root, places.state / "archives.json"
        )
        try:
            plan = planning.checked(job, steps)
        finally:
            archives, seen.archives = tracing.result()  # what is wrong with them is told first
    if job.folder and job.sealed:
        seal.check_archives(job.folder, archives)
    return archives, plan


def _ready(job: Job, steps: list[Step], store: Store) -> tuple[Hand, list[Planned]]:
    """What a mate needs who was called before the operations were loaded."""
    from pipeline.shop.hand import Hand

    plan = planning.checked(job, steps)
    hand = Hand(store, planning.setting(job), lambda step, done, total: None, lambda kind: None)
    return hand, plan
