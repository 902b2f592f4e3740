"""Gathering: archives are read as a book would read them, and what is told on the way is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.survey.facts import Which
from pipeline.ingest import read
from pipeline.ingest.identify import identify
from pipeline.ingest.inventory import Entry, inventory
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Posts
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch
from pipeline.shop.store import Store

Progress = Callable[[int, int], None]


class Gathered(NamedTuple):
    """Archives as they were read: together, each item once."""

    archives: Archives
    which: tuple[Which, ...]
    members: list[Entry]
    posts: Posts
    bench: Bench


def gather(paths: list[Path], places: Places, progress: Progress | None = None) -> Gathered:
    """Raises ArchiveError, naming the archive."""
    looks = [_look(path) for path in paths]
    # A book's archives are known by their digests; a survey has no need of more than their number.
    archives = Archives(tuple([
        Archive(str(number), path.name, str(path)) for number, path in enumerate(paths)
    ]))  # fmt: skip
    bench = Bench(Store(places.store), progress=progress)
    posts = read.run(archives, read.Options(), bench)
    members = [entry for _, entries in looks for entry in entries]
    return Gathered(archives, tuple([which for which, _ in looks]), members, posts, bench)


def reading(watch: Watch | None, name: str) -> Progress | None:
    """How far the reading of something is, for whoever watches."""
    if watch is None:
        return None
    told = watch
    told(f"reading {name}", 0, 0)
    return lambda done, total: told(f"reading {name}: {done:,} items", 0, 0)


def _look(path: Path) -> tuple[Which, list[Entry]]:
    with Unpacked.open(path, digest="") as archive:
        reader, claim = identify(archive)
        members = inventory(archive, reader)
    routing = str(getattr(reader, "ROUTING", "blog"))
    return Which(str(path), reader.NAME, reader.TITLE, claim.era, claim.why, routing), members
