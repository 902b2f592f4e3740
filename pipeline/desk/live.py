"""Live: what happens is told to pages and programs at once, by server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from anyio import to_thread
from fastapi import Request
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select

from pipeline.desk import ownership
from pipeline.desk.actor import Actor
from pipeline.desk.api import told
from pipeline.desk.desk import Desk
from pipeline.desk.problems import Problem
from pipeline.desk.tables import Notice

LOOK = 1.0
"""Seconds between two looks at the table: whoever wrote it may be another process."""

_QUIET = 15.0
"""Seconds after which a line without news is told to be alive; then, too, whether whoever listens
still may is looked at."""

_FEW = 200
_MOST = 12
_listening: Counter[int] = Counter()


def response(
    request: Request, desk: Desk, actor: Actor, after: int, may: Callable[[], bool]
) -> StreamingResponse:
    """A stream of what happens after a notice. Raises Problem where too many are open."""
    if _listening[actor.account_id] >= _MOST:
        raise Problem(429, "streams", f"Your account listens {_MOST} times already.")
    said = request.headers.get("last-event-id", "")
    start = int(said) if said.isdecimal() and len(said) < 16 else after
    return StreamingResponse(
        _stream(request, desk, actor, start, may), media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )  # fmt: skip


async def _stream(
    request: Request, desk: Desk, actor: Actor, seen: int, may: Callable[[], bool]
) -> AsyncIterator[str]:
    _listening[actor.account_id] += 1
    quiet, looked = 0.0, seen
    try:
        yield "retry: 2000\n\n"
        while not await request.is_disconnected():
            newest = await _newest(desk)
            rows = await to_thread.run_sync(since, desk, actor, seen) if newest > looked else []
            looked = rows[-1]["seq"] if len(rows) == _FEW else newest
            if (rows or quiet >= _QUIET) and not await to_thread.run_sync(may):
                return
            for row in rows:
                seen = row["seq"]
                yield f"id: {seen}\nevent: desk\ndata: {json.dumps(row)}\n\n"
            if quiet >= _QUIET:
                yield ": still here\n\n"
            quiet = 0.0 if rows or quiet >= _QUIET else quiet + LOOK
            await asyncio.sleep(LOOK)
    finally:
        _listening[actor.account_id] -= 1


async def _newest(desk: Desk) -> int:
    """The number of the newest notice, whoever it is for: looked up once for all that listen."""
    now = asyncio.get_running_loop().time()
    if now >= desk.news_due:
        desk.news_due = now + LOOK * 0.9
        desk.newest = await to_thread.run_sync(_last, desk)
    return desk.newest


def _last(desk: Desk) -> int:
    with desk.reading() as db:
        return db.scalar(select(func.max(Notice.id))) or 0


def since(desk: Desk, actor: Actor, seen: int) -> list[dict[str, Any]]:
    with desk.reading() as db:
        asked = ownership.notices(actor).where(Notice.id > seen).order_by(Notice.id).limit(_FEW)
        return [told.notice(row, book) for row, book in db.execute(asked)]


def last(db: Any, actor: Actor) -> int:
    """The newest that somebody can know of."""
    asked = select(func.max(Notice.id))
    mine = asked if actor.is_house else asked.where(Notice.account_id == actor.account_id)
    return db.scalar(mine) or 0
