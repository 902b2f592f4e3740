"""`bookworks transmit`: the bundle of a build, sealed for one peer, signed, and sent.

First the version is whole here, by one rename; then it is laid in the shared folder, its ready file
last. After a kill anywhere between, the same command goes on from there.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline import __version__
from pipeline.commands.change import answers
from pipeline.commands.handover import keys, record, requested, rotating, shared
from pipeline.commands.handover.record import Record
from pipeline.commands.handover.requested import Taken
from pipeline.commands.make import make, tell
from pipeline.model.errors import Refused, UsageError
from pipeline.model.finding import counted
from pipeline.shop import lock
from pipeline.shop.places import Places
from pipeline.shop.standing import unchanged
from pipeline.shop.storage import write_whole
from pipeline.transmit import packed, parcel, sealing, verdict
from pipeline.transmit.change import Answer
from pipeline.transmit.contract import Changes, Checks, Superseded, Transmittal
from pipeline.transmit.keyring import Known
from pipeline.transmit.states import may_follow

SENT = "handover/sent"
_PATIENCE = 60.0
_ALIVE = ("sent", "received", "accepted")


class Draft(Struct, frozen=True):
    """What a build left to be sent."""

    book: str
    folder: Path
    transmittal: Transmittal
    checks: Checks
    answers: tuple[Answer, ...] = ()


class Carrier(Protocol):
    """How versions go to a peer, and what it answers comes back."""

    def collect(self, held_now: Record, other: Known) -> tuple[list[str], list[str]]:
        """Take in the peer's answers. What contradicts our log, then what is passed over."""

    def send(self, held_now: Record, other: Known, number: int) -> dict[str, Any]:
        """Bring a version that is sealed, and say where it is."""


def transmit(
    book: str, to: str, places: Places, *, quiet: bool, by: Carrier | None = None
) -> dict[str, Any]:
    """Send the book's next version, or finish sending the one that is under way."""
    heard = [said for row in rotating.collect() for said in _about_keys(row)]
    other, seed = recipient(to), keys.seed()
    rotating.post()
    carrier = by or ByHand()
    built = unchanged(book, (), places, 0) or make(book, (), places, quiet=quiet)
    draft = _draft(built["book"], Path(built["folder"]) / "bundle")
    with held(places):
        held_now = _record(draft, other, places)
        draft = replace(draft, answers=_answers(draft.book, held_now.id, other, places))
        told, notes = carrier.collect(held_now, other)
        number = _version(draft, held_now, other, seed)
        found = carrier.send(held_now, other, number)
    title = draft.transmittal.work.title
    return {**found, "title": title, "incidents": told, "notes": [*heard, *notes]}


def _about_keys(row: dict[str, Any]) -> list[str]:
    return [f"{row['name']}: {said}" for said in row["said"]]


def held(places: Places) -> Any:
    """One hand at a time in handover/."""
    path = places.state / "locks" / "handover.sqlite"
    return lock.held(path, _PATIENCE, lambda: tell("Another handover is under way; waiting."))


def recipient(to: str) -> Known:
    known = keys.known()
    if not to and len(known) == 1:
        return next(iter(known.values()))
    if not to:
        todo = "name one with --to" if known else "bookworks keys --pin PEER.json"
        many = f"{len(known)} peers, so whom you mean is not plain" if known else "no peer yet"
        raise UsageError(f"you know {many}", todo=todo)
    return keys.pinned(to)


def _draft(book: str, folder: Path) -> Draft:
    """The bundle of a build, each file still the one that was built."""
    try:
        sent = _paper(folder, "transmittal", Transmittal)
        checks = _paper(folder, "checks", Checks)
    except (OSError, msgspec.DecodeError) as error:
        todo = "let the recipe's formats be all that are to be sent, and build again"
        raise UsageError("there is no bundle to send", file=str(folder), todo=todo) from error
    for item in sent.items:
        path = folder / item.path
        if not path.is_file() or record.digest(path) != item.sha256:
            raise Refused(
                "this file is not the one that was built", file=str(path),
                todo="change the book by its recipe or its edits, then build again",
            )  # fmt: skip
    return Draft(book, folder, sent, checks)


def _paper(folder: Path, name: str, kind: Any) -> Any:
    return msgspec.json.decode((folder / "metadata" / f"{name}.json").read_bytes(), type=kind)


