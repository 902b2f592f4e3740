"""The stamp: how a build that has nothing to do is told at once, without opening anything heavy.

It holds what the last build read and what it left behind. Recipes and the like are compared by
digest; archives, the shop's code and finished files by size, time and inode. When anything differs,
the stamp is worth nothing and the build goes its full way, by digests.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.shop import code
from pipeline.shop.storage import read_sealed, write_sealed

Trace = list[list[Any]]


class Seen:
    """What a build reads, as it was before the build read it."""

    def __init__(
        self, code: str, papers: list[tuple[str, str]], archives: list[tuple[str, Trace]]
    ) -> None:
        self.code = code
        self.papers = papers  # path, digest
        self.archives = archives

    def paper(self, path: Path) -> None:
        self.papers.append((str(path), digest(path)))

    def changed(self) -> list[str]:
        """The papers and archives that are no longer as they were. Raises OSError."""
        found = [p for p, was in self.papers if digest(Path(p)) != was]
        return found + [p for p, was in self.archives if trace(Path(p)) != was]


def look() -> Seen:
    return Seen(code.everything(), [], [])


def fits(path: Path) -> dict[str, Any] | None:
    """What the last build came to, if nothing that it read or left behind has changed since."""
    stamp = read_sealed(path)
    try:
        seen = Seen(**stamp["seen"])
        same = seen.code == code.everything() and not seen.changed()
        same = same and all(trace(Path(p)) == t for p, t in stamp["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stamp["outcome"] if same else None


def leave(path: Path, seen: Seen, files: list[Path], outcome: dict[str, Any]) -> None:
    """Write the stamp of a finished build."""
    traces = [[str(p), trace(p)] for p in files]
    write_sealed(path, {"seen": vars(seen), "files": traces, "outcome": outcome})


def digest(path: Path) -> str:
    """sha256 over a file, or over a folder's files and their names."""
    total = hashlib.sha256()
    if path.is_file():
        total.update(path.read_bytes())
        return total.hexdigest()
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".pyc":
            total.update(file.relative_to(path).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def trace(path: Path) -> Trace:
    """Name, size, time and inode of a file, or of everything in a folder."""
    if not path.is_dir():
        return [_facts("", os.stat(path))]
    return [_facts(file.relative_to(path).as_posix(), os.stat(file)) for file in _below(path)]


def _below(path: Path) -> Iterator[Path]:
    """The files of a folder, in an order that no file system decides."""
    for folder, folders, names in os.walk(path, onerror=_raise):
        folders.sort()
        yield from [Path(folder, name) for name in sorted(names)]


def _raise(error: OSError) -> None:
    raise error


def _facts(name: str, facts: os.stat_result) -> list[Any]:
    return [name, facts.st_size, facts.st_mtime_ns, facts.st_ino]
