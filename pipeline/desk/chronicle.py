"""The chronicle of a book: signed events of both sides, and the states that follow from them.

No state is set by hand. An event is added, and every version's state is told anew from all events,
in the same transaction, by the contract's own table.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.desk import contract, ownership, webhooks
from pipeline.desk.actor import Actor
from pipeline.desk.contract import Event, Reason, Side, Signed
from pipeline.desk.problems import Problem
from pipeline.desk.settings import Office
from pipeline.desk.tables import EventRow, Notice, RequestRow, TransmittalRow, VersionRow
from pipeline.desk.times import now


def chains(db: Session, book: TransmittalRow) -> tuple[list[Signed], list[Signed]]:
    """The sender's events and the house's. Their signatures were looked at when they came."""
    found: dict[str, list[Signed]] = {"sender": [], "recipient": []}
    for row in ownership.chain(db, book):
        found[row.side].append(Signed(contract.peek_event(row.envelope), row.envelope))
    return found["sender"], found["recipient"]


def take(db: Session, book: TransmittalRow, signed: Signed, by: str) -> None:
    """Add an event of the sender's. Raises Problem where it does not fit, and then adds nothing."""
    _hold(db, book)
    own, other = chains(db, book)
    wrong = contract.faults([*own, signed], other)
    if wrong:
        raise Problem(409, "chain", f"Your log and ours differ: {wrong[0]}.", faults=wrong)
    standing = contract.standing([*own, signed], other)
    if signed.digest in {one.digest for one in standing.void}:
        event = signed.event
        stood = contract.standing(own, other).versions.get(event.version, "draft")
        told = f"Version {event.version} is {stood}; it cannot be {event.type} now."
        raise Problem(409, "state", told, state=stood, allowed=contract.allowed(stood, "sender"))
    _add(db, book, "sender", signed, by)


def say(
    db: Session, office: Office, book: TransmittalRow, version: VersionRow, kind: str,
    by: str, note: str = "", reasons: tuple[Reason, ...] = (),
) -> Signed:  # fmt: skip
    """An event of the house's, signed with its key. Raises Problem where it cannot happen."""
    _hold(db, book)
    db.refresh(version)
    if kind not in contract.allowed(version.state, "recipient"):
        told = f"Version {version.number} is {version.state}; it cannot be {kind} now."
        can = contract.allowed(version.state, "recipient")
        raise Problem(409, "state", told, state=version.state, allowed=can)
    sender, own = chains(db, book)
    event = Event(
        source=office.settings.peer_id, type=kind, time=now(),  # type: ignore[arg-type]
        transmittal=book.name, version=version.number, tagmanifest_sha256=version.digest,
        seq=len(own) + 1, prev_sha256=own[-1].digest if own else "",
        seen_sha256=sender[-1].digest if sender else "", note=note, reasons=reasons,
    )  # fmt: skip
    signed = contract.sign_event(event, office.seed)
    _add(db, book, "recipient", signed, by)
    return signed


def _hold(db: Session, book: TransmittalRow) -> None:
    """Let nobody else add to this book's events until this transaction ends. SQLite lets one write
    at a time anyhow; elsewhere two would find the same state, and both act on it."""
    db.execute(select(TransmittalRow.id).where(TransmittalRow.id == book.id).with_for_update())


def _add(db: Session, book: TransmittalRow, side: Side, signed: Signed, by: str) -> None:
    event = signed.event
    db.add(EventRow(
        transmittal_id=book.id, side=side, seq=event.seq, type=event.type, version=event.version,
        digest=signed.digest, envelope=signed.envelope, by=by, note=event.note, made=now(),
    ))  # fmt: skip
    db.flush()
    tell(db, book, event.type, f"version {event.version}")
    project(db, book)


def project(db: Session, book: TransmittalRow) -> None:
    """Write down where every version stands."""
    standing = contract.standing(*chains(db, book))
    for row in ownership.versions(db, book):
        row.state = standing.versions.get(row.number, row.state)
    book.latest = max(standing.latest, book.latest)
    book.state = standing.versions.get(book.latest, book.state)
    book.changed = now()
    book.open_requests = db.scalar(
        select(func.count(RequestRow.id)).where(
            RequestRow.transmittal_id == book.id,
            RequestRow.state.not_in(("verified", "cancelled", "declined")),
        )
    ) or 0  # fmt: skip
    db.flush()


def tell(db: Session, book: TransmittalRow, kind: str, about: str) -> None:
    """Let pages, programs and webhooks know."""
    notice = Notice(
        account_id=book.account_id, transmittal_id=book.id, kind=kind, about=about[:200],
        made=now(),
    )  # fmt: skip
    db.add(notice)
    db.flush()
    webhooks.queue(db, notice)


def etag(book: TransmittalRow, last: EventRow | None, requests: list[RequestRow]) -> str:
    """What stands, in one word: another word once anything of it is different."""
    asked = ".".join(f"{row.name}{row.state}" for row in requests)
    said = f"{book.peer_id}/{book.name}/{last.digest if last else ''}/{asked}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def mark(db: Session, book: TransmittalRow) -> str:
    """The etag of a book."""
    chain = ownership.chain(db, book)
    return etag(book, chain[-1] if chain else None, ownership.requests(db, book))


def check_mark(db: Session, book: TransmittalRow, seen: str) -> None:
    """Raises Problem where somebody decides on what has changed since they saw it."""
    if seen and seen != "*" and mark(db, book) not in [part.strip() for part in seen.split(",")]:
        told = "Something happened to this book since you looked. Look again, then decide."
        raise Problem(412, "changed", told)


def waits_for(book: TransmittalRow, actor: Actor) -> str:
    """Who has to do the next thing."""
    turn = {
        "sent": "recipient", "received": "recipient", "changes-requested": "sender",
        "unprocessable": "sender",
    }.get(book.state, "")  # fmt: skip
    if not turn:
        return ""
    return "you" if turn == actor.side else "the house" if turn == "recipient" else "the writer"
