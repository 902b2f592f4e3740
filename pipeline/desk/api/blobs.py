"""Files, by their digest. What is here already is not sent again; what broke off goes on."""

from __future__ import annotations

import asyncio
from typing import Annotated, BinaryIO

from anyio import to_thread
from fastapi import APIRouter, Header, Path, Request, Response
from starlette.requests import ClientDisconnect

from pipeline.desk import ownership
from pipeline.desk.actor import Actor
from pipeline.desk.api.door import Asking, AtDesk, troubles
from pipeline.desk.desk import Desk
from pipeline.desk.problems import Problem, missing
from pipeline.desk.tables import Holding
from pipeline.desk.times import now

router = APIRouter(prefix="/v1/blobs", tags=["files"])
PATIENCE = 60.0
"""Seconds without a byte, after which a sender is let go."""

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="sha256, hex")]


@router.head("/sha256/{digest}", status_code=200, responses=troubles() | {
    200: {"description": "It is here"},
    204: {"description": "It is under way; Upload-Offset says how much is here"},
})  # fmt: skip
def held(digest: Digest, actor: Asking, desk: AtDesk) -> Response:
    """Whether you have brought this file already, or how much of it."""
    with desk.reading() as db:
        row = ownership.holding(db, actor, digest)
    if row is not None and desk.blobs.is_here(digest):
        headers = {"Upload-Complete": "?1", "Upload-Offset": str(row.size)}
        return Response(status_code=200, headers=headers)
    arrived = desk.blobs.arrived(actor.account_id, digest)
    if not arrived:
        raise missing("file")
    headers = {"Upload-Complete": "?0", "Upload-Offset": str(arrived)}
    return Response(status_code=204, headers=headers)


@router.put("/sha256/{digest}", status_code=201, responses=troubles(409, 411, 413, 507) | {
    201: {"description": "It is here now"}, 200: {"description": "It was here already"},
}, openapi_extra={"requestBody": {"required": True, "content": {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
}}})  # fmt: skip
async def put(
    digest: Digest, request: Request, actor: Asking, desk: AtDesk,
    upload_offset: Annotated[int, Header(ge=0, description="Where these bytes begin")] = 0,
) -> Response:  # fmt: skip
    """Bring a file, or the rest of one. Its bytes must have the digest that its address names."""
    actor.need("send")
    length = _length(request)
    room = await to_thread.run_sync(_room, desk, actor, digest)
    if room is None:
        return Response(status_code=200, headers={"Upload-Complete": "?1"})
    largest = desk.office.settings.largest
    if upload_offset + length > largest:
        raise Problem(413, "file.large", f"A file has at most {largest:,} bytes here.")
    if upload_offset + length > room:
        raise Problem(507, "quota", f"Your account has room for {max(room, 0):,} bytes more.")
    try:
        with desk.blobs.alone(actor.account_id, digest):
            with desk.blobs.going_on(actor.account_id, digest, upload_offset) as file:
                whole = await _take(request, file, length)
            if not whole:
                raise Problem(400, "upload.short", "Fewer bytes came than were announced.")
            await to_thread.run_sync(_finish, desk, actor, digest)
    except OSError as error:
        raise Problem(507, "disk", "The desk's disk cannot take it. What came is kept.") from error
    return Response(status_code=201, headers={"Upload-Complete": "?1"})


def _length(request: Request) -> int:
    said = request.headers.get("content-length", "")
    if not said.isdecimal():
        raise Problem(411, "length", "Say with Content-Length how much is coming.")
    return int(said)


def _room(desk: Desk, actor: Actor, digest: str) -> int | None:
    """Bytes that this file of the account's may have, beside all others; None where it is here."""
    with desk.reading() as db:
        if ownership.holding(db, actor, digest) is not None and desk.blobs.is_here(digest):
            return None
        used = ownership.held(db, actor)
    account = actor.account_id
    others = desk.blobs.under_way(account) - desk.blobs.arrived(account, digest)
    return desk.office.settings.quota - used - others


async def _take(request: Request, file: BinaryIO, length: int) -> bool:
    """Write what comes, as it comes. Whether all of it came."""
    came = 0
    stream = request.stream().__aiter__()
    try:
        while True:
            async with asyncio.timeout(PATIENCE):
                chunk = await anext(stream)
            came += len(chunk)
            if came > length:
                raise Problem(400, "upload.long", "More bytes came than were announced.")
            file.write(chunk)
    except StopAsyncIteration:
        return came == length
    except (ClientDisconnect, TimeoutError) as error:
        raise Problem(400, "upload.broken", "The line broke. What came is kept.") from error
    finally:
        file.flush()


def _finish(desk: Desk, actor: Actor, digest: str) -> None:
    size = desk.blobs.finish(actor.account_id, digest)
    with desk.writing() as db:
        row = ownership.holding(db, actor, digest)
        if row is None:
            db.add(Holding(account_id=actor.account_id, digest=digest, size=size, made=now()))
