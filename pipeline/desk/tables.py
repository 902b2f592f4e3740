"""What the desk keeps. Times are text (2026-11-21T09:45:00Z): both databases sort them alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


def _own() -> Mapped[int]:
    return mapped_column(ForeignKey("account.id"), index=True)


class Account(Table):
    """A person. Writers send (`sender`); those of the house receive (`recipient`)."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    shown: Mapped[str] = mapped_column(String(200))
    side: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(200))
    totp: Mapped[str] = mapped_column(String(64), default="")
    totp_used: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    made: Mapped[str] = mapped_column(String(20))


class Visit(Table):
    """Somebody signed in. The cookie's secret is not here, only its digest."""

    __tablename__ = "visit"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _own()
    csrf: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(20))
    seen: Mapped[str] = mapped_column(String(20))
    ends: Mapped[str] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(200))


class Token(Table):
    __tablename__ = "token"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _own()
    label: Mapped[str] = mapped_column(String(80))
    lookup: Mapped[str] = mapped_column(String(8), index=True)
    hash: Mapped[str] = mapped_column(String(64))
    is_readonly: Mapped[bool]
    scopes: Mapped[str] = mapped_column(String(80))
    made: Mapped[str] = mapped_column(String(20))
    used: Mapped[str] = mapped_column(String(20), default="")
    revoked: Mapped[str] = mapped_column(String(20), default="")


class PeerRow(Table):
    """A shop that an account sends for. Its keys count once the house has compared them."""

    __tablename__ = "peer"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _own()
    peer_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))  # waiting, pinned, revoked
    made: Mapped[str] = mapped_column(String(20))


class Holding(Table):
    """A file that an account has brought here, byte for byte. What others hold says nothing."""

    __tablename__ = "holding"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    made: Mapped[str] = mapped_column(String(20))


class TransmittalRow(Table):
    __tablename__ = "transmittal"
    __table_args__ = (UniqueConstraint("peer_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _own()
    peer_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20), index=True)
    latest: Mapped[int]
    words: Mapped[int] = mapped_column(default=0)
    open_requests: Mapped[int] = mapped_column(default=0)
    made: Mapped[str] = mapped_column(String(20))
    changed: Mapped[str] = mapped_column(String(20), index=True)


class VersionRow(Table):
    """What was sent once. Nothing of it changes but its state, which the events give."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("transmittal_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    transmittal_id: Mapped[int] = mapped_column(ForeignKey("transmittal.id"), index=True)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    files: Mapped[dict[str, Any]]  # path -> [sha256, bytes]
    problems: Mapped[list[Any]]
    made: Mapped[str] = mapped_column(String(20))


class EventRow(Table):
    """A signed event, in the envelope that it came in. Rows are added, and never altered."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("transmittal_id", "side", "seq"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    transmittal_id: Mapped[int] = mapped_column(ForeignKey("transmittal.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    seq: Mapped[int]
    type: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    made: Mapped[str] = mapped_column(String(20))


class RequestRow(Table):
    """A change request: its document as it was made, and where it stands."""

    __tablename__ = "request"
    __table_args__ = (UniqueConstraint("transmittal_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    transmittal_id: Mapped[int] = mapped_column(ForeignKey("transmittal.id"), index=True)
    name: Mapped[str] = mapped_column(String(20))
    base_version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(24))
    blocking: Mapped[bool]
    document: Mapped[dict[str, Any]]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(200))
    made: Mapped[str] = mapped_column(String(20))


class RemarkRow(Table):
    """What was said to a change request, and the state that it led to."""

    __tablename__ = "remark"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(String(200))
    made: Mapped[str] = mapped_column(String(20))


class Notice(Table):
    """Something happened, in the order in which it did: what pages and programs listen to."""

    __tablename__ = "notice"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  a number is never used again
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _own()
    transmittal_id: Mapped[int] = mapped_column(ForeignKey("transmittal.id"))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(200))
    made: Mapped[str] = mapped_column(String(20))


class Webhook(Table):
    """An address that an account wants to be told at. Its keys are made of the desk's own and of
    `salt`: with the database alone in hand, nobody can sign for it."""

    __tablename__ = "webhook"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _own()
    url: Mapped[str] = mapped_column(String(500))
    label: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(64))
    is_on: Mapped[bool] = mapped_column(default=True)
    why_off: Mapped[str] = mapped_column(String(8), default="")  # asked, gone, failing
    failing: Mapped[str] = mapped_column(String(20), default="")  # since when nothing arrives
    worked: Mapped[str] = mapped_column(String(20), default="")
    first: Mapped[int]  # the last notice before it was made
    made: Mapped[str] = mapped_column(String(20))


class Delivery(Table):
    """A notice on its way to a webhook: how often it was tried, with what outcome, and when next.
    Whoever tries it has it to itself until `held`."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "notice_id"),
        Index("ix_delivery_due", "state", "due"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    name: Mapped[str] = mapped_column(String(40), unique=True)  # the same at every try
    state: Mapped[str] = mapped_column(String(9), default="waiting")  # delivered, failed, stopped
    tries: Mapped[int] = mapped_column(default=0)
    due: Mapped[str] = mapped_column(String(20))
    claim: Mapped[str] = mapped_column(String(32), default="")
    held: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[int] = mapped_column(default=0)  # of HTTP, at the last try
    outcome: Mapped[str] = mapped_column(String(200), default="")
    tried: Mapped[str] = mapped_column(String(20), default="")
    made: Mapped[str] = mapped_column(String(20))


class AuditRow(Table):
    """Who did what, from where. `account_id` is whose business it was."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    who: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(400))
    address: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(20), index=True)


class Attempt(Table):
    """A failed try to sign in."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), index=True)
    made: Mapped[float]


class Kept(Table):
    """The answer to a request that may come again, by the key that its sender gave it."""

    __tablename__ = "kept"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    location: Mapped[str] = mapped_column(String(300))
    made: Mapped[str] = mapped_column(String(20))
