"""A job: a book made from its recipe, or from a bare archive, and laid down in its folder."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

import pipeline
from pipeline.model.account import Account
from pipeline.model.errors import Damaged, RecipeError, UsageError, nearest
from pipeline.model.handoff import Archives, Deliverables
from pipeline.model.manuscript import Manuscript
from pipeline.shop import delivery, lock, received, recipe, routing, stamp, traveler
from pipeline.shop.ledger import Ledger
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.routing import Planned
from pipeline.shop.runner import Runner, Setting, Watch
from pipeline.shop.store import Store

PATIENCE = 600.0
"""Seconds to wait for another build of the same book."""

TRIES = 3
"""How often a build is begun again because stored bytes turned out to be damaged."""


class Order(Struct, frozen=True):
    """What was asked for."""

    target: str  # a book's name, or the path of an archive
    only: tuple[str, ...] = ()
    patience: float = PATIENCE


class Outcome(Struct, frozen=True):
    """What came of it. Paths are absolute."""

    book: str
    edition: int
    title: str
    author: str
    folder: str
    files: tuple[str, ...]
    account: Account
    findings: dict[str, int]
    notes: tuple[str, ...]  # what befell the build itself, in sentences
    made: int = 0  # steps made in this build; the rest were found made
    fresh: bool = True  # False when nothing had changed


Say = Callable[[str], None]


def build(order: Order, places: Places, watch: Watch | None, say: Say) -> Outcome:
    """Make a book. Raises BookworksError; what was finished before it is kept for the next try."""
    job = find(order.target, places)
    mark = places.stamp(job.name, str(job.recipe.edition), order.only)
    with lock.held(
        places.state / "locks" / f"{job.name}.sqlite",
        order.patience,
        lambda: say(f"Another build of {job.name} is under way; waiting for it."),
    ):
        return _build(job, order, places, watch, mark)


def _build(job: Job, order: Order, places: Places, watch: Watch | None, mark: Path) -> Outcome:
    archives = received.archives(job.recipe.sources, places.root, places.state / "archives.json")
    plan = planned(job, places, order.only)
    store, ledger = Store(places.store), Ledger(places.ledger)
    # The trees of a book hold no cycles, and looking for some costs a third of the time.
    gc.disable()
    notes: list[str] = []
    try:
        store.sweep()
        for tried in range(TRIES):
            runner = Runner(store, ledger, setting(job), watch)
            try:
                runner.run(plan, archives, received.word(archives))
                return _finish(job, order, places, runner, mark, archives, notes)
            except Damaged as damage:
                ledger.forget(damage.digest, [done.run.identity for done in runner.done])
                notes.append(f"{damage.message}; it was made again ({damage.file}).")
                if tried + 1 == TRIES:
                    raise
            finally:
                runner.close()
        raise AssertionError("unreachable")
    finally:
        gc.enable()
        store.close()
        ledger.close()


def _finish(
    job: Job,
    order: Order,
    places: Places,
    runner: Runner,
    mark: Path,
    archives: Archives,
    notes: list[str],
) -> Outcome:
    folder = places.edition(job.name, job.recipe.edition)
    files = runner.value(runner.latest[Deliverables])
    assert isinstance(files, Deliverables)
    sheet = runner.traveler(times=True)
    last = runner.ledger.job(job.name, job.recipe.edition)
    pages = {"traveler.json": traveler.as_json(sheet), "traveler.html": sheet.page.encode()}
    laid = delivery.lay_down(folder, files, pages, runner.store, last)
    manuscript = runner.value(runner.latest[Manuscript])
    assert isinstance(manuscript, Manuscript)
    outcome = Outcome(
        book=job.name,
        edition=job.recipe.edition,
        title=manuscript.book.title,
        author=manuscript.book.author,
        folder=str(folder),
        files=tuple(str(folder / file.name) for file in files.files),
        account=_summed(runner.account()),
        findings=dict(Counter(f.severity for f in sheet.findings)),
        notes=tuple(notes),
        made=sum(not done.reused for done in runner.done),
    )
    record = {"folder": str(folder), "files": laid, "runs": _runs(runner)}
    runner.ledger.finish(job.name, job.recipe.edition, json.dumps(record))
    plain = msgspec.to_builtins(outcome)
    stamp.leave(
        mark, _papers(job, places), [Path(a.path) for a in archives.archives],
        [folder / name for name in laid], plain,
    )  # fmt: skip
    return outcome


def _summed(account: Account) -> Account:
    """The sums without the lists behind them."""
    return Account(account.sums, (), (), account.lost)


def _runs(runner: Runner) -> list[dict[str, Any]]:
    return [
        {"step": done.planned.step.name, "run": done.run.identity, "kind": done.run.kind,
         "handoff": done.run.handoff, "slip": done.run.slip}
        for done in runner.done
    ]  # fmt: skip


def _papers(job: Job, places: Places) -> list[Path]:
    route = places.routing(job.recipe.routing)
    return [p for p in (job.folder, route) if p is not None]


# -- finding ---------------------------------------------------------------------------------------


def find(target: str, places: Places) -> Job:
    """The recipe of a book, or one made up for a bare archive.

    Raises UsageError when the target is neither.
    """
    if places.has(target):
        return recipe.read(places.recipe(target))
    path = Path(target)
    if path.exists():
        return recipe.bare(places.name_for(path), path, _routing(path))
    raise UsageError(
        f"'{target}' is neither a book of this floor nor an archive",
        todo=nearest(target, places.books())
        if places.books()
        else "give the path of an archive, or write a recipe with: bookworks new",
    )


def _routing(path: Path) -> str:
    from pipeline.ingest.identify import identify
    from pipeline.ingest.unpack import Unpacked

    with Unpacked.open(path, digest="") as archive:
        reader, _ = identify(archive)
    return str(getattr(reader, "ROUTING", "blog"))


def planned(job: Job, places: Places, only: tuple[str, ...] = ()) -> list[Planned]:
    """The steps that a job takes, loaded and checked."""
    formats = only or job.recipe.formats
    for name in formats:
        if name not in routing.FORMATS:
            raise UsageError(
                f"'{name}' cannot be made yet", todo=nearest(name, routing.FORMATS)
            )  # fmt: skip
    steps = routing.load(job.recipe.routing, places)
    steps = routing.override(steps, recipe.overrides(job))
    steps = routing.only(steps, formats)
    if only:
        steps = [step for step in steps if not step.run.startswith("transmit.")]
    plan = routing.plan(steps, job.folder)
    if plan[-1].operation.gives is not Deliverables:
        raise RecipeError(
            f"the routing ends with '{plan[-1].step.name}', which makes no files",
            file=plan[-1].step.place,
            todo="end it with an export, such as export.docx",
        )
    return plan


def setting(job: Job) -> Setting:
    return Setting(
        name=job.name,
        book=recipe.book(job),
        house=job.recipe.house,
        folder=job.folder,
        refuse=job.recipe.refuse,
        version=pipeline.__version__,
    )
