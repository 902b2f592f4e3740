"""`bookworks init` and `bookworks new`: a floor, and a recipe to start from."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.commands.change import profiles
from pipeline.commands.make import watching
from pipeline.commands.survey import suggest
from pipeline.commands.survey.count import counted
from pipeline.commands.survey.gather import gather, reading
from pipeline.model.errors import UsageError, nearest
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
    name: str, archives: list[Path], places: Places, *, quiet: bool = True, peer: str = ""
) -> dict[str, Any]:
    """recipes/NAME/recipe.yaml and its folders: what `bookworks survey` suggests; for a publisher,
    in the house that was agreed with it."""
    if not NAME.match(name):
        raise UsageError(
            f"'{name}' cannot be a book's name", todo="use small letters, digits, - and _"
        )
    path = places.recipe(name)
    if path.exists():
        raise UsageError(
            f"there is a recipe for '{name}' already", file=str(path), todo="choose another name"
        )
    whom = _for(peer, places)
    with watching(quiet) as watch:
        found = counted(gather(archives, places, reading(watch, "the archives")))
    if whom.house.endswith(".toml"):
        write_whole(path.parent / whom.house, _agreed(peer, places).read_bytes())
    write_whole(path, suggest.recipe(found, places, whom).encode())
    for folder in ("matter", "operations", "edits"):
        (path.parent / folder).mkdir(exist_ok=True)
    said = f"{path} is written. Read it, then: bookworks book {name}"
    if peer and profiles.agreed(peer, places):
        said += f"\nAll that was agreed with {peer}:  bookworks apply {name} --profile {peer}"
    return {"recipe": str(path), "said": said}


def _for(peer: str, places: Places) -> suggest.For:
    """A publisher that we know by its key, or by what was agreed. Raises UsageError."""
    from pipeline.commands.handover import keys

    known = {*keys.known(), *[one.name for one in (places.root / "publishers").glob("*")]}
    if peer and peer not in known:
        todo = nearest(peer, known) if known else "bookworks keys --pin PEER.json"
        raise UsageError(f"no publisher '{peer}' is known", todo=todo)
    house = f"{peer}.toml" if peer and _agreed(peer, places).is_file() else "generic"
    return suggest.For(peer, house)


def _agreed(peer: str, places: Places) -> Path:
    return profiles.folder(peer, places) / profiles.HOUSE
