"""Transmittals: what was sent, where it stands, and what is decided about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy import or_

from pipeline.desk import chronicle, deciding, ownership, receiving
from pipeline.desk.api import told
from pipeline.desk.api.door import (
    Asking,
    AtDesk,
    IfMatch,
    Key,
    Said,
    fingerprint,
    kept,
    once,
    troubles,
)
from pipeline.desk.api.shapes import Books, BookWhole, Decision, Listing, Log, VersionShape
from pipeline.desk.bagging import content_disposition, zipped
from pipeline.desk.problems import Problem, missing
from pipeline.desk.tables import TransmittalRow

router = APIRouter(prefix="/v1/transmittals", tags=["transmittals"])
PAGE = 50
"""Books in one answer."""

PeerId = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")]
BookId = Annotated[str, Path(pattern=r"^T-[0-9]{4}-[0-9]{4,9}$")]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("", response_model=Books, responses=troubles())
def books(
    actor: Asking, desk: AtDesk,
    state: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")] = "",
    after: Annotated[str, Query(max_length=60, pattern=r"^([0-9TZ:-]{20}\.[0-9]{1,15})?$")] = "",
) -> dict[str, Any]:  # fmt: skip
    """The books that are yours, last changed first; of one state, where one is named."""
    with desk.reading() as db:
        rows = found(db, actor, state, q, after)
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return {
        "transmittals": [told.book(row, actor) for row in rows[:PAGE]],
        "next": f"{more.changed}.{more.id}" if more else "",
    }


def found(db: Any, actor: Any, state: str, q: str, after: str) -> list[TransmittalRow]:
    asked = ownership.books(actor)
    if state:
        asked = asked.where(TransmittalRow.state == state)
    if q.strip():
        columns = (TransmittalRow.title, TransmittalRow.author, TransmittalRow.name)
        asked = asked.where(or_(*[one.icontains(q.strip(), autoescape=True) for one in columns]))
    if after:
        changed, _, id = after.partition(".")
        asked = asked.where(
            or_(
                TransmittalRow.changed < changed,
                (TransmittalRow.changed == changed) & (TransmittalRow.id < int(id)),
            )
        )
    order = (TransmittalRow.changed.desc(), TransmittalRow.id.desc())
    return list(db.scalars(asked.order_by(*order).limit(PAGE + 1)))


@router.post("", status_code=201, response_model=VersionShape, responses=troubles(409) | {
    200: {"description": "This version was received before"},
})  # fmt: skip
def send(
    listing: Listing, request: Request, actor: Asking, desk: AtDesk, key: Key = ""
) -> JSONResponse:
    """Send a version, all files of which are here. It is verified first; then it is received, or,
    where its sender signed it and something in it is wrong, unprocessable."""
    actor.need("send")
    print = fingerprint(request, listing.model_dump())
    with desk.reading() as db:
        before = kept(db, actor, key, print)
        if before is not None:
            return before.response
        arrived = receiving.look(
            db, actor, desk.office, desk.blobs, listing.name, dict(listing.files)
        )

    def work(db: Any) -> Said:
        book, version, is_new = receiving.keep(db, actor, desk.office, arrived)
        where = f"/v1/transmittals/{book.peer_id}/{book.name}"
        return Said(201 if is_new else 200, told.version(version, actor), where)

    return once(desk, actor, key, print, work)


@router.get("/{peer}/{id}", response_model=BookWhole, responses=troubles() | {
    304: {"description": "Nothing has changed"},
})  # fmt: skip
def book(peer: PeerId, id: BookId, request: Request, actor: Asking, desk: AtDesk) -> Response:
    """One book, with all its versions. The ETag is another once anything of it is different."""
    with desk.reading() as db:
        row = ownership.book(db, actor, peer, id)
        mark = chronicle.mark(db, row)
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": mark})
        whole = told.book(row, actor)
        versions = ownership.versions(db, row)
        whole["versions"] = [told.version(one, actor) for one in versions]
    return JSONResponse(whole, headers={"ETag": mark})


@router.get("/{peer}/{id}/versions/{number}", response_model=VersionShape, responses=troubles())
def version(
    peer: PeerId, id: BookId, number: Number, actor: Asking, desk: AtDesk
) -> dict[str, Any]:
    """One version, and what you can do with it now."""
    with desk.reading() as db:
        row = ownership.version(db, ownership.book(db, actor, peer, id), number)
    return told.version(row, actor)


@router.get("/{peer}/{id}/versions/{number}/bag.zip", response_class=StreamingResponse,
            responses=troubles() | {200: {"content": {"application/zip": {}}}})  # fmt: skip
def bag(peer: PeerId, id: BookId, number: Number, actor: Asking, desk: AtDesk) -> Response:
    """The whole bag, as it was sent, to verify it for yourself."""
    with desk.reading() as db:
        row = ownership.version(db, ownership.book(db, actor, peer, id), number)
    name = f"{id}_v{number}"
    headers = {"Content-Disposition": content_disposition(f"{name}.zip")}
    return StreamingResponse(
        zipped(desk.blobs, name, row.files), media_type="application/zip", headers=headers
    )


@router.get("/{peer}/{id}/versions/{number}/files/{path:path}", response_class=StreamingResponse,
            responses=troubles() | {200: {"content": {"application/octet-stream": {}}}}
)  # fmt: skip
def file(
    peer: PeerId, id: BookId, number: Number, path: str, actor: Asking, desk: AtDesk
) -> Response:
    """One file of a version."""
    with desk.reading() as db:
        row = ownership.version(db, ownership.book(db, actor, peer, id), number)
    if path not in row.files:
        raise missing("file")
    digest, size = row.files[path]
    return StreamingResponse(
        desk.blobs.pieces(digest), media_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition(path.rsplit("/", 1)[-1]),
            "Content-Length": str(size), "ETag": f'"{digest}"',
        },
    )  # fmt: skip


@router.post("/{peer}/{id}/versions/{number}/decision", response_model=VersionShape,
             responses=troubles(409, 412))  # fmt: skip
def decide(
    peer: PeerId, id: BookId, number: Number, decision: Decision, request: Request,
    actor: Asking, desk: AtDesk, key: Key = "", seen: IfMatch = "",
) -> JSONResponse:  # fmt: skip
    """Accept, ask for changes, or decline. The desk signs it with the house's key."""

    def work(db: Any) -> Said:
        row = ownership.book(db, actor, peer, id)
        actor.need("decide")
        chronicle.check_mark(db, row, seen)
        one = ownership.version(db, row, number)
        deciding.decide(db, actor, desk.office, row, one, decision.decision, decision.note)
        return Said(200, told.version(one, actor), etag=chronicle.mark(db, row))

    return once(desk, actor, key, fingerprint(request, decision.model_dump()), work)


