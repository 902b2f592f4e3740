"""The audit log: every act that changes something, and every sign-in that failed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from pipeline.desk.actor import Actor
from pipeline.desk.tables import AuditRow
from pipeline.desk.times import now


def note(
    db: Session, actor: Actor | None, act: str, object: str = "", detail: str = "",
    owner: int | None = None, address: str = "", who: str = "",
) -> None:  # fmt: skip
    """`owner` is whose business it is, where not the actor's own. No secret may stand here."""
    db.add(AuditRow(
        account_id=owner if owner is not None else actor.account_id if actor else None,
        who=(who or (actor.shown if actor else "somebody"))[:200],
        act=act,
        object=object[:200],
        detail=detail[:400],
        address=(address or (actor.address if actor else ""))[:64],
        made=now(),
    ))  # fmt: skip
