"""Receiving: a version whose files all lie here is looked at, and only then is it received."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pipeline.desk import answering, audit, chronicle, contract, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.blobs import Blobs, Parcel
from pipeline.desk.contract import Fault, Malformed, Reason, Signed, Transmittal, Unsigned, Verdict
from pipeline.desk.problems import Problem
from pipeline.desk.settings import Office
from pipeline.desk.tables import PeerRow, TransmittalRow, VersionRow
from pipeline.desk.times import now

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_FILES = 10_000


class Arrived(Struct, frozen=True):
    """A version that its sender did sign, looked at. With faults it is unprocessable."""

    peer: PeerRow
    parcel: Parcel
    verdict: Verdict
    sent: Signed


def look(
    db: Session, actor: Actor, office: Office, blobs: Blobs, name: str, files: dict[str, str]
) -> Arrived:
    """Look at what was announced. Raises Problem where it is not whole, or not from who it says."""
    actor.need("send")
    parcel = _parcel(db, actor, blobs, name, files)
    mine = ownership.all_pinned(actor).where(PeerRow.account_id == actor.account_id)
    peer = sender(db, actor, mine, parcel)
    known = contract.decode_peer(peer.document.encode())
    verdict = contract.verify(parcel, known)
    if verdict.sent is None:
        raise refused(verdict.problems)
    faults = [*verdict.problems, *_for_us(verdict.transmittal, office)]
    whole = replace(verdict, problems=tuple(faults))
    return Arrived(peer, parcel, whole, verdict.sent)


def _parcel(db: Session, actor: Actor, blobs: Blobs, name: str, files: dict[str, str]) -> Parcel:
    if len(files) > _MOST_FILES or not all(map(_DIGEST.fullmatch, files.values())):
        raise Problem(422, "listing", "A listing names each file and its sha256, in small hex.")
    held = ownership.holdings(db, actor, set(files.values()))
    lacking = sorted(d for d in set(files.values()) if d not in held or not blobs.is_here(d))
    if lacking:
        told = f"{len(lacking)} of {len(set(files.values()))} files are not here yet."
        raise Problem(409, "blobs.missing", told, missing=lacking)
    return Parcel(blobs, name, files, held)


def sender(db: Session, actor: Actor, pinned: Select[PeerRow], parcel: contract.Parcel) -> PeerRow:
    """The shop that says it sent this, which must be one of those whose keys are pinned."""
    if contract.SENT not in parcel.sizes:
        raise refused((Fault("bag.missing", "this file is missing", contract.SENT),))
    envelope = parcel.open(contract.SENT).read(1 << 20)
    try:
        source = contract.peek_event(envelope).source
    except (Unsigned, Malformed) as error:
        peer = _signer(db, pinned, envelope)
        if peer is None:
            raise refused((Fault("signature.form", str(error), contract.SENT),)) from error
        return peer  # whose signature will not hold, as the verdict then says
    peer = db.scalar(pinned.where(PeerRow.peer_id == source))
    if peer is None:
        what = "were revoked" if ownership.revoked(db, actor, source) else "are not pinned here"
        told = f"the keys of {source} {what}, or not for you"
        raise refused((Fault("signature.peer", told, contract.SENT),))
    return peer


def _signer(db: Session, pinned: Select[PeerRow], envelope: bytes) -> PeerRow | None:
    """The shop whose key an envelope names, where what it holds was altered."""
    try:
        keyid = contract.signer(envelope)
    except Unsigned:
        return None
    for row in db.scalars(pinned):
        if keyid in contract.decode_peer(row.document.encode()).pinned:
            return row
    return None


def refused(faults: tuple[Fault, ...]) -> Problem:
    told = f"Nothing was received: {faults[0].message}."
    return Problem(422, "unverified", told, problems=listed(faults))


def listed(faults: tuple[Fault, ...]) -> list[dict[str, str]]:
    return [{"code": one.code, "message": one.message, "file": one.file} for one in faults[:100]]


def _for_us(sent: Transmittal | None, office: Office) -> list[Fault]:
    if sent is None or sent.recipient is None:
        return []
    if sent.recipient.peer_id == office.settings.peer_id:
        return []
    told = f"it is meant for {sent.recipient.peer_id}, and this is {office.settings.peer_id}"
    return [Fault("transmittal.recipient", told, "metadata/transmittal.json")]


# -- keeping it ------------------------------------------------------------------------------------


def keep(
    db: Session, actor: Actor, office: Office, arrived: Arrived
) -> tuple[TransmittalRow, VersionRow, bool]:
    """Write the version down with the sender's event and the house's receipt, or its refusal; the
    last is whether it is new. Raises Problem where it does not follow from what stands."""
    event = arrived.sent.event
    if ownership.pinned(db, actor, event.source) is None:
        raise Problem(422, "signature.peer", "The keys of this shop were revoked meanwhile.")
    book = _book(db, actor, arrived)
    known = {row.number: row for row in ownership.versions(db, book)}
    again = known.get(event.version)
    if again is not None:
        if again.digest == event.tagmanifest_sha256:
            return book, again, False
        told = f"Version {event.version} was sent before, and a version never changes."
        raise Problem(409, "version.exists", told)
    _check_turn(known.get(max(known, default=0)))
    faults = (*arrived.verdict.problems, *_before(arrived.verdict.transmittal, known))
    version = _version(db, book, arrived, faults)
    chronicle.take(db, book, arrived.sent, actor.shown)
    if faults:
        reasons = tuple(Reason(code=f.code, message=f.message, file=f.file) for f in faults[:100])
        chronicle.say(db, office, book, version, "unprocessable", "the desk", reasons=reasons)
    else:
        chronicle.say(db, office, book, version, "received", "the desk")
        changes = arrived.verdict.changes
        answering.take(db, book, version, changes.answers if changes else (), actor.shown)
    audit.note(
        db, actor, "version.send", f"{book.peer_id}/{book.name} v{version.number}", version.state
    )
    return book, version, True


def _check_turn(latest: VersionRow | None) -> None:
    """Raises Problem where no version can follow."""
    state: contract.State = latest.state if latest else "draft"  # type: ignore[assignment]
    if latest is not None and not contract.may_follow(state):
        told = f"Version {latest.number} is {state}; no version follows it."
        raise Problem(409, "state", told, state=state)


def _book(db: Session, actor: Actor, arrived: Arrived) -> TransmittalRow:
    event = arrived.sent.event
    found = db.scalar(
        select(TransmittalRow).where(
            TransmittalRow.peer_id == event.source, TransmittalRow.name == event.transmittal
        )
    )
    if found is not None and found.account_id != actor.account_id:
        raise Problem(409, "transmittal.taken", "This number was given to another transmittal.")
    sent = arrived.verdict.transmittal
    if found is None:
        found = TransmittalRow(
            account_id=actor.account_id, peer_id=event.source, name=event.transmittal,
            title=event.transmittal, author="", state="draft", latest=0, words=0,
            open_requests=0, made=now(), changed=now(),
        )  # fmt: skip
        db.add(found)
        db.flush()
    if sent is not None and event.version > found.latest:
        found.title = sent.work.title[:300]
        found.author = ", ".join(one.name for one in sent.work.contributors)[:300]
        found.words = sent.extent.words
    return found


def _version(
    db: Session, book: TransmittalRow, arrived: Arrived, faults: tuple[Fault, ...]
) -> VersionRow:
    event, parcel = arrived.sent.event, arrived.parcel
    row = VersionRow(
        transmittal_id=book.id, number=event.version, digest=event.tagmanifest_sha256,
        state="draft", problems=listed(faults), made=now(),
        files={path: [digest, parcel.sizes[path]] for path, digest in parcel.files.items()},
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def _before(sent: Transmittal | None, known: dict[int, VersionRow]) -> list[Fault]:
    """Whether it takes the place of the version that really came before it."""
    if sent is None:
        return []
    file = "metadata/transmittal.json"
    latest = max(known, default=0)
    if sent.supersedes is None:
        told = f"version {latest} came before it, and it does not say that it takes its place"
        return [Fault("transmittal.supersedes", told, file)] if latest else []
    older = known.get(sent.supersedes.version)
    if older is None or older.number != latest:
        told = f"it takes the place of version {sent.supersedes.version}, and {latest} was the last"
        return [Fault("transmittal.supersedes", told, file)]
    if older.digest != sent.supersedes.tagmanifest_sha256:
        told = f"the version {older.number} that it takes the place of is not the one received here"
        return [Fault("transmittal.supersedes", told, file)]
    return []