@router.post("/{peer}/{id}/versions/{number}/withdraw", response_model=VersionShape,
             responses=troubles(409))  # fmt: skip
def withdraw(
    peer: PeerId, id: BookId, number: Number, envelope: dict[str, Any], request: Request,
    actor: Asking, desk: AtDesk, key: Key = "",
) -> JSONResponse:  # fmt: skip
    """Take a version back: the body is the sender's own event, in its DSSE envelope."""
    raw = _compact(envelope)

    def work(db: Any) -> Said:
        row = ownership.book(db, actor, peer, id)
        one = ownership.version(db, row, number)
        deciding.withdraw(db, actor, row, one, raw)
        return Said(200, told.version(one, actor))

    return once(desk, actor, key, fingerprint(request, envelope), work)


def _compact(envelope: dict[str, Any]) -> bytes:
    """An envelope in its one spelling."""
    import msgspec

    rows = envelope.get("signatures")
    if list(envelope) != ["payload", "payloadType", "signatures"] or not isinstance(rows, list):
        raise Problem(422, "event", "A withdrawal is one DSSE envelope.")
    return msgspec.json.encode(envelope)


@router.get("/{peer}/{id}/events", response_model=Log, responses=troubles())
def events(peer: PeerId, id: BookId, actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """Both sides' signed events. Compare them with your own log: either shows up the other."""
    with desk.reading() as db:
        rows = ownership.chain(db, ownership.book(db, actor, peer, id))
    return {"events": [told.event(row) for row in rows]}
