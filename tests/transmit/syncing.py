"""A program that synchronises a folder as badly as such programs may: late, in any order, in part,
twice, with copies in conflict and files of its own beside them. It never invents a byte, and in the
end all has arrived."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

CONFLICT = " (Ada's conflicted copy 2026-02-03)"
SYNC_CONFLICT = ".sync-conflict-20260203-040506-ABCDEFG"


class Syncing:
    """What one folder holds, on its way to another. `states` goes from one state to the next; what
    each step left there can be looked at in between."""

    def __init__(self, source: Path, goal: Path, seed: int) -> None:
        self.source = source
        self.goal = goal
        self.chance = random.Random(seed)
        self.steps: list[str] = []

    def states(self) -> Iterator[str]:
        """Every file, in an order that no one chose; each by a way of its own."""
        names = self._missing()
        self.chance.shuffle(names)
        if self.chance.random() < 0.6:  # what promises the rest before the rest: the worst order
            names.sort(key=lambda name: not (name.endswith(".ready.json") or "/events/" in name))
        arrived: list[str] = []
        for name in names:
            for step in self.chance.choice(self._ways)(self, name):
                yield self._told(step, name)
            arrived.append(name)
            if self.chance.random() < 0.2:
                twice = self.chance.choice(arrived)
                self._write(twice, self._data(twice))
                yield self._told("again", twice)
        for path in [path for path in self.goal.rglob("*") if path.suffix == ".tmp"]:
            path.unlink()
        yield self._told("tidied", "")

    def _told(self, step: str, name: str) -> str:
        self.steps.append(f"{step} {name}")
        return self.steps[-1]

    def _missing(self) -> list[str]:
        found = sorted(path.relative_to(self.source) for path in self.source.rglob("*")
                       if path.is_file() and path.suffix != ".tmp")  # fmt: skip
        return [one.as_posix() for one in found
                if not (self.goal / one).is_file()
                and "conflict" not in one.name]  # fmt: skip

    def _data(self, name: str) -> bytes:
        return (self.source / name).read_bytes()

    def _write(self, name: str, data: bytes) -> None:
        path = self.goal / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    # -- ways of arriving --------------------------------------------------------------------------

    def _at_once(self, name: str) -> Iterator[str]:
        self._write(name, self._data(name))
        yield "whole"

    def _in_place(self, name: str) -> Iterator[str]:
        """Byte for byte into the file itself, as a network drive does: empty, in part, but one."""
        data = self._data(name)
        for length in (0, self.chance.randrange(len(data)), len(data) - 1):
            self._write(name, data[:length])
            yield f"{length} bytes of"
        yield from self._at_once(name)

    def _with_holes(self, name: str) -> Iterator[str]:
        """Its full length at once, its end not written yet: blocks arrive in any order."""
        data = self._data(name)
        half = self.chance.randrange(len(data))
        self._write(name, data[:half] + bytes(len(data) - half))
        yield "zeroes in"
        yield from self._at_once(name)

    def _by_syncthing(self, name: str) -> Iterator[str]:
        """Beside it first, under a name of Syncthing's own; then by its name; and a conflict."""
        path, data = Path(name), self._data(name)
        beside = path.with_name(f".syncthing.{path.name}.tmp").as_posix()
        self._write(beside, data[: len(data) // 2])
        yield "a temporary of"
        self._write(beside, data)
        yield "a whole temporary of"
        (self.goal / beside).rename(self.goal / name)
        self._write(path.with_name(f"{path.stem}{SYNC_CONFLICT}{path.suffix}").as_posix(), data[:9])
        yield "Syncthing's"

    def _by_dropbox(self, name: str) -> Iterator[str]:
        """A copy in conflict before the file itself, and its folder before either."""
        path, data = Path(name), self._data(name)
        (self.goal / path).parent.mkdir(parents=True, exist_ok=True)
        yield "an empty folder for"
        self._write(path.with_name(f"{path.stem}{CONFLICT}{path.suffix}").as_posix(), data)
        yield "a copy in conflict of"
        yield from self._at_once(name)

    _ways: tuple[Callable[[Syncing, str], Iterator[str]], ...] = (
        _at_once, _in_place, _with_holes, _by_syncthing, _by_dropbox,
    )  # fmt: skip


class Orderly(Syncing):
    """The same, as one would wish it."""

    def states(self) -> Iterator[str]:
        for name in self._missing():
            self._write(name, self._data(name))
        yield self._told("all", "")
