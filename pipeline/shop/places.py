"""The floor's places: where recipes, sources and what is made lie."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

import pipeline
from pipeline.model.errors import UsageError, nearest

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
"""A book's name."""


class Places(NamedTuple):
    """A floor. `root` holds recipes/, sources/ and build/."""

    root: Path
    state: Path  # the store, the ledger, the locks
    out: Path | None = None  # where this build's files go, when the writer said where

    @property
    def recipes(self) -> Path:
        return self.root / "recipes"

    @property
    def store(self) -> Path:
        return self.state / "store"

    @property
    def ledger(self) -> Path:
        return self.state / "ledger.sqlite"

    def has(self, book: str) -> bool:
        """Whether a book of this name has a recipe."""
        return bool(NAME.match(book)) and self.recipe(book).is_file()

    def meant(self, target: str) -> str:
        """A target, by its name where it is the folder of a book's recipe, or the recipe in it."""
        path = Path(target)
        if path.name == "recipe.yaml":
            path = path.parent
        if self.has(path.name) and path.is_dir() and path.samefile(self.recipes / path.name):
            return path.name
        return target

    def unknown(self, target: str) -> UsageError:
        """What there is to say of a target that is neither a book nor there."""
        if Path(target).name != target or Path(target).suffix:
            return UsageError("there is no such file or folder", file=target, todo="check the path")
        return UsageError(
            f"'{target}' is neither a book of this floor nor an archive",
            todo=nearest(target, self.books())
            or "give the path of an archive, or write a recipe with: bookworks new",
        )

    def name_for(self, archive: Path) -> str:
        """The name under which a bare archive's book is made."""
        stem = re.sub(r"[^a-z0-9]+", "-", archive.resolve().stem.lower()).strip("-")[:60]
        return f"{stem or 'book'}-archive" if self.has(stem) or not stem else stem

    def stamp(self, book: str, edition: str, only: tuple[str, ...]) -> Path:
        """The stamp of a kind of build; `edition` may be a pattern. That of a sealed edition, made
        again, is `sealed-1`."""
        return self.state / "stamps" / f"{'+'.join((book, edition, *only))}.stamp"

    def edition(self, book: str, edition: int) -> Path:
        """The folder of an edition's finished files."""
        return self.out or self.root / "build" / book / str(edition)

    def recipe(self, book: str, sealed: int = 0) -> Path:
        """A book's recipe, or what it was for an edition that is sealed."""
        folder = self.recipes / book
        return (folder / "editions" / str(sealed) if sealed else folder) / "recipe.yaml"

    def books(self) -> list[str]:
        """The names of the books that have a recipe."""
        return sorted(path.parent.name for path in self.recipes.glob("*/recipe.yaml"))

    def routing(self, name: str) -> Path | None:
        """A routing's file: the floor's own shadows the one that came with the shop."""
        return next((path for path in self.routes(name) if path.is_file()), None)

    def routes(self, name: str) -> tuple[Path, Path]:
        """Where a routing's file may lie; the first that is there counts."""
        return self.recipes / "routings" / f"{name}.yaml", shipped() / f"{name}.yaml"

    def routings(self) -> list[str]:
        folders = (self.recipes / "routings", shipped())
        return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


def shipped() -> Path:
    """The routings that came with the shop: beside the package in a checkout, else installed."""
    beside = Path(pipeline.__file__).parent.parent / "recipes" / "routings"
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / "bookworks" / "routings"


def find(start: Path, out: Path | None = None) -> Places:
    """The floor that a folder belongs to: the nearest one above it that holds recipes/.

    Where there is none, the folder that the files go to becomes a small floor of its own.
    """
    for folder in (start, *start.parents):
        if (folder / "recipes").is_dir():
            return Places(folder, folder / "build" / ".shop", out)
    root = out or start
    state = (out / ".shop") if out else start / "build" / ".shop"
    return Places(root, state, out)
