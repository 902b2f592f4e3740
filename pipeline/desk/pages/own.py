"""One's own things: peers and keys, tokens, the password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pipeline.desk import accounts, contract, ownership, peers, secrets, tokens
from pipeline.desk.actor import OF_SIDE, SCOPES, Actor
from pipeline.desk.desk import Desk
from pipeline.desk.pages.door import AtDesk, Posted, Visitor, go, page
from pipeline.desk.problems import Problem

router = APIRouter(include_in_schema=False)
Id = Annotated[int, Path(ge=1, le=2**53)]


@router.get("/peers")
def peers_page(request: Request, desk: AtDesk, actor: Visitor) -> Response:
    with desk.reading() as db:
        rows = list(db.scalars(ownership.peers(actor)))
    own = desk.office.peer
    return page(
        request, "peers.html", actor, 
        rows=[(row, peers.fingerprint(row), peers.gone(row)) for row in rows],
        own=own, fingerprint=contract.fingerprint(own),
        document=contract.encode_peer(own).decode(),
    )  # fmt: skip


@router.post("/peers")
def register(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        what, _ = peers.bring(db, actor, form.get("document").strip().encode())
    return go("/peers", what)


@router.post("/peers/{id}/pin")
def pin(id: Id, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        ownership.peer(db, actor, id)
        peers.pin(db, actor, id)
    return go("/peers", "pinned")


@router.post("/peers/{id}/revoke")
def revoke(id: Id, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        peers.revoke(db, actor, id)
    return go("/peers", "revoked")


# -- tokens ----------------------------------------------------------------------------------------


@router.get("/tokens")
def tokens_page(request: Request, desk: AtDesk, actor: Visitor) -> Response:
    with desk.reading() as db:
        rows = tokens.listed(db, actor)
    return page(request, "tokens.html", actor, rows=rows, scopes=_scopes(actor.side), secret="")


@router.post("/tokens")
def make_token(request: Request, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    """The one answer in which a token can be read."""
    with desk.writing() as db:
        secret = tokens.make(
            db, actor, form.get("label"), form.all("scope"), desk.office.server_key,
            is_readonly=form.get("kind") == "read",
        )  # fmt: skip
        rows = tokens.listed(db, actor)
    return page(request, "tokens.html", actor, rows=rows, scopes=_scopes(actor.side), secret=secret)


@router.post("/tokens/{id}/revoke")
def revoke_token(id: Id, desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        tokens.revoke(db, actor, id)
    return go("/tokens", "revoked")


def _scopes(side: str) -> dict[str, str]:
    return {scope: told for scope, told in SCOPES.items() if scope in OF_SIDE[side]}


# -- the account itself ----------------------------------------------------------------------------


@router.get("/me")
def me(request: Request, desk: AtDesk, actor: Visitor) -> Response:
    with desk.reading() as db:
        row, visits = accounts.mine(db, actor), accounts.visits(db, actor)
    return page(
        request, "me.html", actor, has_totp=bool(row.totp), visits=visits,
        secret=secrets.new_totp(), least=secrets.SHORTEST,
    )  # fmt: skip


@router.post("/me/password")
def password(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with _trying(desk, actor), desk.writing() as db:
        accounts.change_password(db, actor, form.get("old"), form.get("new"))
    return go("/me", "password")


@contextmanager
def _trying(desk: Desk, actor: Actor) -> Iterator[None]:
    """Whoever found somebody signed in cannot try passwords here without end either."""
    with desk.reading() as db:
        accounts.check_tries(db, actor.name, actor.address)
    try:
        yield
    except Problem as problem:
        if problem.status == 403:
            with desk.writing() as db:
                accounts.note_try(db, actor.name, actor.address)
        raise


@router.post("/me/totp")
def totp(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        accounts.set_totp(db, actor, form.get("secret"), form.get("code"))
    return go("/me", "totp")


@router.post("/me/totp/off")
def no_totp(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with _trying(desk, actor), desk.writing() as db:
        accounts.clear_totp(db, actor, form.get("password"))
    return go("/me", "no-totp")


@router.post("/me/visits")
def end_visits(desk: AtDesk, actor: Visitor, form: Posted) -> Response:
    with desk.writing() as db:
        accounts.end_others(db, actor)
    return go("/me", "visits")
