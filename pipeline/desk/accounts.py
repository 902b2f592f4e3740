"""Accounts: made at the desk's own terminal, signed in to at a page, closed again."""

from __future__ import annotations

import re
import time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pipeline.desk import audit, secrets
from pipeline.desk.actor import OF_SIDE, Actor
from pipeline.desk.problems import Problem
from pipeline.desk.tables import Account, Attempt, Visit
from pipeline.desk.times import now, within

_NAME = re.compile(r"[a-z0-9][a-z0-9.@_+-]{0,63}")
WINDOW = 15 * 60
MOST_TRIES = {"name": 10, "address": 50}
"""Failures within the window, for one account and from one address."""

IDLE, LONGEST = {"hours": 12}, {"days": 14}
"""How long somebody stays signed in without a click, and at all."""


def add(db: Session, name: str, shown: str, side: str, password: str) -> Account:
    name = name.strip().casefold()
    if not _NAME.fullmatch(name):
        told = "An account's name has small letters, digits and . @ _ + - only."
        raise Problem(422, "name", told)
    if side not in OF_SIDE:
        raise Problem(422, "side", "An account is a sender's or a recipient's.")
    fit(password, name)
    if db.scalar(select(Account.id).where(Account.name == name)):
        raise Problem(409, "name", f"There is an account called {name} already.")
    row = Account(
        name=name, shown=shown.strip() or name, side=side, made=now(),
        password=secrets.hash_password(password), totp="", totp_used=0, is_active=True,
    )  # fmt: skip
    db.add(row)
    db.flush()
    audit.note(db, None, "account.add", name, side, owner=row.id, who="the terminal")
    return row


def fit(password: str, name: str) -> None:
    """Raises Problem for a password that is none."""
    if not secrets.SHORTEST <= len(password) <= secrets.LONGEST:
        told = f"A password has at least {secrets.SHORTEST} characters, at most {secrets.LONGEST}."
        raise Problem(422, "password", told)
    if len(set(password)) < 5 or name in password.casefold():
        raise Problem(422, "password", "This password is too easy to guess.")


def close(db: Session, name: str) -> None:
    """Nobody can use the account from now on. What it sent stays."""
    row = db.scalar(select(Account).where(Account.name == name.casefold()))
    if row is None:
        raise Problem(404, "missing", f"There is no account called {name}.")
    row.is_active = False
    db.execute(delete(Visit).where(Visit.account_id == row.id))
    audit.note(db, None, "account.close", name, owner=row.id, who="the terminal")


# -- signing in ------------------------------------------------------------------------------------


def check_tries(db: Session, name: str, address: str) -> None:
    """Raises Problem where too many tries failed."""
    since = time.time() - WINDOW
    for sort, key in _keys(name, address):
        tries = db.scalars(
            select(Attempt.made).where(Attempt.key == key, Attempt.made > since)
            .order_by(Attempt.made)
        ).all()  # fmt: skip
        if len(tries) >= MOST_TRIES[sort]:
            wait = max(1, int(tries[0] + WINDOW - time.time()))
            told = f"Too many tries. Try again in {-(-wait // 60)} minutes."
            raise Problem(429, "tries", told, headers={"Retry-After": str(wait)})


def note_try(db: Session, name: str, address: str) -> None:
    db.execute(delete(Attempt).where(Attempt.made < time.time() - WINDOW))
    for _, key in _keys(name, address):
        db.add(Attempt(key=key, made=time.time()))
    audit.note(db, None, "sign-in.failed", name[:64], address=address)


def _keys(name: str, address: str) -> list[tuple[str, str]]:
    return [("name", f"name:{name[:64]}"), ("address", f"address:{address}")]


def proven(db: Session, name: str, password: str, code: str) -> tuple[Account, int] | None:
    """The account whose password and code these are, with the half minute of the code."""
    row = db.scalar(select(Account).where(Account.name == name, Account.is_active))
    if not secrets.is_password(row.password if row else "", password) or row is None:
        return None
    if not row.totp:
        return row, 0
    moment = secrets.totp_moment(row.totp, code, row.totp_used)
    return (row, moment) if moment else None


