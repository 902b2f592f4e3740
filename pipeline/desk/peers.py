"""Peers: the shops that accounts send for. A key counts once two people compared it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.desk import audit, contract, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.contract import Malformed, Unsigned
from pipeline.desk.problems import Problem
from pipeline.desk.tables import PeerRow
from pipeline.desk.times import now


def register(db: Session, actor: Actor, document: bytes) -> PeerRow:
    """A sender's own peer.json. It waits until the house has compared the fingerprint."""
    actor.need("send")
    try:
        peer = contract.decode_peer(document[: 1 << 16])
    except Malformed as error:
        raise Problem(422, "peer", f"This is no peer.json: {error}.") from error
    if peer.current is None:
        raise Problem(422, "peer", "All keys in this peer.json are revoked.")
    mine = list(db.scalars(select(PeerRow).where(PeerRow.account_id == actor.account_id)))
    text = contract.encode_peer(peer).decode()
    for row in mine:
        if row.document == text and row.state != "revoked":
            return row
    if len(mine) >= 20:
        raise Problem(409, "peer", "You have 20 shops here. Ask the house to help.")
    row = PeerRow(
        account_id=actor.account_id, peer_id=peer.peer_id, name=peer.name, document=text,
        state="waiting", made=now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.note(db, actor, "peer.register", peer.peer_id, peer.current.keyid[:16])
    return row


def bring(db: Session, actor: Actor, document: bytes) -> tuple[str, PeerRow]:
    """What somebody brings, a peer.json or a shop's signed word on its keys: which it was, and the
    shop's row. Raises Problem."""
    try:
        said = contract.peek_keys(document)
    except (Unsigned, Malformed):
        return "registered", register(db, actor, document)
    return said.type, _take(db, actor, said.peer_id, document)


def _take(db: Session, actor: Actor, peer_id: str, statement: bytes) -> PeerRow:
    """A new key that the old one signed for, or a key called back: it proves itself, whoever of
    those concerned brings it. Raises Problem."""
    actor.need(actor.part)
    held = ownership.peers(actor).where(PeerRow.peer_id == peer_id, PeerRow.state != "revoked")
    rows = list(db.scalars(held))
    if not rows:
        raise Problem(422, "peer", f"No keys of {peer_id} are here that this could be about.")
    wrong = ""
    for row in rows:
        try:
            after = contract.take_keys(contract.decode_peer(row.document.encode()), statement)
        except (Unsigned, Malformed) as error:
            wrong = str(error)
            continue
        row.document = contract.encode_peer(after).decode()
        row.state = row.state if after.current else "revoked"
        print_ = contract.fingerprint(after)[:19]
        audit.note(db, actor, "peer.keys", peer_id, print_, owner=row.account_id)
        return row
    raise Problem(422, "peer", f"This proves nothing: {wrong}.")


def pin(db: Session, actor: Actor, id: int) -> None:
    """The house compared the fingerprint. Keys pinned before under the same name end with it."""
    actor.need("decide")
    row = ownership.peer(db, actor, id)
    if row.state != "waiting":
        raise Problem(409, "peer", f"These keys are {row.state}.")
    held = db.scalars(
        select(PeerRow).where(PeerRow.peer_id == row.peer_id, PeerRow.state == "pinned")
    ).all()
    if any(other.account_id != row.account_id for other in held):
        raise Problem(409, "peer", f"Another account sends for {row.peer_id}.")
    for other in held:
        other.state = "revoked"
    row.state = "pinned"
    audit.note(db, actor, "peer.pin", row.peer_id, _keyid(row)[:16], owner=row.account_id)


def revoke(db: Session, actor: Actor, id: int) -> None:
    """Nothing signed with these keys is taken from now on. Either side may say so."""
    actor.need(actor.part)
    row = ownership.peer(db, actor, id)
    if row.state != "revoked":
        row.state = "revoked"
        audit.note(db, actor, "peer.revoke", row.peer_id, _keyid(row)[:16], owner=row.account_id)


def _keyid(row: PeerRow) -> str:
    return contract.decode_peer(row.document.encode()).keys[0].keyid


def fingerprint(row: PeerRow) -> str:
    return contract.fingerprint(contract.decode_peer(row.document.encode()))


def gone(row: PeerRow) -> list[tuple[str, str, str]]:
    """The keys that the shop signs with no more: each, what became of it, and when."""
    found = []
    for key in contract.decode_peer(row.document.encode()).keys:
        if isinstance(key.revoked, str):
            found.append((contract.grouped(key.keyid), "revoked", key.revoked))
        elif isinstance(key.retired, str):
            found.append((contract.grouped(key.keyid), "given up", key.retired))
    return found
