"""Looking the whole desk over: every file, every signature, every state told anew."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.desk import chronicle, contract, ownership
from pipeline.desk.desk import Desk
from pipeline.desk.tables import Holding, PeerRow, TransmittalRow


def faults(desk: Desk) -> list[str]:
    """What is not as it should be, in sentences; nothing, of a desk that is whole."""
    with desk.reading() as db:
        found = []
        for digest in db.scalars(select(Holding.digest).distinct()):
            if not desk.blobs.is_here(digest):
                found.append(f"the file {digest} is missing")
            elif _digest(desk, digest) != digest:
                found.append(f"the file {digest} was altered")
        for book in db.scalars(select(TransmittalRow).order_by(TransmittalRow.id)):
            name = f"{book.peer_id}/{book.name}"
            wrong = _envelopes(desk, db, book) or _states(db, book)
            found += [f"{name}: {fault}" for fault in wrong]
    return found


def _envelopes(desk: Desk, db: Session, book: TransmittalRow) -> list[str]:
    """Events that are not as their writer signed them. Keys that were revoked since still count:
    they did when these came."""
    found = []
    keys = {"recipient": desk.office.peer.ever, "sender": dict[str, bytes]()}
    for row in db.scalars(select(PeerRow).where(PeerRow.peer_id == book.peer_id)):
        keys["sender"] |= contract.decode_peer(row.document.encode()).ever
    for event in ownership.chain(db, book):
        try:
            contract.open_event(event.envelope, keys[event.side])
        except (contract.Unsigned, contract.Malformed) as error:
            found.append(f"event {event.seq} of the {event.side}: {error}")
    return found


def _states(db: Session, book: TransmittalRow) -> list[str]:
    """Where the chains contradict each other, or a state is not what they lead to."""
    own, other = chronicle.chains(db, book)
    found = contract.faults(own, other) + contract.faults(other, own)
    standing = contract.standing(own, other).versions
    for version in ownership.versions(db, book):
        led = standing.get(version.number, "draft")
        if led != version.state:
            found.append(f"version {version.number} is {version.state}, by its events {led}")
    return found


def _digest(desk: Desk, digest: str) -> str:
    total = hashlib.sha256()
    for piece in desk.blobs.pieces(digest):
        total.update(piece)
    return total.hexdigest()
