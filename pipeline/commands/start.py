"""`bookworks init` and `bookworks new`: a floor, and a recipe to start from."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.commands.make import watching
from pipeline.commands.survey import suggest
from pipeline.commands.survey.count import counted
from pipeline.commands.survey.gather import gather, reading
from pipeline.model.errors import UsageError
from pipeline.shop.places import NAME, Places
from pipeline.shop.storage import explained, write_whole


def lay_out(folder: Path) -> dict[str, Any]:
    """A floor in a folder; what stands there already is left alone."""
    made = []
    with explained(folder):
        for part in ("recipes", "sources"):
            (folder / part).mkdir(parents=True, exist_ok=True)
    for name in ("Makefile", "README.md", ".gitignore"):
        path = folder / name
        if not path.exists():
            write_whole(path, _paper(name))
            made.append(name)
    said = (
        f"A floor is laid out in {folder}.\n"
        "  Put archives into sources/, then: bookworks new NAME --from sources/ARCHIVE"
    )
    return {"floor": str(folder.resolve()), "made": made, "said": said}


def _paper(name: str) -> bytes:
    return resources.files("pipeline.commands").joinpath("floor", name.lstrip(".")).read_bytes()


def new_recipe(
    name: str, archives: list[Path], places: Places, *, quiet: bool = True
) -> dict[str, Any]:
    """recipes/NAME/recipe.yaml and its folders: what `bookworks survey` suggests."""
    if not NAME.match(name):
        raise UsageError(
            f"'{name}' cannot be a book's name", todo="use small letters, digits, - and _"
        )
    path = places.recipe(name)
    if path.exists():
        raise UsageError(
            f"there is a recipe for '{name}' already", file=str(path), todo="choose another name"
        )
    with watching(quiet) as watch:
        found = counted(gather(archives, places, reading(watch, "the archives")))
    write_whole(path, suggest.recipe(found, places).encode())
    for folder in ("matter", "operations", "edits"):
        (path.parent / folder).mkdir(exist_ok=True)
    said = f"{path} is written. Read it, then: bookworks book {name}"
    return {"recipe": str(path), "said": said}
