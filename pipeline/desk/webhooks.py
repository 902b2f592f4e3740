"""Webhooks: addresses that an account is told at, and what is on its way to them.

What is to be told is written down in the transaction in which it happens (`queue`): neither is
there without the other, however the desk ends. The postman brings it.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Select, and_, delete, func, not_, or_, select, update
from sqlalchemy.orm import Session

from pipeline.desk import audit, contract, outbound, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.problems import Problem, missing
from pipeline.desk.secrets import keyed
from pipeline.desk.settings import Office
from pipeline.desk.tables import Account, Delivery, Notice, TransmittalRow, Webhook
from pipeline.desk.times import now, within

_MOST = 20
MOST_AGAIN = 1000
"""Messages that one replay brings on their way."""

SHOWN = 20
"""Deliveries that a page shows."""

KEPT = 90
"""Days for which it is known what came of a message."""


class Keys(Struct, frozen=True):
    """What a webhook's messages are signed with."""

    secret: bytes
    seed: bytes

    @property
    def shared(self) -> str:
        return contract.shown_secret(self.secret)

    @property
    def public(self) -> str:
        return contract.public_key(self.seed)


def keys(office: Office, hook: Webhook) -> Keys:
    """Each webhook has its own: what one receiver was told, no other can be told with it."""
    halves = [keyed(office.server_key, f"webhook {one} {hook.salt}") for one in ("v1", "v1a")]
    return Keys(bytes.fromhex(halves[0]), bytes.fromhex(halves[1]))


# -- made, changed, switched, deleted --------------------------------------------------------------


