"""The identity of a run: the same identity means the same bytes, and is not run again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec

from pipeline.model import codec
from pipeline.model.house import is_own
from pipeline.model.manuscript import Book
from pipeline.shop import code
from pipeline.shop.routing import Planned


def of(planned: Planned, words: list[str], book: Book, house: str, folder: Path | None) -> str:
    """sha256 over the operation's name, the code it can reach, its options as written, the words
    that stand for what it takes, and whatever else it declares to read."""
    found = planned.operation
    parts = [
        str(codec.VERSION),
        planned.step.name,
        found.name,
        code.reach(found.file),
        json.dumps(planned.step.options, sort_keys=True, default=str),
        *words,
        *[_read(what, book, house, folder) for what in found.reads],
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read(what: str, book: Book, house: str, folder: Path | None) -> str:
    match what:
        case "recipe:book":
            return msgspec.json.encode(book).decode()
        case "recipe:house":
            return own(house) if is_own(house) else house
        case _:
            return files(folder / what, folder) if folder else ""


def own(house: str) -> str:
    """What stands for a book's own house: its name and its text, not where it lies."""
    path = Path(house)
    return f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def files(path: Path, root: Path) -> str:
    """sha256 over a file, or over every file below a folder."""
    total = hashlib.sha256()
    below = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in below:
        if file.is_file() and not file.name.startswith("."):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.relative_to(root).as_posix()}\0{digest}\0".encode())
    return total.hexdigest()
