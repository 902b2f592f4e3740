"""Routings: ordered steps, overridden by five verbs, checked before anything runs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.errors import RecipeError, nearest
from pipeline.model.fit import Misfit, fit
from pipeline.model.handoff import Archives, Deliverables
from pipeline.model.manuscript import Manuscript
from pipeline.model.options import Options
from pipeline.shop import operation
from pipeline.shop.operation import HANDOFFS, Operation
from pipeline.shop.places import Places

STEPS = {
    "docx": ("export.docx", "inspect.fidelity", "inspect.docx", "inspect.house"),
    "epub": ("export.epub", "inspect.epub"),
    "web": ("export.web", "inspect.web"),
    "pdf": ("export.pdf", "inspect.print"),
}
"""The steps that only one format needs."""

BOTH = {"export.pages": frozenset({"epub", "pdf"})}
"""The steps that need several formats."""

FORMATS = tuple(STEPS)
"""What the shop can make."""


class Step(Struct, frozen=True):
    """One step of a routing: an operation, its options as written, and why it is there."""

    name: str
    run: str  # a shared operation's name, or a path in the recipe's folder
    options: dict[str, Any]
    why: str = ""
    place: str = ""  # "recipe.yaml:14", for messages


class Planned(Struct, frozen=True):
    """A step whose operation is loaded and whose options are valid."""

    step: Step
    operation: Operation
    options: Options | None


def plan(steps: list[Step], folder: Path | None) -> list[Planned]:
    """The steps, loaded and checked: options are valid, and each takes what the one before gives.

    Raises RecipeError naming the step and the line of the recipe that brought it.
    """
    planned = [loaded(step, folder) for step in steps]
    _check_chain(planned)
    return planned


def loaded(step: Step, folder: Path | None) -> Planned:
    """One step. Raises RecipeError."""
    try:
        if step.run.endswith(".py") or "/" in step.run:
            if folder is None:
                raise RecipeError(f"'{step.run}' needs a recipe's folder")
            found = operation.bespoke(step.run, folder)
        else:
            found = operation.shared(step.run)
        return Planned(step, found, _options(step, found))
    except RecipeError as error:
        if not error.file:
            error.file = step.place
        raise


def _options(step: Step, found: Operation) -> Options | None:
    if found.options is None:
        if step.options:
            raise RecipeError(f"'{step.name}' has no options to set", file=step.place)
        return None
    if not step.options:
        with suppress(TypeError):  # an option without a default is told below
            return found.options()
    try:
        return fit(step.options, found.options)
    except Misfit as misfit:
        raise _unfit(step, misfit) from misfit


def _unfit(step: Step, misfit: Misfit) -> RecipeError:
    subject = f"{misfit.where} of '{step.name}'" if misfit.keys else f"'{step.name}'"
    if len(misfit.keys) == 1:
        subject = f"the option {subject}"
    match misfit.kind:
        case "unknown":
            return RecipeError(
                f"'{step.name}' has no option '{misfit.key}'"
                if len(misfit.keys) == 1
                else f"the key {subject} is unknown",
                file=step.place,
                todo=nearest(misfit.key, misfit.known),
            )
        case "missing":
            return RecipeError(
                f"{subject} is missing", file=step.place, todo=f"add '{misfit.key}:'"
            )
        case _:
            return RecipeError(
                f"{subject} does not fit",
                file=step.place,
                cause=misfit.message,
                todo=f"bookworks schema {step.run} shows what it takes",
            )


def _check_chain(planned: list[Planned]) -> None:
    given: type = Archives
    seen: set[type] = {Archives}
    before = "the recipe"
    for item in planned:
        first = item.operation.takes[0][1]
        one_more = item.operation.station == "export" and given is Deliverables
        if first is not given and not (one_more and first is Manuscript):
            raise RecipeError(
                f"'{item.step.name}' takes {first.__name__}, but {before} gives {given.__name__}",
                file=item.step.place,
                todo="move the step, or skip the one that does not fit",
            )
        for name, kind in item.operation.takes[1:]:
            if kind in HANDOFFS and kind not in seen:
                raise RecipeError(
                    f"'{item.step.name}' asks for {kind.__name__} ('{name}'), "
                    "which no step before it gives",
                    file=item.step.place,
                )
        given = item.operation.gives
        seen.add(given)
        before = f"'{item.step.name}'"


# -- overriding ------------------------------------------------------------------------------------


class Override(Struct, frozen=True):
    """One override of a recipe: a verb on a named step."""

    verb: str
    target: str
    run: str
    options: dict[str, Any]
    why: str
    place: str


def override(steps: list[Step], overrides: list[Override]) -> list[Step]:
    """The steps after the recipe's overrides, in the order in which they are written."""
    for one in overrides:
        steps = _override(steps, one)
    return steps


def _override(steps: list[Step], one: Override) -> list[Step]:
    at = _find(steps, one)
    old = steps[at]
    new = Step(one.run, one.run, one.options, one.why, one.place)
    match one.verb:
        case "set":
            merged = {**old.options, **one.options}
            changed = replace(old, options=merged, place=one.place, why=one.why or old.why)
            return [*steps[:at], changed, *steps[at + 1 :]]
        case "replace":
            kept = replace(new, name=old.name, options=one.options)
            return [*steps[:at], kept, *steps[at + 1 :]]
        case "before":
            return [*steps[:at], _unique(steps, new), *steps[at:]]
        case "after":
            return [*steps[: at + 1], _unique(steps, new), *steps[at + 1 :]]
        case _:
            return [*steps[:at], *steps[at + 1 :]]


def _find(steps: list[Step], one: Override) -> int:
    for at, step in enumerate(steps):
        if step.name == one.target:
            return at
    raise RecipeError(
        f"'{one.verb}' names a step that the routing does not have: '{one.target}'",
        file=one.place,
        todo=nearest(one.target, [step.name for step in steps]),
    )


def _unique(steps: list[Step], new: Step) -> Step:
    taken = {step.name for step in steps}
    if new.name not in taken:
        return new
    number = next(n for n in range(2, len(taken) + 3) if f"{new.name} ({n})" not in taken)
    return replace(new, name=f"{new.name} ({number})")


def only(steps: list[Step], formats: tuple[str, ...]) -> list[Step]:
    """The steps that the wanted formats need."""
    unwanted = {step for name, some in STEPS.items() if name not in formats for step in some}
    unwanted |= {step for step, some in BOTH.items() if not some <= set(formats)}
    return [step for step in steps if step.run not in unwanted]


def load(name: str, places: Places) -> list[Step]:
    """A shared routing's steps. Raises RecipeError with the nearest name when there is none."""
    from pipeline.markup import paper

    path = places.routing(name)
    if path is None:
        raise RecipeError(f"there is no routing '{name}'", todo=nearest(name, places.routings()))
    page = paper.read(path)
    steps = page.value.get("steps") if isinstance(page.value, dict) else None
    if not isinstance(steps, list) or not steps:
        raise RecipeError(
            "a routing needs a list of steps", file=str(path), todo="begin it with 'steps:'"
        )
    return [_step(entry, page.at(("steps", n)), path) for n, entry in enumerate(steps)]


def _step(entry: Any, place: str, path: Path) -> Step:
    if isinstance(entry, str):
        return Step(entry, entry, {}, "", place)
    if isinstance(entry, dict) and len(entry) == 1:
        ((name, options),) = entry.items()
        if isinstance(options, dict) or options is None:
            return Step(str(name), str(name), dict(options or {}), "", place)
    raise RecipeError(
        "a step is an operation's name, or a name with its options",
        file=place,
        todo="for example:  - clean.links: {show: footnote}",
    )
