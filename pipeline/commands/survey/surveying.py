"""Surveying: each archive by itself and all together, the page, and the recipe to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

import pipeline
from pipeline.commands.make import tell, watching
from pipeline.commands.survey import page, suggest
from pipeline.commands.survey.count import counted
from pipeline.commands.survey.facts import Survey
from pipeline.commands.survey.gather import gather, reading
from pipeline.model.errors import ArchiveError, BookworksError, StorageError
from pipeline.shop import recipe
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole


class Surveyed(msgspec.Struct, frozen=True):
    """What came of it: each archive by itself, and all together."""

    alone: list[Survey]
    together: Survey | None
    failed: list[tuple[Path, BookworksError]]


def survey(targets: list[str], places: Places, *, quiet: bool) -> dict[str, Any]:
    """Archives, or the sources of books, by what they hold, with the page and the recipe.

    Raises ArchiveError when there is one archive and it cannot be read; of several, those that
    cannot are told in `failed`.
    """
    paths = [path for target in targets for path in _paths(target, places)]
    done = _surveyed(paths, places, quiet=quiet)
    for _, error in () if quiet else done.failed:
        tell(f"bookworks: {error}")
    found: dict[str, Any] = {
        "bookworks": pipeline.__version__,
        "archives": msgspec.to_builtins(done.alone),
        "together": msgspec.to_builtins(done.together),
        "failed": [_failure(path, error) for path, error in done.failed],
        "exit_code": done.failed[0][1].exit_code if done.failed else 0,
    }
    if done.together is None:
        return found
    found["routing"] = suggest.routing(done.together, places)[0]
    found["recipe"] = suggest.recipe(done.together, places)
    found["new"] = suggest.command(done.together)
    return found | _laid_down(done, found["recipe"], _folder(targets, places), places)


def _paths(target: str, places: Places) -> list[Path]:
    if not places.has(target):
        return [Path(target)]
    sources = recipe.read(places.recipe(target)).recipe.sources
    return [places.root / source for source in sources]


def _surveyed(paths: list[Path], places: Places, *, quiet: bool) -> Surveyed:
    alone: list[Survey] = []
    good: list[Path] = []
    failed: list[tuple[Path, BookworksError]] = []
    with watching(quiet) as watch:
        for path in paths:
            try:
                alone.append(counted(gather([path], places, reading(watch, path.name))))
                good.append(path)
            except Exception as error:
                told = error if isinstance(error, BookworksError) else _stumbled(path, error)
                if len(paths) == 1:
                    raise told from error
                failed.append((path, told))
        if len(good) < 2:
            return Surveyed(alone, alone[0] if alone else None, failed)
        return Surveyed(alone, counted(gather(good, places, reading(watch, "all of them"))), failed)


def _stumbled(path: Path, error: Exception) -> ArchiveError:
    """What the shop did not foresee, by its sort alone: its words may be the author's."""
    return ArchiveError(
        "the shop stumbled over this archive",
        file=str(path),
        cause=type(error).__name__,
        todo="report this; surveyed alone with BOOKWORKS_DEBUG=1 it shows where it happened",
    )


def _failure(path: Path, error: BookworksError) -> dict[str, Any]:
    return {
        "archive": str(path), "error": error.message, "place": error.place, "cause": error.cause,
        "todo": error.todo, "exit_code": error.exit_code, "said": str(error),
    }  # fmt: skip


# -- the page --------------------------------------------------------------------------------------


def _folder(targets: list[str], places: Places) -> Path:
    """Where the page goes: beside the editions of a book, or of a bare archive's."""
    first = targets[0]
    name = first if places.has(first) else places.name_for(Path(first))
    if len(targets) > 1:
        name += f"-and-{len(targets) - 1}-more"
    return places.out or places.root / "build" / name


def _laid_down(done: Surveyed, recipe: str, folder: Path, places: Places) -> dict[str, Any]:
    assert done.together is not None
    path = folder / "survey.html"
    failures = [(path.name, error.message) for path, error in done.failed]
    text = page.page(done.together, done.alone, failures, recipe)
    try:
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except StorageError as error:
        if places.out:
            raise
        return {"page": "", "no_page": str(error)}
    return {"page": str(path), "no_page": ""}
