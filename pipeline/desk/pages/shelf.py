"""The account view: my books, where they stand, and what waits for whom. And news, live."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import func

from pipeline.desk import chronicle, live, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.api.books import PAGE, found
from pipeline.desk.desk import Desk
from pipeline.desk.pages.door import AtDesk, Visitor, page
from pipeline.desk.tables import TransmittalRow

router = APIRouter(include_in_schema=False)

STATES = (
    "received", "changes-requested", "accepted", "unprocessable", "declined", "withdrawn", "sent",
)  # fmt: skip


@router.get("/")
async def shelf(
    request: Request, desk: AtDesk, actor: Visitor,
    state: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=60, pattern=r"^([0-9TZ:-]{20}\.[0-9]{1,15})?$")] = "",
) -> Response:  # fmt: skip
    return await desk.in_turn(
        lambda: _shelf(request, desk, actor, state, q.replace("\x00", ""), after)
    )


def _shelf(request: Request, desk: Desk, actor: Actor, state: str, q: str, after: str) -> Response:
    with desk.reading() as db:
        rows = found(db, actor, state, q, after)
        counts = _counts(db, actor)
        newest = live.last(db, actor)
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    shown = [(row, chronicle.waits_for(row, actor)) for row in rows[:PAGE]]
    return page(
        request, "shelf.html", actor, rows=shown, counts=counts, state=state, q=q, newest=newest,
        states=[one for one in STATES if counts.get(one)], whole=sum(counts.values()),
        mine=sum(counts.get(one, 0) for one in _turn(actor)),
        more=f"{more.changed}.{more.id}" if more else "",
    )  # fmt: skip


def _turn(actor: Actor) -> tuple[str, ...]:
    """The states in which the next thing is theirs to do."""
    return ("sent", "received") if actor.is_house else ("changes-requested", "unprocessable")


def _counts(db: Any, actor: Actor) -> dict[str, int]:
    asked = ownership.books(actor).with_only_columns(TransmittalRow.state, func.count())
    return dict(db.execute(asked.group_by(TransmittalRow.state)).all())


@router.get("/live")
def news(
    request: Request, desk: AtDesk, actor: Visitor, after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    cookie = request.cookies.get(desk.cookie, "")
    return live.response(
        request, desk, actor, after, lambda: desk.visitor(cookie, actor.address) is not None
    )


@router.get("/audit")
def audit(request: Request, desk: AtDesk, actor: Visitor) -> Response:
    """Who did what: of one's own account, and for the house of all."""
    with desk.reading() as db:
        rows = list(db.scalars(ownership.audits(actor).limit(300)))
    return page(request, "audit.html", actor, rows=rows)
