"""Tokens, for programs: shown once, kept as a keyed digest, never more than their account may."""

from __future__ import annotations

import secrets as random

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.desk import audit, secrets
from pipeline.desk.actor import OF_SIDE, Actor
from pipeline.desk.problems import Problem, missing
from pipeline.desk.tables import Account, Token
from pipeline.desk.times import now, within

FULL, READ_ONLY = "bww_", "bwr_"
_MOST = 50


def make(
    db: Session, actor: Actor, label: str, scopes: list[str], server_key: bytes, *,
    is_readonly: bool,
) -> str:  # fmt: skip
    """A new token, which nobody can be shown again."""
    wanted = ("read",) if is_readonly else tuple(s for s in OF_SIDE[actor.side] if s in scopes)
    if not label.strip() or not wanted:
        raise Problem(422, "token", "A token needs a name, and at least one thing it may do.")
    if len([row for row in listed(db, actor) if not row.revoked]) >= _MOST:
        raise Problem(409, "token", f"You have {_MOST} tokens. Revoke one first.")
    secret = (READ_ONLY if is_readonly else FULL) + random.token_urlsafe(32)
    db.add(Token(
        account_id=actor.account_id, label=label.strip()[:80], lookup=secret[4:12],
        hash=secrets.keyed(server_key, secret), is_readonly=is_readonly, scopes=" ".join(wanted),
        made=now(), used="", revoked="",
    ))  # fmt: skip
    audit.note(db, actor, "token.make", label.strip(), " ".join(wanted))
    return secret


def listed(db: Session, actor: Actor) -> list[Token]:
    rows = select(Token).where(Token.account_id == actor.account_id)
    return list(db.scalars(rows.order_by(Token.id.desc())))


def revoke(db: Session, actor: Actor, id: int) -> None:
    row = db.scalar(select(Token).where(Token.id == id, Token.account_id == actor.account_id))
    if row is None:
        raise missing("token")
    if not row.revoked:
        row.revoked = now()
        audit.note(db, actor, "token.revoke", row.label)


def bearer(db: Session, secret: str, server_key: bytes, address: str) -> Actor | None:
    """Who comes with a token."""
    if not secret.startswith((FULL, READ_ONLY)) or len(secret) > 100:
        return None
    hash = secrets.keyed(server_key, secret)
    found = db.execute(
        select(Token, Account).join(Account, Account.id == Token.account_id)
        .where(Token.lookup == secret[4:12], Token.revoked == "", Account.is_active)
    ).all()  # fmt: skip
    for token, account in found:
        if secrets.same(token.hash, hash):
            held = token.scopes.split()
            return Actor(
                account_id=account.id, name=account.name, side=account.side,
                shown=f"{account.shown} ({token.label})",
                scopes=tuple(scope for scope in OF_SIDE[account.side] if scope in held),
                address=address, token_id=token.id, is_stale=token.used < within(minutes=-5),
            )  # fmt: skip
    return None


def touch(db: Session, actor: Actor) -> None:
    """The token is used, which is noted now and then, not at every request."""
    token = db.get(Token, actor.token_id)
    if token is not None:
        token.used = now()
