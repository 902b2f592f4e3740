"""A parcel: a bag as it arrived, in a folder or packed, not believed in anything yet."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

LONGEST = 150
"""Characters of a name."""

MOST_FILES = 10_000
MOST_BYTES = 8 << 30
LARGEST_TAG = 32 << 20
"""Bytes of a file that is read whole and understood; those of the payload are only hashed."""

_DEEPEST = 20
_ODD = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]|(^|/)\.{0,2}(/|$)|[. ](/|$)")
_DEVICE = re.compile(r"(^|/)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|/|$)", re.IGNORECASE)
_CONFLICT = re.compile(
    r"conflicted copy|\.sync-conflict-|\.syncthing\.|~syncthing~|\.(tmp|part|partial)$|(^|/)~\$"
    r"| \(\d\)(\.|$)|(^|/)(\.writing-|\.DS_Store$|desktop\.ini$|Thumbs\.db$)",
    re.IGNORECASE,
)

Fault = tuple[str, str, str]
"""Code, sentence, file."""


class Unreadable(ValueError):
    """A parcel that cannot be looked at; the text says why."""


class Parcel(Protocol):
    """What of a bag can be looked at. `odd` are the things in it that are no files of it."""

    name: str  # of its one root
    sizes: dict[str, int]
    odd: tuple[tuple[str, str], ...]

    def open(self, name: str) -> BinaryIO: ...


class Folder:
    """A bag laid out in a folder, or a copy of one that has that `name`. Links are not followed."""

    def __init__(self, path: str | os.PathLike[str], name: str = "") -> None:
        self.root = os.path.abspath(path)
        self.name = name or os.path.basename(self.root)
        self.sizes: dict[str, int] = {}
        odd: list[tuple[str, str]] = []
        self._walk(self.root, "", 0, odd)
        self.odd = tuple(sorted(odd))

    def _walk(self, folder: str, prefix: str, depth: int, odd: list[tuple[str, str]]) -> None:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = prefix + entry.name.encode("utf-8", "surrogateescape").decode(
                    "utf-8", "replace"
                )
                if entry.is_symlink():
                    odd.append((name, "a link to another file"))
                elif entry.is_dir(follow_symlinks=False):
                    if depth > _DEEPEST:
                        odd.append((name, "too deep within folders"))
                    else:
                        self._walk(entry.path, f"{name}/", depth + 1, odd)
                elif stat.S_ISREG((seen := entry.stat(follow_symlinks=False)).st_mode):
                    self.sizes[name] = seen.st_size
                else:
                    odd.append((name, "not a file"))

    def open(self, name: str) -> BinaryIO:
        return open(os.path.join(self.root, *name.split("/")), "rb")


def digest(parcel: Parcel, name: str) -> str:
    with parcel.open(name) as file:
        total = hashlib.sha256()
        while chunk := file.read(1 << 20):
            total.update(chunk)
    return total.hexdigest()


def read(parcel: Parcel, name: str) -> bytes:
    """A file that is to be understood. One that is too large is cut, and so will not fit."""
    with parcel.open(name) as file:
        return file.read(LARGEST_TAG)


# -- names -----------------------------------------------------------------------------------------


def faults(parcel: Parcel) -> Iterator[Fault]:
    """What the strict profile refuses before a byte is read."""
    if len(parcel.sizes) > MOST_FILES or sum(parcel.sizes.values()) > MOST_BYTES:
        said = f"it holds more than {MOST_FILES:,} files or {MOST_BYTES >> 30} GiB"
        yield "parcel.large", said, ""
    for name, why in parcel.odd:
        yield "file.odd", f"this is {why}, which a bag cannot hold", name
    alike = _spellings(parcel.sizes)
    for name in sorted(parcel.sizes):
        yield from _name_faults(name)
        if any(len(alike[_folded(part)]) > 1 for part in _paths(name)):
            yield "name.alike", "another name differs from this in capitals or accents alone", name


def _name_faults(name: str) -> Iterator[Fault]:
    if _ODD.search(name) or _DEVICE.search(name) or not name.isprintable():
        yield "name.unsafe", "this name is not safe on every disk, or leads out of the bag", name
    if len(name) > LONGEST:
        yield "name.long", f"this name has more than {LONGEST} characters", name
    if unicodedata.normalize("NFC", name) != name:
        yield "name.form", "the accents of this name are not composed (NFC)", name
    if name == "fetch.txt":
        yield "bag.fetch", "a bag with fetch.txt is not whole, and nothing is fetched", name


def _spellings(names: Iterable[str]) -> dict[str, set[str]]:
    """How each file and each folder is spelled; a file is not a folder of the same name."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        *folders, _ = paths = _paths(name)
        for path in paths:
            found[_folded(path)].add(f"{path}/" if path in folders else path)
    return found


def _paths(name: str) -> list[str]:
    """A file's name and those of the folders that it is in."""
    parts = name.split("/")
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]


def is_litter(name: str) -> bool:
    """Whether a name is one that synchronising programs leave behind, or that is half written."""
    return bool(_CONFLICT.search(name))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
