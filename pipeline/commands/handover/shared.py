"""The shared folder as a carrier: Dropbox, Syncthing, a stick, a network drive.

    to-PEER/T-2026-0001_v1/…              written by the sender alone
    to-PEER/T-2026-0001_v1.ready.json     written last: the signed event of its sending
    to-PEER/T-2026-0001/events/…          the sender's events
    from-PEER/T-2026-0001/events/…        written by the recipient alone
    from-PEER/T-2026-0001/requests/…      the change requests that its events name

No path has two writers, so that nothing can conflict. Files may arrive late, in any order, twice or
in part: without the ready file a version is still on its way, and what a ready file promises is
held against what is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.commands.handover.record import Record, digest
from pipeline.model.errors import StorageError
from pipeline.shop.storage import explained, write_whole
from pipeline.transmit import events, parcel
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.events import Signed
from pipeline.transmit.sealing import SENT
from pipeline.transmit.states import Side
from pipeline.transmit.strict import Malformed

READY = ".ready.json"
REQUESTS = "requests"
_PREFIX: dict[Side, str] = {"sender": "to", "recipient": "from"}
_MOST = 10_000
_LONGEST = 1 << 20
"""Bytes of an event."""


def room(shared: Path, side: Side, recipient: str) -> Path:
    """Where a side writes in a folder that is shared."""
    if not shared.is_dir():
        todo = "is the program that synchronises it running, or the disk in its place?"
        raise StorageError("the shared folder is not there", file=str(shared), todo=todo)
    return shared / f"{_PREFIX[side]}-{recipient}"


def post(place: Path, record: Record, side: Side) -> None:
    """A side's events, each once; before them the requests that they name."""
    papers = sorted((record.root / REQUESTS).glob("[!.]*.dsse.json"))
    for paper in papers if side == "recipient" else []:
        goal = place / record.id / REQUESTS / paper.name
        if not _same(paper, goal):
            write_whole(goal, paper.read_bytes())
    folder = place / record.id / "events"
    for one in record.chains[side]:
        path = folder / one.name
        if not _is(path, one.envelope):
            write_whole(path, one.envelope)


def deliver(place: Path, record: Record, number: int) -> None:
    """A version, its ready file last. What is there already is left as it is."""
    name = f"{record.id}_v{number}"
    source = record.version(number)
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        goal = place / name / path.relative_to(source)
        if not _same(path, goal):
            write_whole(goal, path.read_bytes())
    with explained(place):
        for left in (place / name).rglob(".writing-*"):
            left.unlink()
    write_whole(place / f"{name}{READY}", (source / SENT).read_bytes())


def _same(one: Path, other: Path) -> bool:
    if other.is_symlink() or not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    return digest(one) == digest(other)


def _is(path: Path, data: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == data


def ready(place: Path) -> Iterator[Path]:
    """The versions whose ready file is here; a conflicted copy of one is none."""
    if place.is_dir():
        for entry in sorted(place.glob(f"T-*{READY}"))[:_MOST]:
            if not parcel.is_litter(entry.name):
                yield entry.with_name(entry.name.removesuffix(READY))


def read(path: Path) -> bytes:
    """A small file that others wrote; b"" where there is none that could be meant."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with open(handle, "rb") as file:
            data = file.read(_LONGEST + 1)
    except OSError:
        return b""
    return data if len(data) <= _LONGEST else b""


def arrived(place: Path, record: Record, side: Side) -> tuple[list[Signed], list[str]]:
    """The events of a side that are here and hold, and a sentence of each that does not: it may be
    half here, or altered, and nothing is taken from it."""
    found: list[Signed] = []
    told: list[str] = []
    folder = place / record.id / "events"
    for path in sorted(folder.glob("*.dsse.json"))[:_MOST] if folder.is_dir() else []:
        if parcel.is_litter(path.name):
            continue
        try:
            data = read(path)
            one = record.holds(side, data) or events.opened(data, record.keys[side])
        except (Unsigned, Malformed) as error:
            told.append(f"{path.name} is not whole, or was altered, and is passed over: {error}")
            continue
        if one.event.transmittal == record.id:
            found.append(one)
    return found, told
