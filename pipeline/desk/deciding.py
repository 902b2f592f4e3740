"""Deciding: what the house and the sender do with a version once it is here."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from pipeline.desk import audit, chronicle, contract, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.contract import Malformed, Reason, Unsigned
from pipeline.desk.problems import Problem
from pipeline.desk.settings import Office
from pipeline.desk.tables import PeerRow, RequestRow, TransmittalRow, VersionRow

DECISIONS = ("accepted", "changes-requested", "declined")


def decide(
    db: Session, actor: Actor, office: Office, book: TransmittalRow, version: VersionRow,
    decision: str, note: str,
) -> None:  # fmt: skip
    """Accept, ask for changes, or decline. The house signs it. Raises Problem."""
    actor.need("decide")
    if decision not in DECISIONS:
        raise Problem(422, "decision", f"A decision is one of {', '.join(DECISIONS)}.")
    _fit(db, book, version, decision, note)
    asked = [
        Reason(code=row.kind, message=row.name, file=_named(row))
        for row in ownership.requests(db, book)
        if decision == "changes-requested" and row.state in ("open", "reopened")
    ]
    chronicle.say(
        db, office, book, version, decision, actor.shown, note.strip()[:4000], tuple(asked)
    )
    audit.note(
        db, actor, f"decide.{decision}", f"{book.peer_id}/{book.name} v{version.number}",
        owner=book.account_id,
    )  # fmt: skip


def _named(row: RequestRow) -> str:
    """A request as the folder carrier names it: by its digest, so that the event signs for it."""
    return f"requests/{row.name}.{hashlib.sha256(row.envelope).hexdigest()}.dsse.json"


def _fit(db: Session, book: TransmittalRow, version: VersionRow, decision: str, note: str) -> None:
    if decision not in contract.allowed(version.state, "recipient"):
        return  # which `say` tells with what can be done
    rows = ownership.requests(db, book)
    standing = [row for row in rows if row.state not in ("verified", "cancelled", "declined")]
    if decision == "changes-requested" and not standing:
        raise Problem(409, "changes.none", "Say first what is to change: make a change request.")
    blocking = [row.name for row in standing if row.blocking]
    if decision == "accepted" and blocking:
        told = f"{', '.join(blocking)} must be settled first: verify, cancel or unblock."
        raise Problem(409, "changes.blocking", told, requests=blocking)
    if decision == "declined" and not note.strip():
        raise Problem(422, "note", "Whoever is declined is told why. Write a sentence.")


def withdraw(
    db: Session, actor: Actor, book: TransmittalRow, version: VersionRow, envelope: bytes
) -> None:
    """The sender's own signed event. Raises Problem."""
    actor.need("send")
    peer = ownership.pinned(db, actor, book.peer_id)
    signed = _opened(peer, envelope)
    event = signed.event
    said = (event.type, event.source, event.transmittal, event.version, event.tagmanifest_sha256)
    meant = ("withdrawn", book.peer_id, book.name, version.number, version.digest)
    if said != meant:
        raise Problem(422, "event", "This event is not the withdrawal of this version.")
    if signed.digest in {row.digest for row in ownership.chain(db, book)}:
        return
    chronicle.take(db, book, signed, actor.shown)
    audit.note(db, actor, "version.withdraw", f"{book.peer_id}/{book.name} v{version.number}")


def _opened(peer: PeerRow | None, envelope: bytes) -> contract.Signed:
    if peer is None:
        raise Problem(422, "signature.peer", "The keys of this shop are not pinned any more.")
    pinned = contract.decode_peer(peer.document.encode()).pinned
    try:
        return contract.open_event(envelope, pinned)
    except (Unsigned, Malformed) as error:
        raise Problem(422, "event", f"This event proves nothing: {error}.") from error


def actions(actor: Actor, version: VersionRow | None) -> dict[str, bool]:
    """What whoever asks can do with a version now."""
    if version is None:
        return {}
    can = contract.allowed(version.state, actor.side)
    may = actor.part in actor.scopes
    found = {event: event in can and may for event in sorted(EVENTS[actor.side])}
    if not actor.is_house:
        state: contract.State = version.state  # type: ignore[assignment]
        found["send-next"] = contract.may_follow(state) and may
    return found


EVENTS = {"recipient": {*DECISIONS}, "sender": {"withdrawn"}}
