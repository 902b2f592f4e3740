"""The stamp: how a build that has nothing to do is told at once, without opening anything heavy.

It holds what the last build read and what it left behind. Small things (recipes, code) are compared
by digest; archives by size, time and inode, as long as those stand; finished files likewise. When
anything differs, the stamp is worth nothing and the build goes its full way, by digests.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from pipeline.shop import code
from pipeline.shop.storage import write_whole

Trace = list[list[Any]]


def fits(path: Path) -> dict[str, Any] | None:
    """What the last build came to, if nothing that it read or left behind has changed since."""
    try:
        stamp: dict[str, Any] = json.loads(path.read_bytes())
        same = (
            stamp["code"] == code.everything()
            and all(digest(Path(p)) == d for p, d in stamp["papers"])
            and all(trace(Path(p)) == t for p, t in stamp["archives"])
            and all(trace(Path(p)) == t for p, t in stamp["files"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stamp["outcome"] if same else None


def leave(
    path: Path, papers: list[Path], archives: list[Path], files: list[Path], outcome: dict[str, Any]
) -> None:
    """Write the stamp of a finished build."""
    stamp = {
        "code": code.everything(),
        "papers": [[str(p), digest(p)] for p in papers],
        "archives": [[str(p), trace(p)] for p in archives],
        "files": [[str(p), trace(p)] for p in files],
        "outcome": outcome,
    }
    write_whole(path, json.dumps(stamp, indent=1).encode())


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
    return [
        _facts(Path(folder, name).relative_to(path).as_posix(), os.stat(Path(folder, name)))
        for folder, folders, names in os.walk(path)
        for name in sorted(names)
        if folders.sort() is None
    ]


def _facts(name: str, facts: os.stat_result) -> list[Any]:
    return [name, facts.st_size, facts.st_mtime_ns, facts.st_ino]
