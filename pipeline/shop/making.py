"""Making: the steps of a job are run, and what they made is laid down in the edition's folder."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.account import Account
from pipeline.model.errors import BookworksError, Damaged
from pipeline.model.handoff import Archives, Deliverables
from pipeline.shop import delivery, proof, received, seal, stamp, traveler
from pipeline.shop.early import Early
from pipeline.shop.ledger import Ledger
from pipeline.shop.order import Changed, Order, Outcome
from pipeline.shop.places import Places
from pipeline.shop.planning import setting
from pipeline.shop.recipe import Job
from pipeline.shop.routing import Planned
from pipeline.shop.runner import Runner
from pipeline.shop.setting import Watch
from pipeline.shop.store import Store


class Task(Struct):
    """A job that is tried: what was asked for, its recipe, and what it reads and writes."""

    order: Order
    job: Job
    places: Places
    store: Store
    seen: stamp.Seen
    notes: list[str]  # what befell the build so far


def make(
    task: Task, plan: list[Planned], archives: Archives, early: Early, watch: Watch | None,
    hold: list[object],
) -> Outcome:  # fmt: skip
    """Run what has to be run of a plan, and lay down what it gives."""
    store = task.store
    with (
        closing(Ledger(task.places.ledger)) as ledger,
        closing(Runner(store, ledger, setting(task.job), watch, early)) as runner,
    ):
        hold.append(runner)
        try:
            runner.run(plan, archives, received.word(archives))
            _check_steady(task.seen, runner)
            return _finish(task, runner)
        except Damaged as damage:
            ledger.forget(damage.digest, [done.run.identity for done in runner.done])
            # Where one is damaged others may be: found now, they cost one more try, not one each.
            store.mend()
            ledger.audit(store.has)
            raise
        except BookworksError:
            _check_steady(task.seen, runner)  # or it may be told as a fault of the shop's
            raise


def _check_steady(seen: stamp.Seen, runner: Runner) -> None:
    """What was read is still what was digested; else the runs' identities are untrue."""
    try:
        changed = seen.changed()
    except OSError as error:
        changed = [str(error.filename)]
    if not changed:
        return
    runner.ledger.strike([done.run.identity for done in runner.done if not done.reused])
    raise Changed(
        "this was changed while the book was being made",
        file=changed[0],
        todo="build again once it is finished",
    )


def _finish(task: Task, runner: Runner) -> Outcome:
    order, job, places, notes = task.order, task.job, task.places, task.notes
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
    stamp.leave(mark, task.seen, [folder / name for name in laid], msgspec.to_builtins(outcome))
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
