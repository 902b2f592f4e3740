"""A job: a book made from its recipe, or from a bare archive, and laid down in its folder."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

import pipeline
from pipeline.model.account import Account
from pipeline.model.errors import (
    ArchiveError,
    BookworksError,
    Damaged,
    RecipeError,
    StorageError,
    UsageError,
    nearest,
)
from pipeline.model.handoff import Archives, Deliverables
from pipeline.shop import delivery, lock, proof, received, recipe, routing, seal, stamp, traveler
from pipeline.shop.early import Early
from pipeline.shop.hand import Setting, Watch
from pipeline.shop.ledger import Ledger, LedgerDamaged, begin_anew
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.routing import Planned, Step
from pipeline.shop.runner import Runner
from pipeline.shop.store import Store

PATIENCE = 600.0
"""Seconds to wait for another build of the same book."""

TRIES = 3
"""How often a build is begun again because stored bytes turned out to be damaged,
or because the recipe or an archive was changed under it."""


class Order(Struct, frozen=True):
    """What was asked for."""

    target: str  # a book's name, or the path of an archive
    only: tuple[str, ...] = ()
    patience: float = PATIENCE
    sealed: int = 0  # an earlier edition, made again as it was; 0 for the one under way


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


def build(
    order: Order, places: Places, watch: Watch | None, say: Say, hold: list[object] | None = None
) -> Outcome:
    """Make a book. Raises BookworksError; what was finished before it is kept for the next try.

    `hold` is given what the book was made of. A program that is about to end keeps it until then:
    taking a million small objects apart one by one takes longer than leaving them.
    """
    name = _name(order.target, places)
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
            except _Changed as change:
                again = change
            if tried + 1 == TRIES:
                raise again
    raise AssertionError("unreachable")


class _Changed(ArchiveError):
    """Something was changed while it was being read."""


def _try(
    order: Order, places: Places, watch: Watch | None, store: Store, notes: list[str],
    hold: list[object],
) -> Outcome:  # fmt: skip
    seen = stamp.look()
    job = find(order.target, places, order.sealed)
    if job.folder:
        seen.paper(job.folder)
    for route in places.routes(job.recipe.routing):
        seen.paper(route)  # one that is not there yet may come to shadow the other
    steps = _steps(job, places, order.only)
    with ExitStack() as held:
        paths = [places.root / source for source in job.recipe.sources]
        unmet = received.new(paths, places.state / "archives.json")
        early = held.enter_context(closing(Early(steps[0], unmet, store)))
        archives, plan = _laid_out(job, steps, places, seen)
        early.hold_to(seen.archives)
        ledger = held.enter_context(closing(Ledger(places.ledger)))
        runner = Runner(store, ledger, setting(job), watch, early.begun)
        held.enter_context(closing(runner))
        hold.append(runner)
        try:
            runner.run(plan, archives, received.word(archives))
            _check_steady(seen, runner)
            return _finish(job, order, places, runner, seen, notes)
        except Damaged as damage:
            ledger.forget(damage.digest, [done.run.identity for done in runner.done])
            # Where one is damaged others may be: found now, they cost one more try, not one each.
            store.mend()
            ledger.audit(store.has)
            raise
        except BookworksError:
            _check_steady(seen, runner)  # or it may be told as a fault of the shop's
            raise


def _laid_out(
    job: Job, steps: list[Step], places: Places, seen: stamp.Seen
) -> tuple[Archives, list[Planned]]:
    """What is to be read, and what is to be done with it. While the archives are digested, the
    operations are loaded."""
    with ThreadPoolExecutor(1) as aside:
        tracing = aside.submit(
            received.traced, job.recipe.sources, places.root, places.state / "archives.json"
        )
        try:
            plan = _checked(job, steps)
        finally:
            archives, seen.archives = tracing.result()  # what is wrong with them is told first
    if job.folder and job.sealed:
        seal.check_archives(job.folder, archives)
    return archives, plan


def _check_steady(seen: stamp.Seen, runner: Runner) -> None:
    """What was read is still what was digested; else the runs' identities are untrue."""
    try:
        changed = seen.changed()
    except OSError as error:
        changed = [str(error.filename)]
    if not changed:
        return
    runner.ledger.strike([done.run.identity for done in runner.done if not done.reused])
    raise _Changed(
        "this was changed while the book was being made",
        file=changed[0],
        todo="build again once it is finished",
    )


