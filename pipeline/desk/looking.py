"""Looking the whole desk over: every file, every signature, every state told anew."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

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
        keys = {"recipient": desk.office.peer.pinned}
        for book in db.scalars(select(TransmittalRow).order_by(TransmittalRow.id)):
            name = f"{book.peer_id}/{book.name}"
            rows = db.scalars(select(PeerRow).where(PeerRow.peer_id == book.peer_id))
            sender: dict[str, bytes] = {}
            for row in rows:
                sender |= contract.decode_peer(row.document.encode()).pinned
            for event in ownership.chain(db, book):
                try:
                    contract.open_event(event.envelope, keys.get(event.side, sender))
                except (contract.Unsigned, contract.Malformed) as error:
                    found.append(f"{name}: event {event.seq} of the {event.side}: {error}")
            own, other = chronicle.chains(db, book)
            wrong = contract.faults(own, other) + contract.faults(other, own)
            found += [f"{name}: {fault}" for fault in wrong]
            standing = contract.standing(own, other).versions
            for version in ownership.versions(db, book):
                if standing.get(version.number) != version.state:
                    told = f"version {version.number} is {version.state}"
                    found.append(f"{name}: {told}, and by its events {standing}")
    return found


def _digest(desk: Desk, digest: str) -> str:
    total = hashlib.sha256()
    for piece in desk.blobs.pieces(digest):
        total.update(piece)
    return total.hexdigest()