def _record(draft: Draft, other: Known, places: Places) -> Record:
    """The transmittal of this book to that peer; a new one where there is none that goes on."""
    folder = places.root / SENT / other.peer.peer_id
    own = keys.ours()
    for root in sorted(record.records(folder.parent), reverse=True):
        if root.parent == folder and record.book(root) == draft.book:
            found = record.load(root, own, other.peer)
            standing = found.standing
            state = standing.versions.get(standing.latest, "draft")
            if state == "draft" or may_follow(state):
                return found
            break
    year = time.strftime("%Y", time.gmtime())
    numbers = [int(root.name[7:]) for root in record.records(folder.parent)
               if root.name[2:6] == year]  # fmt: skip
    root = folder / f"T-{year}-{max(numbers, default=0) + 1:04d}"
    write_whole(root / "book", draft.book.encode())
    return record.load(root, own, other.peer)


def _answers(book: str, id: str, other: Known, places: Places) -> tuple[Answer, ...]:
    """What became of all that the peer asked of this book. What waits for a person is no answer
    yet; and of two requests of one name that counts which was asked of this transmittal."""
    found: dict[str, Answer] = {}
    for of in ("draft", id):
        for one in answers.kept(book, places) if places.has(book) else []:
            request = one.request
            mine = (request.requested_by, request.transmittal) == (other.peer.peer_id, of)
            if mine and one.answer.status not in answers.WAITING:
                found[request.id] = one.answer
    return tuple([found[name] for name in sorted(found)])


def _version(draft: Draft, held_now: Record, other: Known, seed: bytes) -> int:
    """The number of the version to send: a new one, unless the last holds the same."""
    standing = held_now.standing
    last = standing.latest
    before = transmittal(held_now, last) if last else None
    if before and standing.versions[last] in _ALIVE and _bare(before) == draft.transmittal:
        said: Changes = _paper(held_now.version(last), "changes", Changes)
        if said.answers == draft.answers:
            return last
    own = keys.ours()
    sent = held_now.sent(last)
    chained: Any = held_now.next("sender")
    order = sealing.Order(
        id=held_now.id, version=last + 1, sender=own.party, recipient=other.peer.party,
        time=now(), before=before, answers=draft.answers, **chained,
        supersedes=Superseded(version=last, tagmanifest_sha256=sent.event.tagmanifest_sha256)
        if sent else None,
    )  # fmt: skip
    made = sealing.seal(draft.transmittal, draft.checks, order, seed, __version__)
    files: dict[str, bytes | Path] = {
        item.path: draft.folder / item.path for item in draft.transmittal.items
    }
    room = held_now.root / f".making-v{last + 1}"
    record.laid({**files, **made.files}, room)
    _check(room, f"{held_now.id}_v{last + 1}")
    record.settle(room, held_now.version(last + 1))
    held_now.keep("sender", [made.sent])
    return last + 1


def _check(room: Path, name: str) -> None:
    """What the recipient would refuse is not sent."""
    found = verdict.verify(parcel.Folder(room, name), keys.ours())
    if not found.good:
        shutil.rmtree(room)
        first = found.problems[0]
        raise Refused(
            f"the recipient would refuse this: {first.message}", file=first.file,
            todo="build the book again; if it stays so, report this",
        )  # fmt: skip


def transmittal(held_now: Record, number: int) -> Transmittal:
    found: Transmittal = _paper(held_now.version(number), "transmittal", Transmittal)
    return found


def _bare(sent: Transmittal) -> Transmittal:
    """A version as the draft that it was."""
    return replace(
        sent, id="draft", version=0, sender=None, recipient=None, supersedes=None, answers=()
    )


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class ByHand(Struct, frozen=True):
    """A folder that is shared; a zip where none is, or none is wanted."""

    folder: bool = True

    def collect(self, held_now: Record, other: Known) -> tuple[list[str], list[str]]:
        return collect(held_now, other)

    def send(self, held_now: Record, other: Known, number: int) -> dict[str, Any]:
        return send(held_now, replace(other, folder=other.folder * self.folder), number)