def _finish(
    job: Job, order: Order, places: Places, runner: Runner, seen: stamp.Seen, notes: list[str]
) -> Outcome:
    edition = job.recipe.edition
    folder = places.edition(job.name, edition)
    files = runner.value(runner.latest[Deliverables])
    assert isinstance(files, Deliverables)
    sheet = runner.traveler(times=True)
    pages = {"traveler.json": traveler.as_json(sheet), "traveler.html": sheet.page.encode()}
    laid = delivery.lay_down(folder, job.name, files, pages, runner.store, runner.ledger)
    book = runner.book()
    if job.folder and job.sealed:
        notes = [*notes, seal.kept(job.folder, {f.name: f.digest for f in files.files})]
    if proof.is_stale(folder, laid):
        said = f"The proof is of earlier files: bookworks proof {order.target} makes it anew."
        notes = [*notes, said]
    outcome = Outcome(
        book=job.name,
        edition=edition,
        title=book.title,
        author=book.author,
        folder=str(folder),
        files=tuple(str(folder / file.name) for file in files.files),
        account=_summed(runner.account()),
        findings=dict(Counter(f.severity for f in sheet.findings)),
        notes=tuple(notes),
        made=sum(not done.reused for done in runner.done),
    )
    record = {"folder": str(folder), "files": laid, "runs": _runs(runner)}
    runner.ledger.finish(job.name, edition, record)
    mark = places.stamp(job.name, f"sealed-{edition}" if job.sealed else str(edition), order.only)
    stamp.leave(mark, seen, [folder / name for name in laid], msgspec.to_builtins(outcome))
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


# -- finding ---------------------------------------------------------------------------------------


def find(target: str, places: Places, sealed: int = 0) -> Job:
    """The recipe of a book, or one made up for a bare archive.

    Raises UsageError when the target is neither, or has no such edition.
    """
    name = _name(target, places)
    if places.has(target):
        if not sealed:
            return recipe.read(places.recipe(target))
        return recipe.read(seal.recipe_of(target, sealed, places), target)
    path = Path(target)
    return recipe.bare(name, path, _routing(path))


def _name(target: str, places: Places) -> str:
    """The name of a book, or the one under which a bare archive's is made."""
    if places.has(target):
        return target
    if Path(target).exists():
        return places.name_for(Path(target))
    raise places.unknown(target)


def _routing(path: Path) -> str:
    from pipeline.ingest.identify import identify
    from pipeline.ingest.unpack import Unpacked

    with Unpacked.open(path, digest="") as archive:
        reader, _ = identify(archive)
    return str(getattr(reader, "ROUTING", "blog"))


def planned(job: Job, places: Places, only: tuple[str, ...] = ()) -> list[Planned]:
    """The steps that a job takes, loaded and checked."""
    return _checked(job, _steps(job, places, only))


def _steps(job: Job, places: Places, only: tuple[str, ...]) -> list[Step]:
    """The steps that a job takes, as they are written."""
    formats = only or job.recipe.formats
    for name in formats:
        if name not in routing.FORMATS:
            raise UsageError(f"there is no output '{name}'", todo=nearest(name, routing.FORMATS))
    with recipe.said(job, "routing"):
        steps = routing.load(job.recipe.routing, places)
    steps = routing.override(steps, recipe.overrides(job))
    steps = routing.only(steps, formats)
    if only:
        steps = [step for step in steps if not step.run.startswith("transmit.")]
    if not steps:
        raise RecipeError(
            "no step is left: all are skipped",
            file=str(job.folder / "recipe.yaml" if job.folder else job.recipe.routing),
            todo="take the overrides that skip the first of them out",
        )
    return steps


def _checked(job: Job, steps: list[Step]) -> list[Planned]:
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
        house=recipe.house(job),
        folder=job.folder,
        refuse=job.recipe.refuse,
        version=pipeline.__version__,
    )
