"""Whose is what. Every query for a book, or for a part of one, begins here with who asks.

A sender sees what it sent. Those of the house see what was sent to the house. Everything else is
not there, for all that anyone can tell.
"""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pipeline.desk.actor import Actor
from pipeline.desk.problems import missing
from pipeline.desk.tables import (
    AuditRow,
    EventRow,
    Holding,
    Notice,
    PeerRow,
    RemarkRow,
    RequestRow,
    TransmittalRow,
    VersionRow,
    Webhook,
)

Row = TypeVar("Row")


def _must(db: Session, asked: Select[Row], what: str) -> Row:
    """The one row. Raises Problem where there is none, or it is another's."""
    found = db.scalar(asked)
    if found is None:
        raise missing(what)
    return found


def books(actor: Actor) -> Select[TransmittalRow]:
    rows = select(TransmittalRow)
    return rows if actor.is_house else rows.where(TransmittalRow.account_id == actor.account_id)


def book(db: Session, actor: Actor, peer: str, name: str) -> TransmittalRow:
    asked = books(actor).where(TransmittalRow.peer_id == peer, TransmittalRow.name == name)
    return _must(db, asked, "transmittal")


def versions(db: Session, book: TransmittalRow) -> list[VersionRow]:
    """Newest first."""
    rows = select(VersionRow).where(VersionRow.transmittal_id == book.id)
    return list(db.scalars(rows.order_by(VersionRow.number.desc())))


def version(db: Session, book: TransmittalRow, number: int) -> VersionRow:
    rows = select(VersionRow).where(VersionRow.transmittal_id == book.id)
    return _must(db, rows.where(VersionRow.number == number), "version")


def chain(db: Session, book: TransmittalRow) -> list[EventRow]:
    rows = select(EventRow).where(EventRow.transmittal_id == book.id)
    return list(db.scalars(rows.order_by(EventRow.id)))


def requests(db: Session, book: TransmittalRow) -> list[RequestRow]:
    rows = select(RequestRow).where(RequestRow.transmittal_id == book.id)
    return list(db.scalars(rows.order_by(RequestRow.id)))


def request(db: Session, book: TransmittalRow, name: str) -> RequestRow:
    rows = select(RequestRow).where(RequestRow.transmittal_id == book.id)
    return _must(db, rows.where(RequestRow.name == name), "change request")


def remarks(db: Session, book: TransmittalRow) -> dict[int, list[RemarkRow]]:
    """What was said to the change requests of a book, by request."""
    found: dict[int, list[RemarkRow]] = {}
    rows = select(RemarkRow).join(RequestRow, RequestRow.id == RemarkRow.request_id)
    for row in db.scalars(rows.where(RequestRow.transmittal_id == book.id).order_by(RemarkRow.id)):
        found.setdefault(row.request_id, []).append(row)
    return found


def peers(actor: Actor) -> Select[PeerRow]:
    rows = select(PeerRow).order_by(PeerRow.peer_id, PeerRow.id)
    return rows if actor.is_house else rows.where(PeerRow.account_id == actor.account_id)


def peer(db: Session, actor: Actor, id: int) -> PeerRow:
    return _must(db, peers(actor).where(PeerRow.id == id), "peer")


def all_pinned(actor: Actor) -> Select[PeerRow]:
    """The shops whose keys count: of a sender its own, of the house everyone's."""
    return peers(actor).where(PeerRow.state == "pinned")


def pinned(db: Session, actor: Actor, peer_id: str) -> PeerRow | None:
    """The shop that an account itself may send for."""
    return db.scalar(
        select(PeerRow).where(
            PeerRow.account_id == actor.account_id,
            PeerRow.peer_id == peer_id,
            PeerRow.state == "pinned",
        )
    )


def revoked(db: Session, actor: Actor, peer_id: str) -> bool:
    """Whether there was such a shop, and it may not send any more."""
    asked = peers(actor).where(PeerRow.peer_id == peer_id, PeerRow.state == "revoked")
    return db.scalar(asked.limit(1)) is not None


def holding(db: Session, actor: Actor, digest: str) -> Holding | None:
    return db.get(Holding, (actor.account_id, digest))


def holdings(db: Session, actor: Actor, digests: set[str]) -> dict[str, int]:
    """Which of some files an account holds here, and their sizes."""
    wanted = sorted(digests)
    found: dict[str, int] = {}
    for at in range(0, len(wanted), 500):
        rows = select(Holding.digest, Holding.size).where(
            Holding.account_id == actor.account_id, Holding.digest.in_(wanted[at : at + 500])
        )
        found.update(dict(db.execute(rows).all()))
    return found


def held(db: Session, actor: Actor) -> int:
    """Bytes of all that an account holds here."""
    mine = Holding.account_id == actor.account_id
    return db.scalar(select(func.coalesce(func.sum(Holding.size), 0)).where(mine)) or 0


def notices(actor: Actor) -> Select[Notice, TransmittalRow]:
    rows = select(Notice, TransmittalRow).join(
        TransmittalRow, TransmittalRow.id == Notice.transmittal_id
    )
    return rows if actor.is_house else rows.where(Notice.account_id == actor.account_id)


def audits(actor: Actor) -> Select[AuditRow]:
    rows = select(AuditRow).order_by(AuditRow.id.desc())
    return rows if actor.is_house else rows.where(AuditRow.account_id == actor.account_id)


def webhooks(actor: Actor) -> Select[Webhook]:
    """One's own alone, of the house too: whoever made it answers for where it leads."""
    return select(Webhook).where(Webhook.account_id == actor.account_id)


def webhook(db: Session, actor: Actor, id: int, *, held: bool = False) -> Webhook:
    """One of them; `held`, so that nobody else changes it until this transaction ends."""
    asked = webhooks(actor).where(Webhook.id == id)
    return _must(db, asked.with_for_update(key_share=True) if held else asked, "webhook")
