"""`bookworks init` and `bookworks new`: a floor, and a recipe to start from."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from pipeline.ingest.identify import identify
from pipeline.ingest.intake import Intake
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import UsageError
from pipeline.shop.places import NAME, Places
from pipeline.shop.storage import explained, write_whole
from pipeline.shop.store import Store


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


def new_recipe(name: str, archive: Path, places: Places) -> dict[str, Any]:
    """recipes/NAME/recipe.yaml and its folders, filled in with what the archive says of itself."""
    if not NAME.match(name):
        raise UsageError(
            f"'{name}' cannot be a book's name", todo="use small letters, digits, - and _"
        )
    path = places.recipe(name)
    if path.exists():
        raise UsageError(
            f"there is a recipe for '{name}' already", file=str(path), todo="choose another name"
        )
    facts = _facts(archive, places)
    text = Template(_paper("recipe.yaml").decode()).substitute(facts)
    write_whole(path, text.encode())
    for folder in ("matter", "operations", "edits"):
        (path.parent / folder).mkdir(exist_ok=True)
    said = f"{path} is written. Read it, then: bookworks book {name}"
    return {"recipe": str(path), "said": said}


def _facts(archive: Path, places: Places) -> dict[str, str]:
    with Unpacked.open(archive, digest="") as opened:
        reader, claim = identify(opened)
        intake = Intake(opened, Bench(Store(places.store)))
        for _ in reader.read(opened, intake):
            pass  # some archives name their author on their last page
    profile = intake.profile
    return {
        "title": _quoted(profile.title or archive.stem),
        "author": _quoted(profile.author or "the author's name"),
        "language": profile.language or "en",
        "source": _quoted(_from_root(archive, places.root)),
        "routing": str(getattr(reader, "ROUTING", "blog")),
        "format": f"{reader.TITLE}: {claim.why}".replace("\n", " "),
    }


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _from_root(archive: Path, root: Path) -> str:
    resolved = archive.resolve()
    try:
        near = os.path.relpath(resolved, root)
    except ValueError:
        return resolved.as_posix()
    return Path(near).as_posix() if not near.startswith("..") else resolved.as_posix()
