"""Stores: what a shop that prints on demand takes, as data. One dated TOML file is one store."""

import datetime
import tomllib
from functools import cache
from importlib import resources

from msgspec import Struct, convert

from pipeline.model.errors import RecipeError, nearest


class Store(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A store's rules for the pages of a paperback. Lengths are inches, type is points."""

    title: str
    read: datetime.date  # when its rules were read
    sources: tuple[str, ...]
    pages_least: int
    pages_most: int
    even: bool  # whether the pages must be of an even number
    last_blank: bool
    megabytes: int
    text_least: float
    dpi_least: int
    dpi_good: int
    outside: float
    gutters: tuple[tuple[int, float], ...]  # up to so many pages, so much at the spine
    trims: tuple[tuple[float, float], ...]

    def gutter(self, pages: int) -> float:
        """The least inner margin of a book of so many pages."""
        return next((inches for most, inches in self.gutters if pages <= most), self.gutters[-1][1])


@cache
def load(name: str) -> Store:
    """The store of that name."""
    if name not in names():
        raise RecipeError(f"there is no store '{name}'", todo=nearest(name, names()))
    file = resources.files("pipeline.inspect.paper.stores") / f"{name}.toml"
    return convert(tomllib.loads(file.read_text(encoding="utf-8")), Store)


def names() -> tuple[str, ...]:
    """The stores there are."""
    folder = resources.files("pipeline.inspect.paper.stores")
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml")))
