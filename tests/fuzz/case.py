"""A case: a seed archive and what is done to it, by a number."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz import members, values, words
from tests.fuzz.members import Members
from tests.fuzz.seeds import Seed
from tests.specimens.cbor import repository
from tests.specimens.specimen import put, zipped

LARGEST = 400_000
"""Bytes from which on a case is not spoilt any further: it might grow without end."""

_STEPS = (1, 1, 1, 2, 2, 3, 6)
_SAFE = re.compile(r"[\w .-]{1,100}(/[\w .-]{1,100})*")


@dataclass(frozen=True)
class Archive:
    """An archive as it is to lie on the disk."""

    members: Members
    file: str = ""  # a single file's name
    package: bytes | None = None  # the bytes of the zip, where they were spoilt too
    folder: bool = False
    gentle: bool = False  # nothing was touched but public words, so no canary may come out

    @property
    def name(self) -> str:
        return self.file or ("lights" if self.folder else "lights.zip")

    @property
    def size(self) -> int:
        return sum(map(len, self.members.values()))

    def write(self, folder: Path) -> Path:
        at = folder / self.name
        if self.folder:
            for name, data in self.members.items():
                put(at / name, data)
            return at
        if self.file:
            return put(at, next(iter(self.members.values()), b""))
        return put(at, zipped(self.members) if self.package is None else self.package)


def made(seeds: list[Seed], start: str) -> Archive:
    """The archive of a case: `start` says which."""
    random = Random(start)
    seed = random.choice(seeds)
    if seed.guarded and random.random() < 0.1 and (public := _gentle(seed, random)):
        return Archive(public, gentle=True)
    held, records = seed.members, seed.records
    for _ in range(random.choice(_STEPS)):
        if sum(map(len, held.values())) > LARGEST:
            break
        with suppress(
            RecursionError, ValueError, TypeError, OverflowError
        ):  # beyond what is written
            if records is not None and random.random() < 0.7:
                held, records = _recorded(held, records, random)
            else:
                held = members.spoilt(held, random)
    return _packed(held, seed.file, random)


def _packed(held: Members, file: str, random: Random) -> Archive:
    if file and len(held) == 1:
        return Archive(held, Path(file).name)
    if random.random() < 0.06:
        return Archive(held, package=members.bytes_(zipped(held), {}, random))
    if random.random() < 0.1 and _is_laid_out(held):
        return Archive(held, folder=True)
    return Archive(held)


def _is_laid_out(held: Members) -> bool:
    """Whether a folder can hold the members: no name is another's folder, or leads out."""
    folders = {folder.as_posix().lower() for name in held for folder in Path(name).parents}
    names = {name.lower() for name in held}
    safe = all(
        _SAFE.fullmatch(name) and ".." not in name and "/." not in f"/{name}" for name in held
    )
    return bool(held) and safe and len(names) == len(held) and not names & folders


def _recorded(
    held: Members, records: dict[str, Any], random: Random
) -> tuple[Members, dict[str, Any]]:
    """A repository made anew from its records, one of which is spoilt."""
    key = random.choice(list(records))
    spoilt = values.spoilt(records[key], random)
    car = next((name for name in held if name.endswith(".car")), "ada.car")
    try:
        return held | {car: repository(records | {key: spoilt})}, records | {key: spoilt}
    except (TypeError, StopIteration, AttributeError):
        return held, records  # there are values that CBOR has no words for, as 1.5


def _gentle(seed: Seed, random: Random) -> Members | None:
    """Another public text, whatever it is, where a public one stands by itself."""
    found = []
    for name, data in seed.members.items():
        value = members.value_of(data)
        for holder, key in values.places(value) if isinstance(value, dict | list) else ():
            said = holder[key]
            if (
                isinstance(said, str)
                and "ROBIN" in said
                and "CANARY" not in said
                and said[:1] not in "{["
            ):
                found.append((name, holder, key, value))
    if not found:
        return None
    name, holder, key, value = random.choice(found)
    holder[key] = holder[key] + words.word(random)
    return seed.members | {name: members.dressed(seed.members[name], value, random)}
