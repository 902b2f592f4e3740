"""What a shop keeps of a transmittal: each version as it was sent, and both chains of events.

    handover/sent/PEER/T-2026-0001/       (or handover/received/PEER/…)
      v1/  v2/                            the versions, whole, never altered
      events/sender/0001-sent.dsse.json   events/recipient/0001-received.dsse.json

A version takes its place by one rename, so that it is there whole or not at all. The event of its
sending lies within it, and counts from then on.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from pipeline.model.errors import StorageError
from pipeline.shop.storage import explained, sync_folder, write_synced, write_whole
from pipeline.transmit import events
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.events import Event, Signed, Standing
from pipeline.transmit.parcel import Parcel, Unreadable
from pipeline.transmit.peer import Peer
from pipeline.transmit.sealing import SENT
from pipeline.transmit.states import Side
from pipeline.transmit.strict import Malformed

NUMBER = re.compile(r"T-[0-9]{4}-[0-9]{4,9}\Z")
_VERSION = re.compile(r"v([1-9][0-9]*)\Z")
_CHUNK = 1 << 20


class Record(Struct):
    """One transmittal."""

    root: Path
    chains: dict[Side, list[Signed]]
    keys: dict[Side, Mapping[str, bytes]]
    """By which what is new is looked at; what is here was looked at by those of its time."""

    @property
    def id(self) -> str:
        return self.root.name

    @property
    def standing(self) -> Standing:
        return events.standing(self.chains["sender"], self.chains["recipient"])

    def version(self, number: int) -> Path:
        return self.root / f"v{number}"

    def sent(self, number: int) -> Signed | None:
        """The event of a version's sending."""
        return next(
            (one for one in self.chains["sender"]
             if (one.event.type, one.event.version) == ("sent", number)), None
        )  # fmt: skip

    def holds(self, side: Side, envelope: bytes) -> Signed | None:
        """The very same, if it was taken before."""
        return next((one for one in self.chains[side] if one.envelope == envelope), None)

    def next(self, side: Side) -> dict[str, object]:
        """How a side's next event is chained."""
        own, other = self.chains[side], self.chains[_other(side)]
        return {
            "seq": len(own) + 1,
            "prev_sha256": own[-1].digest if own else "",
            "seen_sha256": other[-1].digest if other else "",
        }

    def following(self, side: Side, more: list[Signed]) -> tuple[list[Signed], list[str]]:
        """Those events that go on where a side's chain ends, and what is wrong with them. After a
        gap nothing follows: what is missing may be on its way."""
        own, told = list(self.chains[side]), []
        known, old = {one.digest for one in own}, len(own)
        for one in sorted(more, key=lambda one: one.event.seq):
            if one.digest in known:
                continue
            if one.event.seq <= len(own):
                told.append(f"event {one.event.seq} of {one.event.source} is here in two readings: "
                            "one of them was rewritten")  # fmt: skip
            elif one.event.seq == len(own) + 1:
                own.append(one)
                known.add(one.digest)
        return own[old:], told + events.faults(own, self.chains[_other(side)])

    def keep(self, side: Side, more: list[Signed]) -> None:
        """Take events in, for good: those that follow, without faults."""
        for one in more:
            write_whole(self.root / "events" / side / one.name, one.envelope)
            self.chains[side].append(one)


def _other(side: Side) -> Side:
    return "recipient" if side == "sender" else "sender"


def load(root: Path, sender: Peer, recipient: Peer) -> Record:
    """A transmittal as it lies here; an empty one where there is none."""
    keys: dict[Side, Mapping[str, bytes]] = {
        "sender": sender.pinned, "recipient": recipient.pinned
    }  # fmt: skip
    ever = {"sender": sender.ever, "recipient": recipient.ever}
    record = Record(root, {"sender": [], "recipient": []}, keys)
    for side, chain in record.chains.items():
        files = sorted((root / "events" / side).glob("[0-9]*.dsse.json"))  # none half written
        chain += [_opened(file, ever[side]) for file in files]
    within = [_opened(path / SENT, ever["sender"]) for _, path in versions(root)]
    record.keep(
        "sender", record.following("sender", within)[0]
    )  # what a kill left between the version and its event's own file
    return record


def versions(root: Path) -> list[tuple[int, Path]]:
    found = [(_VERSION.match(path.name), path) for path in root.glob("v*")]
    return sorted((int(match[1]), path) for match, path in found if match)


def _opened(file: Path, keys: dict[str, bytes]) -> Signed:
    with explained(file):
        data = file.read_bytes()
    try:
        return events.opened(data, keys)
    except (Unsigned, Malformed) as error:
        todo = "restore handover/ from a backup; the peer's log holds the same events"
        raise StorageError(f"an event was altered: {error}", file=str(file), todo=todo) from error


def records(folder: Path) -> Iterator[Path]:
    """The transmittals of a side, by peer and number; what a kill left empty is none."""
    for path in sorted(folder.glob("*/T-*")):
        if NUMBER.match(path.name) and ((path / "events").is_dir() or versions(path)):
            yield path


def book(root: Path) -> str:
    """The book that a transmittal of ours is of."""
    path = root / "book"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


# -- versions --------------------------------------------------------------------------------------


def copied(held: Parcel, names: list[str], room: Path) -> None:
    """A parcel's files, each read once and no further than it said it is long.

    Raises Unreadable for what is wrong there, OSError for what is wrong here.
    """
    shutil.rmtree(room, ignore_errors=True)
    for name in names:
        path = room.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        left = held.sizes[name] + 1
        with _opening(held, name) as source, open(path, "wb") as file:
            while left and (chunk := _chunk(source, min(_CHUNK, left))):
                file.write(chunk)
                left -= len(chunk)
            file.flush()
            os.fsync(file.fileno())


def _opening(held: Parcel, name: str) -> BinaryIO:
    try:
        return held.open(name)
    except OSError as error:
        raise Unreadable(f"{name} went away while it was read") from error


def _chunk(source: BinaryIO, size: int) -> bytes:
    try:
        return source.read(size)
    except OSError as error:
        raise Unreadable("a file went away while it was read") from error


def laid(files: dict[str, bytes | Path], room: Path) -> None:
    """The same of files that we have."""
    shutil.rmtree(room, ignore_errors=True)
    for name, data in files.items():
        path = room.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_synced(path, data.read_bytes() if isinstance(data, Path) else data)


def settle(room: Path, place: Path) -> None:
    """A version that is written whole takes its place."""
    for folder in sorted({path.parent for path in room.rglob("*")}, reverse=True):
        sync_folder(folder)
    os.replace(room, place)
    sync_folder(place.parent)


def digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def event(record: Record, side: Side, by: str, time: str, of: Event, **said: object) -> Event:
    """A side's next event about the version that another is about."""
    import msgspec

    plain = {
        "source": by, "time": time, "transmittal": of.transmittal, "version": of.version,
        "tagmanifest_sha256": of.tagmanifest_sha256, **record.next(side), **said,
    }  # fmt: skip
    return msgspec.convert(plain, Event)
