"""Planning: what a target is, the recipe of it, and the steps that follow from the recipe."""

from __future__ import annotations

from pathlib import Path

import pipeline
from pipeline.model.errors import RecipeError, UsageError, nearest
from pipeline.model.handoff import Deliverables
from pipeline.shop import recipe, routing, seal
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.routing import Planned, Step
from pipeline.shop.setting import Setting


def find(target: str, places: Places, sealed: int = 0) -> Job:
    """The recipe of a book, or one made up for a bare archive.

    Raises UsageError when the target is neither, or has no such edition.
    """
    called = name(target, places)
    if places.has(target):
        if not sealed:
            return recipe.read(places.recipe(target))
        return recipe.read(seal.recipe_of(target, sealed, places), target)
    path = Path(target)
    return recipe.bare(called, path, _routing(path))


def name(target: str, places: Places) -> str:
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
    return checked(job, steps(job, places, only))


def steps(job: Job, places: Places, only: tuple[str, ...]) -> list[Step]:
    """The steps that a job takes, as they are written."""
    formats = only or job.recipe.formats
    for output in formats:
        if output not in routing.FORMATS:
            said = f"there is no output '{output}'"
            raise UsageError(said, todo=nearest(output, routing.FORMATS))
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


def checked(job: Job, steps: list[Step]) -> list[Planned]:
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