def enter(db: Session, row: Account, moment: int, agent: str, address: str) -> str:
    """A new visit; what the cookie carries. An older visit is left alone."""
    kept = db.get(Account, row.id)
    if kept is None or not kept.is_active or (kept.totp and moment <= kept.totp_used):
        raise Problem(403, "account", "That code was used already, or the account is closed.")
    if moment:
        kept.totp_used = moment
    db.execute(delete(Attempt).where(Attempt.key == f"name:{row.name}"))
    db.execute(delete(Visit).where(Visit.ends < now()))
    secret = secrets.new_secret()
    db.add(Visit(
        id=secrets.digest(secret), account_id=row.id, csrf=secrets.new_secret(), made=now(),
        seen=now(), ends=within(**LONGEST), agent=agent[:200],
    ))  # fmt: skip
    audit.note(db, None, "sign-in", row.name, owner=row.id, who=row.shown, address=address)
    return secret


def leave(db: Session, actor: Actor) -> None:
    db.execute(delete(Visit).where(Visit.id == actor.visit, Visit.account_id == actor.account_id))
    audit.note(db, actor, "sign-out")


def visitor(db: Session, cookie: str, address: str) -> Actor | None:
    """Who comes with a cookie."""
    if not cookie:
        return None
    found = db.execute(
        select(Visit, Account).join(Account, Account.id == Visit.account_id)
        .where(Visit.id == secrets.digest(cookie), Account.is_active)
    ).first()  # fmt: skip
    if found is None:
        return None
    visit, account = found
    if visit.ends < now() or visit.seen < within(hours=-IDLE["hours"]):
        return None
    return Actor(
        account_id=account.id, name=account.name, shown=account.shown, side=account.side,
        scopes=OF_SIDE[account.side], address=address, csrf=visit.csrf, visit=visit.id,
        is_stale=visit.seen < within(minutes=-5),
    )  # fmt: skip


def touch(db: Session, actor: Actor) -> None:
    """Somebody is still there, which is noted now and then, not at every click."""
    visit = db.get(Visit, actor.visit)
    if visit is not None:
        visit.seen = now()


# -- one's own account -----------------------------------------------------------------------------


def change_password(db: Session, actor: Actor, old: str, new: str) -> None:
    """All other visits end with it."""
    row = mine(db, actor)
    if not secrets.is_password(row.password, old):
        raise Problem(403, "password", "The old password is not right.")
    fit(new, row.name)
    row.password = secrets.hash_password(new)
    db.execute(delete(Visit).where(Visit.account_id == row.id, Visit.id != actor.visit))
    audit.note(db, actor, "password.change")


def set_totp(db: Session, actor: Actor, secret: str, code: str) -> None:
    moment = secrets.totp_moment(secret, code, 0) if len(secret) == 32 else 0
    if not moment:
        raise Problem(422, "code", "That code is not the one of this minute. Try the next one.")
    row = mine(db, actor)
    row.totp, row.totp_used = secret, moment
    audit.note(db, actor, "totp.on")


def clear_totp(db: Session, actor: Actor, password: str) -> None:
    row = mine(db, actor)
    if not secrets.is_password(row.password, password):
        raise Problem(403, "password", "The password is not right.")
    row.totp, row.totp_used = "", 0
    audit.note(db, actor, "totp.off")


def mine(db: Session, actor: Actor) -> Account:
    return db.execute(select(Account).where(Account.id == actor.account_id)).scalar_one()


def visits(db: Session, actor: Actor) -> list[Visit]:
    rows = select(Visit).where(Visit.account_id == actor.account_id, Visit.ends > now())
    return list(db.scalars(rows.order_by(Visit.made.desc())))


def end_others(db: Session, actor: Actor) -> None:
    db.execute(delete(Visit).where(Visit.account_id == actor.account_id, Visit.id != actor.visit))
    audit.note(db, actor, "visits.end")


def count(db: Session) -> int:
    return db.scalar(select(func.count(Account.id))) or 0