def send(held_now: Record, other: Known, number: int) -> dict[str, Any]:
    """Lay a version where the peer finds it; as a zip where no folder is shared."""
    name = f"{held_now.id}_v{number}"
    if other.folder:
        place = shared.room(Path(other.folder), "sender", other.peer.peer_id)
        shared.post(place, held_now, "sender")
        shared.deliver(place, held_now, number)
        where = place / name
    else:
        source = held_now.version(number)
        files = [(path.relative_to(source).as_posix(), path.read_bytes())
                 for path in source.rglob("*") if path.is_file()]  # fmt: skip
        where = held_now.root / f"{name}.zip"
        write_whole(where, packed.pack(name, files))
    by = "folder" if other.folder else "zip"
    return {**outcome(held_now, other, number), "place": str(where), "by": by}


def outcome(held_now: Record, other: Known, number: int) -> dict[str, Any]:
    return {
        "transmittal": held_now.id,
        "version": number,
        "state": held_now.standing.versions[number],
        "to": other.peer.peer_id,
    }


def collect(held_now: Record, other: Known) -> tuple[list[str], list[str]]:
    """Take in what the peer answered by the shared folder. What contradicts our log is told first,
    then what is passed over."""
    if not other.folder:
        return [], []
    came = collected(held_now, other)
    return came.told, came.notes


def collected(held_now: Record, other: Known) -> Taken:
    """The same, with the events and requests that are new."""
    place = shared.room(Path(other.folder), "recipient", other.peer.peer_id)
    answers, notes = shared.arrived(place, held_now, "recipient")
    came = requested.take(held_now, answers, (place / held_now.id / requested.FOLDER,))
    return replace(came, notes=notes + came.notes)


# -- where everything stands -----------------------------------------------------------------------


def standing(places: Places) -> dict[str, Any]:
    """Every transmittal that was sent, after a look at the answers."""
    incidents: list[str] = []
    notes: list[str] = []
    for told in rotating.collect():
        (incidents if told["result"] == "refused" else notes).extend(_about_keys(told))
    known, rows = keys.known(), []
    with held(places):
        for root in record.records(places.root / SENT):
            other = known.get(root.parent.name)
            if other is None:
                continue
            one = record.load(root, keys.ours(), other.peer)
            wrong, passed = collect(one, other)
            incidents += [f"{one.id}: {said}" for said in wrong]
            notes += [f"{one.id}: {said}" for said in passed]
            rows.append(_row(one, other, record.book(root)))
    return {"transmittals": rows, "incidents": incidents, "notes": notes}


def _row(one: Record, other: Known, book: str) -> dict[str, Any]:
    found = one.standing
    answers = one.chains["recipient"]
    reasons = answers[-1].event.reasons if answers else ()
    return {
        "transmittal": one.id, "book": book, "to": other.peer.peer_id, "version": found.latest,
        "state": found.versions.get(found.latest, "draft"),
        "reasons": [msgspec.to_builtins(reason) for reason in reasons],
    }  # fmt: skip


def sent_text(found: dict[str, Any]) -> str:
    name = f"{found['transmittal']}, version {found['version']}"
    lines = [f"{found['title']} is sealed for {found['to']} as {name}: {found['state']}."]
    lines.append(f"  {_HOW[found['by']]}: {found['place']}")
    if found["by"] == "http":
        moved = f"{counted(found['sent_files'], 'file')} sent"
        lines.append(f"  {moved}, {found['held_files']:,} there before")
    lines += [f"  {one}" for one in found.get("reasons", [])]
    return "\n".join([*lines, *incidents(found)])


_HOW = {"folder": "in the shared folder", "zip": "send this file", "http": "at the desk"}


def standing_text(found: dict[str, Any]) -> str:
    if not found["transmittals"]:
        return "\n".join(["Nothing was sent yet.", *incidents(found)])
    lines = []
    for row in found["transmittals"]:
        name = f"{row['transmittal']} v{row['version']}"
        lines.append(f"{name}  {row['state']:<18}{row['book']} to {row['to']}")
        lines += [f"    {one['message']}" for one in row["reasons"]]
    return "\n".join([*lines, *incidents(found)])


def incidents(found: dict[str, Any]) -> list[str]:
    """A log that was rewritten is no mishap: people must talk."""
    lines = [f"Look into this with the peer: {said}" for said in found["incidents"]]
    return [*lines, *[f"  {said}" for said in found["notes"]]]
