"""The archives of a job: found, digested once, and not again while size, time and inode stand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.model.errors import ArchiveError, nearest
from pipeline.model.handoff import Archive, Archives
from pipeline.shop.stamp import trace
from pipeline.shop.storage import write_whole

CHUNK = 1 << 20


def archives(sources: tuple[str, ...], root: Path, memory: Path) -> Archives:
    """The archives that a recipe names, by paths from the floor's root.

    Raises ArchiveError naming the nearest file that is there.
    """
    known = _remembered(memory)
    found = []
    for source in sources:
        path = root / source
        if not path.exists():
            near = [p.name for p in path.parent.glob("*")] if path.parent.is_dir() else []
            raise ArchiveError(
                "there is no such archive", file=str(path), todo=nearest(path.name, near)
            )
        found.append(Archive(_digest(path, known), path.name, str(path)))
    if known:
        write_whole(memory, json.dumps(known, indent=1).encode())
    return Archives(tuple(found))


def word(archives: Archives) -> str:
    """What stands for the archives in identities: their digests and names, not where they lie."""
    return "\n".join(f"{archive.digest} {archive.name}" for archive in archives.archives)


def _digest(path: Path, known: dict[str, Any]) -> str:
    facts = trace(path)
    entry = known.get(str(path))
    if entry and entry["trace"] == facts:
        return str(entry["digest"])
    digest = _folder(path) if path.is_dir() else _file(path)
    known[str(path)] = {"trace": facts, "digest": digest}
    return digest


def _file(path: Path) -> str:
    total = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _folder(path: Path) -> str:
    total = hashlib.sha256()
    for name, *_ in trace(path):
        total.update(f"{name}\0{_file(path / name)}\n".encode())
    return total.hexdigest()


def _remembered(memory: Path) -> dict[str, Any]:
    try:
        known = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
