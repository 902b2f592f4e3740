"""The door of the API: who asks, once and not twice, and problems as documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from msgspec import Struct
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session

from pipeline.desk.actor import Actor
from pipeline.desk.desk import Desk, address, at_desk, desk_of
from pipeline.desk.problems import Problem
from pipeline.desk.tables import Kept
from pipeline.desk.times import now, within

_BEARER = HTTPBearer(auto_error=False, description="A token, made on the page “Tokens”.")


def bearer(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Actor:
    """Who asks. Raises Problem for a token that is none, or is revoked."""
    actor = desk_of(request).bearer(given.credentials, address(request)) if given else None
    if actor is None:
        told = "This needs a token: Authorization: Bearer …"
        raise Problem(401, "token", told, headers={"WWW-Authenticate": "Bearer"})
    if request.method in ("GET", "HEAD"):
        actor.need("read")
    return actor


Asking = Annotated[Actor, Depends(bearer)]
AtDesk = Annotated[Desk, Depends(at_desk)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", max_length=200,
        description="The same key again gives the same answer, and does nothing twice.",
    ),
]  # fmt: skip
IfMatch = Annotated[str, Header(alias="If-Match", description="The ETag that was seen")]


class Trouble(BaseModel):
    """A problem, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


def troubles(*more: int) -> dict[int | str, dict[str, Any]]:
    """The answers that a route can give besides its own, for OpenAPI."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Trouble"}}}
    codes = {400, 401, 403, 404, 422, *more}
    return {code: {"description": "A problem", "content": content} for code in sorted(codes)}


class Said(Struct, frozen=True):
    """What is answered."""

    status: int
    body: dict[str, Any]
    location: str = ""
    etag: str = ""

    @property
    def response(self) -> JSONResponse:
        headers = {"Location": self.location, "ETag": self.etag}
        return JSONResponse(
            self.body, self.status, {name: value for name, value in headers.items() if value}
        )


def fingerprint(request: Request, body: Any) -> str:
    said = json.dumps([request.method, request.url.path, body], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def kept(db: Session, actor: Actor, key: str, print: str) -> Said | None:
    """What was answered to the same before. Raises Problem where the key was for something else."""
    row = db.get(Kept, (actor.account_id, key)) if key else None
    if row is None:
        return None
    if row.fingerprint != print:
        raise Problem(422, "idempotency", "This Idempotency-Key was used for something else.")
    return Said(row.status, row.body, row.location)


def _old() -> str:
    """Whoever asks again does it within a week."""
    return within(days=-7)


def once(
    desk: Desk, actor: Actor, key: str, print: str, work: Callable[[Session], Said]
) -> JSONResponse:
    """Do it, unless it was done. The answer is kept in the transaction that does the work, so that
    neither is there without the other; what failed is not kept, and can be tried again."""
    with desk.writing() as db:
        before = kept(db, actor, key, print)
        if before is not None:
            return before.response
        said = work(db)
        if key:
            db.execute(delete(Kept).where(Kept.account_id == actor.account_id, Kept.made < _old()))
            db.add(Kept(
                account_id=actor.account_id, key=key, fingerprint=print, status=said.status,
                body=said.body, location=said.location, made=now(),
            ))  # fmt: skip
    return said.response
