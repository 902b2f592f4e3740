"""Seals: an edition that is out keeps, beside the recipe, all that it was made by.

`recipes/<book>/editions/<n>/` holds the recipe as it was, its matter, operations and edits, and
`seal.json` with the digests of its archives and of the files that it became. From that and the
archives the edition can be made again, to the byte, whatever became of the recipe since.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.model.errors import ArchiveError, RecipeError, UsageError
from pipeline.model.handoff import Archives
from pipeline.shop.places import Places
from pipeline.shop.storage import explained, write_whole

FOLDER = "editions"
SEAL = "seal.json"


def recipe_of(book: str, edition: int, places: Places) -> Path:
    """The recipe of a sealed edition. Raises UsageError when there is none."""
    path = places.recipe(book, edition)
    if path.is_file():
        return path
    known = sorted(found.parent.name for found in path.parent.parent.glob("*/recipe.yaml"))
    raise UsageError(
        f"{book} has no sealed edition {edition}",
        todo=f"there is: {', '.join(known)}" if known else "the edition under way needs no number",
    )


def sealed(folder: Path, edition: int, archives: Archives, files: dict[str, str]) -> Path:
    """Seal an edition: copy what its recipe's folder holds, and note the digests.

    What a kill left of a seal, before the recipe knew of it, is made anew.
    """
    to = folder / FOLDER / str(edition)
    with explained(to):
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        for part in sorted(folder.iterdir()):
            if part.name == FOLDER or part.name.startswith(".") or part.name == "__pycache__":
                continue
            if part.is_dir():
                shutil.copytree(part, to / part.name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(part, to / part.name)
    note = {
        "archives": {archive.name: archive.digest for archive in archives.archives},
        "files": dict(sorted(files.items())),
    }
    write_whole(to / SEAL, (json.dumps(note, indent=1, ensure_ascii=False) + "\n").encode())
    return to


def unseal(folder: Path) -> None:
    """Take a seal back, when the edition after it came to nothing."""
    with explained(folder):
        (folder / SEAL).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def check_archives(folder: Path, archives: Archives) -> None:
    """Raises ArchiveError when an archive is not the one that the edition was made from."""
    known = _note(folder)["archives"].values()
    for archive in archives.archives:
        if archive.digest not in known:
            raise ArchiveError(
                "this is not the archive that the edition was made from",
                file=archive.path,
                cause=f"edition {folder.name} was sealed with another file of that name",
                todo=f"put the archive back as it was; its sha256 stands in {folder / SEAL}",
            )


def kept(folder: Path, files: dict[str, str]) -> str:
    """Whether a sealed edition came out as it did, in a sentence."""
    before: dict[str, str] = _note(folder)["files"]
    other = sorted(name for name in files if before.get(name) != files[name])
    if not other:
        return (
            f"Made again to the byte: all {len(files):,} files are those of edition {folder.name}."
        )
    return (
        f"{len(other):,} of {len(files):,} files are not those that edition {folder.name} was "
        f"sealed with ({', '.join(other[:3])}): another version of the shop made them."
    )


def _note(folder: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        return {"archives": dict(note["archives"]), "files": dict(note["files"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecipeError(
            "the seal of this edition cannot be read",
            file=str(folder / SEAL),
            cause=type(error).__name__,
            todo="bring the folder back as `bookworks edition` wrote it",
        ) from error
