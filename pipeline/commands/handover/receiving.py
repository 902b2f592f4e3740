"""`bookworks receive`: what a peer sent, verified, kept, and answered with a signed event.

What lies in a folder that others write to is read once, into a room of our own; the copy is what is
verified and what is kept. A version is received by one rename, and until then nothing of it counts.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.commands.handover import (
    answering,
    keys,
    record,
    requested,
    rotating,
    sending,
    shared,
    verifying,
)
from pipeline.commands.handover.record import Record
from pipeline.model.errors import UsageError
from pipeline.shop.places import Places
from pipeline.shop.storage import explained, write_whole
from pipeline.transmit import events, parcel, verdict
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.events import Reason, Signed
from pipeline.transmit.keyring import Known
from pipeline.transmit.parcel import Parcel, Unreadable
from pipeline.transmit.sealing import SENT
from pipeline.transmit.strict import Malformed
from pipeline.transmit.verdict import Problem, Verdict

RECEIVED = "handover/received"
PATIENCE = 24 * 3600.0
"""Seconds that a version which is not whole may still be on its way."""

_UNFINISHED = frozenset({
    "bag.missing", "bag.digest", "bag.manifest", "parcel.unreadable", "signature.form",
    "signature.subject", "signature.false",
})  # fmt: skip
"""What a bag looks like of which not everything has arrived."""


_GONE = ("signature.revoked", "signature.retired")
"""No waiting helps."""


class Hand(Struct):
    """Whoever receives, and how."""

    places: Places
    refuse: bool = False  # answer that it cannot be used, rather than wait
    patient: bool = True  # whether more may still arrive: not of what somebody brought
    now: float = 0.0

    @property
    def time(self) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.now))


Came = dict[str, Any]
"""What came of one version: `result` is received, already, waiting or refused."""


def receive(path: str, places: Places, *, refuse: bool) -> dict[str, Any]:
    """Receive a folder, a zip or an event; without one, all that lies ready in shared folders."""
    hand = Hand(places, refuse, now=time.time())
    with sending.held(places):
        if not path:
            rows = rotating.collect()
            rows += [came for known in keys.known().values() for came in _looked(known, hand)]
            rows += answering.collected(places)
        elif path.endswith(".dsse.json"):
            rows = [_event(Path(path), hand)]
        else:
            rows = [_given(Path(path), hand)]
    return {"versions": rows, "exit_code": _code(rows)}


def _code(rows: list[Came]) -> int:
    results = {row["result"] for row in rows}
    return 6 if "refused" in results else 7 if "waiting" in results else 0


def _looked(known: Known, hand: Hand) -> list[Came]:
    if not known.folder:
        return []
    place = shared.room(Path(known.folder), "sender", keys.ours().peer_id)
    return [_shared(folder, known, hand) for folder in shared.ready(place)]


def _given(path: Path, hand: Hand) -> Came:
    """What somebody points at: a version in a shared folder, or one brought in another way."""
    if path.is_dir() and path.resolve().parent.name == f"to-{keys.ours().peer_id}":
        folder = path.resolve()
        ready = folder.with_name(folder.name + shared.READY)
        known = _whose(folder.parent, keys.known())
        if known is None:
            todo = "bookworks keys --pin PEER.json --folder DIR"
            raise UsageError("no peer is pinned for this shared folder", todo=todo)
        if not ready.exists():
            return _came(folder.name, "waiting", "its ready file has not arrived")
        return _shared(folder, known, hand)
    hand.patient = False
    try:
        with verifying.opened(path) as held:
            known = keys.pinned(verdict.sender(held))
            sent = _sent(parcel.read(held, SENT), known, hand)
            return _posted(_taken(held, sent, known, hand, [sent]), sent, known, hand)
    except (Unreadable, Unsigned, Malformed) as error:
        return _came(path.name, "refused", str(error))


def _whose(place: Path, known: dict[str, Known]) -> Known | None:
    return next(
        (one for one in known.values()
         if one.folder and Path(one.folder).resolve() == place.parent), None
    )  # fmt: skip


def _shared(folder: Path, known: Known, hand: Hand) -> Came:
    """A version in a shared folder, which says that it is ready."""
    try:
        sent = _sent(shared.read(folder.with_name(folder.name + shared.READY)), known, hand)
        if folder.name != f"{sent.event.transmittal}_v{sent.event.version}":
            return _came(folder.name, "refused", "its ready file is that of another version")
        if not folder.is_dir() or folder.is_symlink():
            return _came(folder.name, "waiting", "its folder has not arrived")
        found = _record(sent, known, hand)
        chain, notes = shared.arrived(folder.parent, found, "sender")
        came = _taken(parcel.Folder(folder), sent, known, hand, [*chain, sent])
        came["said"] += notes
    except (Unsigned, Malformed) as error:
        if isinstance(error, Unsigned) and error.code in _GONE:
            return _came(folder.name, "refused", str(error))
        return _came(folder.name, "waiting", f"its ready file is not whole: {error}")
    except (Unreadable, FileNotFoundError) as error:
        return _came(folder.name, "waiting", f"it changes while it is read: {error}")
    return _posted(came, sent, known, hand)


def _posted(came: Came, sent: Signed, known: Known, hand: Hand) -> Came:
    """The answers laid where the sender looks for them; without a folder, named to be sent."""
    found = _record(sent, known, hand)
    answers = found.chains["recipient"]
    if answers and known.folder:
        place = shared.room(Path(known.folder), "recipient", keys.ours().peer_id)
        shared.post(place, found, "recipient")
    elif answers:
        came["answer"] = str(found.root / "events" / "recipient" / answers[-1].name)
    return came


def _sent(envelope: bytes, known: Known, hand: Hand) -> Signed:
    said = Signed(events.peek(envelope), envelope)
    held = record.NUMBER.match(said.event.transmittal) and _record(said, known, hand)
    before = held.holds("sender", envelope) if held else None  # whatever became of its key since
    sent = before or events.opened(envelope, known.peer.pinned)
    if sent.event.type != "sent" or sent.event.source != known.peer.peer_id:
        raise Malformed("it is not the event of a sending by this peer")
    return sent


def _record(sent: Signed, known: Known, hand: Hand) -> Record:
    room = hand.places.root / RECEIVED / known.peer.peer_id / sent.event.transmittal
    return record.load(room, known.peer, keys.ours())


# -- one version -----------------------------------------------------------------------------------


def _taken(held: Parcel, sent: Signed, known: Known, hand: Hand, chain: list[Signed]) -> Came:
    """A version that its sender signed for: received, refused, or left for later."""
    found, event = _record(sent, known, hand), sent.event
    name = f"{event.transmittal}_v{event.version}"
    new, told = found.following("sender", chain)
    if told:
        return _came(name, "refused", *told)  # nothing is answered: people must talk
    found.keep("sender", new)
    first = found.sent(event.version)
    if first is None or sent.digest not in {one.digest for one in found.chains["sender"]}:
        return _came(name, "waiting", "an earlier event has not arrived")
    if first.digest != sent.digest:
        return _came(name, "refused", f"version {event.version} was sent already, and otherwise")
    if found.version(event.version).is_dir():
        return _settled(found, sent, hand, "already")
    state = found.standing.versions[event.version]
    if state != "sent":
        return _came(name, "already", f"it is {state}")
    room = found.root / f".arriving-v{event.version}"
    try:
        judged, litter = _copied(held, room, name, known)
        judged = _meant(judged, sent, found)
        if not judged.good:
            return _unfit(judged, found, sent, hand)
        with explained(room):
            record.settle(room / name, found.version(event.version))
    finally:
        shutil.rmtree(room, ignore_errors=True)
    _first_seen(found, event.version).unlink(missing_ok=True)
    return {**_settled(found, sent, hand, "received"), "left": litter}


def _answered(found: Record, version: int) -> bool:
    return any(one.event.version == version for one in found.chains["recipient"])


def _copied(held: Parcel, room: Path, name: str, known: Known) -> tuple[Verdict, list[str]]:
    """The verdict on a copy of our own, without what synchronising programs left beside it."""
    litter = sorted(one for one in held.sizes if parcel.is_litter(one) and not _listed(held, one))
    names = [one for one in held.sizes if one not in litter]
    faults = [fault for fault in parcel.faults(held) if fault[2] not in litter]
    if faults:
        return Verdict(tuple([Problem(*fault) for fault in faults])), litter
    with explained(room):
        record.copied(held, names, room / name)
    return verdict.verify(parcel.Folder(room / name, held.name), known.peer), litter


def _meant(judged: Verdict, sent: Signed, found: Record) -> Verdict:
    """A good verdict still, if the version is meant for us and takes the place of one we know."""
    told, said = judged.transmittal, judged.sent
    if not judged.good or told is None or told.recipient is None:
        return judged
    if said is None or said.digest != sent.digest:
        why = ("signature.subject", "its event of sending is not that of its ready file", SENT)
        return Verdict((Problem(*why),))
    paper = "metadata/transmittal.json"
    if told.recipient.peer_id != keys.ours().peer_id:
        why = ("transmittal.recipient", f"it was sent to {told.recipient.peer_id}", paper)
        return Verdict((Problem(*why),))
    older = told.supersedes
    before = found.sent(older.version) if older else None
    if older and (before is None or before.event.tagmanifest_sha256 != older.tagmanifest_sha256):
        which = f"it takes the place of a version {older.version} that was never sent to us"
        return Verdict((Problem("transmittal.supersedes", which, paper),))
    return judged


def _listed(held: Parcel, name: str) -> bool:
    manifests = [one for one in ("manifest-sha256.txt", "tagmanifest-sha256.txt")
                 if one in held.sizes]  # fmt: skip
    return any(f"  {name}\n".encode() in parcel.read(held, one) for one in manifests)


def _unfit(judged: Verdict, found: Record, sent: Signed, hand: Hand) -> Came:
    """Not whole yet, or not to be used: the one is waited for, the other answered."""
    event = sent.event
    name = f"{event.transmittal}_v{event.version}"
    said = [verifying.said(msgspec.to_builtins(one)) for one in judged.problems]
    if any(one.code in _UNFINISHED for one in judged.problems) and not hand.refuse:
        if not hand.patient:
            return _came(name, "refused", *said)  # what was sent may be good: ask for it again
        if _age(found, event.version, hand) < PATIENCE:
            return _came(name, "waiting", "not all has arrived, or not as it was sent", *said)
    reasons = [Reason(code=one.code, message=one.message, file=one.file) for one in judged.problems]
    _answer(found, sent, hand, "unprocessable", reasons[:100])
    return _came(name, "refused", *said)


def _first_seen(found: Record, version: int) -> Path:
    return found.root / f".waiting-v{version}"


def _age(found: Record, version: int, hand: Hand) -> float:
    """Seconds since a version was first seen here and was not whole."""
    path = _first_seen(found, version)
    if not path.exists():
        write_whole(path, str(hand.now).encode())
    return hand.now - float(path.read_text())


def _settled(found: Record, sent: Signed, hand: Hand, result: str) -> Came:
    """A version that is here whole, with its receipt."""
    event, place = sent.event, found.version(sent.event.version)
    if not _answered(found, event.version):
        if found.standing.versions.get(event.version) == "sent":
            _answer(found, sent, hand, "received", [])
        result = "received"
    said = sending.transmittal(found, event.version)
    state = found.standing.versions.get(event.version, "sent")
    told = [] if state == "received" else [f"it is {state}"]
    return {
        **_came(f"{event.transmittal}_v{event.version}", result, *told),
        "transmittal": event.transmittal,
        "version": event.version,
        "state": state,
        "title": said.work.title,
        "from": event.source,
        "words": said.extent.words,
        "files": [str(place.joinpath(*item.path.split("/"))) for item in said.items
                  if item.type == "manuscript"],
        "place": str(place),
        "issues": [one.message if one.times == 1 else f"{one.message} (×{one.times})"
                   for one in said.known_issues],
    }  # fmt: skip


def _answer(found: Record, sent: Signed, hand: Hand, kind: str, reasons: list[Reason]) -> None:
    said = record.event(found, "recipient", keys.ours().peer_id, hand.time, sent.event,
                        type=kind, reasons=msgspec.to_builtins(reasons))  # fmt: skip
    found.keep("recipient", [events.sign(said, keys.seed())])


def _event(path: Path, hand: Hand) -> Came:
    """An event that came by itself, by mail for instance: an answer to what we sent, or what the
    sender says of what it sent us."""
    data = shared.read(path)
    if rotating.is_statement(data):
        return rotating.take(data)
    try:
        said = events.peek(data)
        known = keys.pinned(said.source)
        one = events.opened(data, known.peer.pinned)
    except (Unsigned, Malformed) as error:
        return _came(path.name, "refused", str(error))
    ours, theirs = (hand.places.root / side / known.peer.peer_id / said.transmittal
                    for side in (sending.SENT, RECEIVED))  # fmt: skip
    if ours.is_dir():
        found = record.load(ours, keys.ours(), known.peer)
        beside = (path.parent, path.parent / requested.FOLDER, path.parents[1] / requested.FOLDER)
        came = requested.take(found, [one], beside)
        if came.events or came.notes:
            return answering.row(found, came)
        told = came.told
        held = one.digest in {known.digest for known in found.chains["recipient"]}
    else:
        found = record.load(theirs, known.peer, keys.ours())
        new, told = found.following("sender", [one])
        held = bool(new) and not told
        found.keep("sender", new if held else [])
    if told:
        return _came(path.name, "refused", *told)
    state = found.standing.versions.get(said.version, "draft")
    if not held:
        return _came(path.name, "waiting", "an earlier event has not arrived")
    return _came(path.name, "already", f"{said.transmittal}, version {said.version}, is {state}")


# -- words -----------------------------------------------------------------------------------------


def _came(name: str, result: str, *said: str) -> Came:
    return {"name": name, "result": result, "said": list(said)}


_WORDS = {
    "keys": "Told",
    "known": "Known",
    "received": "Received",
    "already": "Known",
    "waiting": "Not yet",
    "refused": "Refused",
    "answered": "Answered",
}


def text(found: dict[str, Any]) -> str:
    if not found["versions"]:
        return "Nothing lies ready in the folders that you share."
    return "\n".join([line for row in found["versions"] for line in _lines(row)])


def _lines(row: Came) -> list[str]:
    lines = [f"{_WORDS[row['result']]}: {verifying.printable(row['name'])}"]
    lines += [f"  {verifying.printable(said)}" for said in row["said"][: verifying.MOST]]
    if row.get("title"):
        told = f"{row['title']}, {row['words']:,} words, from {row['from']}"
        lines[0] += f": {verifying.printable(told)}"
    if row["result"] == "received":
        lines += [f"  {path}" for path in row["files"]]
        lines += [f"  read first: {os.path.join(row['place'], 'README.html')}"]
        lines += [f"  {verifying.printable(one)}" for one in row["issues"][: verifying.MOST]]
    lines += [f"  send this back: {row['answer']}"] if row.get("answer") else []
    lines += [f"  left alone: {verifying.printable(one)}" for one in row.get("left", [])]
    return lines