def make(db: Session, actor: Actor, office: Office, url: str, label: str) -> Webhook:
    actor.need(actor.part)
    host = _fit(url, office)
    if len(listed(db, actor)) >= _MOST:
        raise Problem(409, "webhook", f"You have {_MOST} webhooks. Delete one first.")
    row = Webhook(
        account_id=actor.account_id, url=url, label=label.strip()[:80] or host[:80],
        salt=random.token_hex(32), is_on=True, why_off="", failing="", worked="",
        first=db.scalar(select(func.max(Notice.id))) or 0, made=now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.note(db, actor, "webhook.make", host)
    return row


def _fit(url: str, office: Office) -> str:
    """The host of an address that can be called. Raises Problem."""
    try:
        return outbound.read(url, office.settings.webhook_hosts).host
    except outbound.Unfit as error:
        told = str(error)
        told = f"{told[0].upper()}{told[1:]}."
        raise Problem(422, "webhook.address", told, field="url") from error


def listed(db: Session, actor: Actor) -> list[Webhook]:
    return list(db.scalars(ownership.webhooks(actor).order_by(Webhook.id)))


def change(
    db: Session, actor: Actor, office: Office, id: int, *,
    url: str | None = None, label: str | None = None, is_on: bool | None = None,
) -> Webhook:  # fmt: skip
    actor.need(actor.part)
    row = ownership.webhook(db, actor, id, held=True)
    if url is not None and url != row.url:
        audit.note(db, actor, "webhook.change", _fit(url, office))
        row.url = url
    if label is not None and label.strip():
        row.label = label.strip()[:80]
    if is_on is not None and is_on != row.is_on:
        audit.note(db, actor, "webhook.on" if is_on else "webhook.off", row.label)
        row.is_on, row.why_off, row.failing = is_on, "" if is_on else "asked", ""
        if not is_on:
            stop(db, row, "asked")
    db.flush()
    return row


def stop(db: Session, row: Webhook, why: str) -> None:
    """Nothing goes there any more until somebody switches it on again. What was on its way is not
    forgotten: a replay brings it."""
    row.is_on, row.why_off = False, why
    waiting = (Delivery.webhook_id == row.id, Delivery.state == "waiting")
    db.execute(update(Delivery).where(*waiting).values(state="stopped", claim="", held=""))


def remove(db: Session, actor: Actor, id: int) -> None:
    actor.need(actor.part)
    row = ownership.webhook(db, actor, id, held=True)
    db.execute(delete(Delivery).where(Delivery.webhook_id == row.id))
    db.delete(row)
    audit.note(db, actor, "webhook.delete", row.label)


# -- what is on its way ----------------------------------------------------------------------------


def queue(db: Session, notice: Notice) -> None:
    """Put what happened on its way, to everybody who may know of it and wants to."""
    hooks = (
        select(Webhook.id).join(Account, Account.id == Webhook.account_id)
        .where(
            Webhook.is_on, Account.is_active,
            or_(Webhook.account_id == notice.account_id, Account.side == "recipient"),
        )
        # Who deletes one at this moment is waited for; elsewhere than in SQLite they could meet.
        .with_for_update(read=True, key_share=True, of=Webhook)
    )  # fmt: skip
    for hook in db.scalars(hooks).all():
        db.add(_delivery(hook, notice.id))


def _delivery(hook: int, notice: int) -> Delivery:
    return Delivery(
        webhook_id=hook, notice_id=notice, name=f"msg_{random.token_hex(16)}", state="waiting",
        tries=0, due=now(), claim="", held="", status=0, outcome="", tried="", made=now(),
    )  # fmt: skip


def replay(
    db: Session, actor: Actor, id: int, after: int | None = None, message: str = ""
) -> tuple[int, int]:
    """Send again: one message, or all after a notice, or, where neither is said, whatever has not
    arrived since the webhook was made, as far as that is known yet. How many, and the last notice
    among them: where there were too many for once, the next replay goes on from there. A message
    keeps its id for as long as it is known."""
    actor.need(actor.part)
    hook = ownership.webhook(db, actor, id, held=True)
    if not hook.is_on:
        raise Problem(409, "webhook.off", "This webhook is switched off. Switch it on first.")
    asked = _with_deliveries(actor, hook).with_only_columns(Notice.id, Delivery)
    if message:
        asked = asked.where(Delivery.name == message)
    elif after is not None:
        asked = asked.where(Notice.id > after)
    else:
        asked = asked.where(*_lacking(hook))
    rows = db.execute(asked.order_by(Notice.id).limit(MOST_AGAIN)).all()
    if message and not rows:
        raise missing("message")
    _bring_again(db, hook, [(row[0], row[1]) for row in rows])
    audit.note(db, actor, "webhook.replay", hook.label, f"{len(rows)} messages")
    return len(rows), rows[-1][0] if rows else after or 0


def lacking(db: Session, actor: Actor, hook: Webhook) -> int:
    """How many messages have not arrived."""
    asked = _with_deliveries(actor, hook).where(*_lacking(hook))
    return db.scalar(asked.with_only_columns(func.count())) or 0


def _with_deliveries(actor: Actor, hook: Webhook) -> Select[Any, Any]:
    """What its account may know of, and what became of it here, if anything."""
    here = and_(Delivery.notice_id == Notice.id, Delivery.webhook_id == hook.id)
    return ownership.notices(actor).outerjoin(Delivery, here)


def _lacking(hook: Webhook) -> tuple[Any, ...]:
    arrived = and_(Delivery.id.is_not(None), Delivery.state == "delivered")
    return Notice.id > hook.first, Notice.made >= within(days=-KEPT), not_(arrived)


def _bring_again(db: Session, hook: Webhook, rows: Iterable[tuple[int, Delivery | None]]) -> None:
    for notice, row in rows:
        if row is None:
            db.add(_delivery(hook.id, notice))
        elif row.state != "waiting" or row.held <= now():  # else it is being tried just now
            row.state, row.tries, row.due, row.claim, row.held = "waiting", 0, now(), "", ""


def forget(db: Session) -> None:
    """What came of messages long ago; nothing that is still on its way."""
    over = Delivery.state.in_(("delivered", "failed", "stopped"))
    db.execute(delete(Delivery).where(over, Delivery.due < within(days=-KEPT)))


def deliveries(
    db: Session, hook: Webhook, most: int = SHOWN
) -> list[tuple[Delivery, Notice, TransmittalRow]]:
    """The last ones, newest first."""
    rows = (
        select(Delivery, Notice, TransmittalRow)
        .join(Notice, Notice.id == Delivery.notice_id)
        .join(TransmittalRow, TransmittalRow.id == Notice.transmittal_id)
        .where(Delivery.webhook_id == hook.id)
        .order_by(Notice.id.desc()).limit(most)
    )  # fmt: skip
    return [(one, notice, book) for one, notice, book in db.execute(rows)]


def body(office: Office, notice: Notice, book: TransmittalRow) -> bytes:
    """What is told of a notice: which, and where more of it can be read. The same bytes each time;
    fields are called as CloudEvents calls them."""
    return msgspec.json.encode({
        "specversion": "1.0",
        "id": str(notice.id),
        "source": office.settings.url or f"urn:f2f:{office.settings.peer_id}",
        "type": f"f2f.{notice.kind}",
        "subject": f"{book.peer_id}/{book.name}",
        "time": notice.made,
        "datacontenttype": "application/json",
        "data": {
            "seq": notice.id, "peer_id": book.peer_id, "transmittal": book.name,
            "kind": notice.kind, "about": notice.about,
            "url": f"{office.settings.url.rstrip('/')}/v1/transmittals/{book.peer_id}/{book.name}",
        },
    })  # fmt: skip
