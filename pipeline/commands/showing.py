"""`bookworks show`: one step's handoff as Markdown, made again where it was not kept."""

from __future__ import annotations

from typing import Any

from pipeline.export.markdown import write
from pipeline.model.errors import UsageError, nearest
from pipeline.model.handoff import Handoff
from pipeline.shop import planning, received
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.ledger import Ledger
from pipeline.shop.places import Places
from pipeline.shop.runner import Runner
from pipeline.shop.store import Store


def show(target: str, step: str, places: Places) -> dict[str, Any]:
    """A step's handoff as Markdown; the last manuscript's where no step is named."""
    with opened(target, places) as record:
        if not step:
            return {"book": record.name, "step": "", "text": write(record.manuscript())}
        if step not in record.steps():
            raise UsageError(
                f"{record.name} has no step '{step}'", todo=nearest(step, record.steps())
            )
        return {"book": record.name, "step": step, "text": write(_handoff(record, step, places))}


def _handoff(record: Record, step: str, places: Places) -> Handoff:
    run = next(run for run in record.runs if run["step"] == step)
    if run["handoff"]:
        return record.handoff(run)
    made = planning.find(record.name, places)
    plan = planning.planned(made, places)
    names = [planned.step.name for planned in plan]
    archives = received.archives(made.recipe.sources, places.root, places.state / "archives.json")
    store, ledger = Store(places.store), Ledger(places.ledger)
    runner = Runner(store, ledger, planning.setting(made))
    try:
        return runner.run(plan[: names.index(step) + 1], archives, received.word(archives))
    finally:
        runner.close()
        store.close()
        ledger.close()
