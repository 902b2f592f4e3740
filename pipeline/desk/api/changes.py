"""Change requests, peers, and what happened since."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse

from pipeline.desk import comparing, live, ownership, peers, requests
from pipeline.desk.api import shapes, told
from pipeline.desk.api.books import BookId, Number, PeerId
from pipeline.desk.api.door import Asking, AtDesk, Key, Said, fingerprint, once, troubles
from pipeline.desk.contract import encode_peer
from pipeline.desk.tables import Notice

router = APIRouter(tags=["changes"])
_BOOK = "/v1/transmittals/{peer}/{id}"
ChangeId = Annotated[str, Path(pattern=r"^CR-[0-9]{4,9}$")]


@router.get(f"{_BOOK}/changes", response_model=shapes.Changes, responses=troubles())
def changes(peer: PeerId, id: BookId, actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """The change requests of a book, each signed by the house, with their threads."""
    with desk.reading() as db:
        book = ownership.book(db, actor, peer, id)
        threads = ownership.remarks(db, book)
        rows = ownership.requests(db, book)
    return {"changes": [told.change(row, threads.get(row.id, []), actor) for row in rows]}


@router.post(f"{_BOOK}/versions/{{number}}/changes", status_code=201,
             response_model=shapes.ChangeShape, responses=troubles(409, 413))  # fmt: skip
def ask(
    peer: PeerId, id: BookId, number: Number, wish: shapes.Wish, request: Request,
    actor: Asking, desk: AtDesk, key: Key = "",
) -> JSONResponse:  # fmt: skip
    """Ask for a change of one version."""
    asked = requests.Wish(**wish.model_dump())

    def work(db: Any) -> Said:
        book = ownership.book(db, actor, peer, id)
        version = ownership.version(db, book, number)
        row = requests.make(db, actor, desk.office, book, version, asked)
        if asked.kind == "metadata.set":
            work = comparing.paper(desk.blobs, version.files).get("work", {})
            requests.check_patch(asked.params["patch"], work)
        return Said(201, told.change(row, [], actor), f"/v1/transmittals/{peer}/{id}/changes")

    return once(desk, actor, key, fingerprint(request, wish.model_dump()), work)


@router.post(f"{_BOOK}/changes/{{change}}/answer", response_model=shapes.ChangeShape,
             responses=troubles(409, 413))  # fmt: skip
def answer(
    peer: PeerId, id: BookId, change: ChangeId, said: shapes.Answer, request: Request,
    actor: Asking, desk: AtDesk, key: Key = "",
) -> JSONResponse:  # fmt: skip
    """Move a change request on: agree, apply with evidence, verify …"""

    def work(db: Any) -> Said:
        book = ownership.book(db, actor, peer, id)
        row = ownership.request(db, book, change)
        requests.answer(db, actor, book, row, requests.Answer(**said.model_dump()))
        return Said(200, told.change(row, ownership.remarks(db, book).get(row.id, []), actor))

    return once(desk, actor, key, fingerprint(request, said.model_dump()), work)


@router.get(f"{_BOOK}/diff/{{older}}/{{newer}}", responses=troubles())
def diff(
    peer: PeerId, id: BookId, older: Number, newer: Number, actor: Asking, desk: AtDesk
) -> dict[str, Any]:
    """What is unlike between two versions: metadata, extent, files and text."""
    with desk.reading() as db:
        book = ownership.book(db, actor, peer, id)
        rows = [ownership.version(db, book, number) for number in (older, newer)]
    found = comparing.compare(desk.blobs, rows[0].files, rows[1].files)
    return {
        "older": older, "newer": newer, "metadata": found.metadata, "extent": found.extent,
        "files": found.files, "left_out": found.left_out,
        "text": [{"file": part.file, "parts": part.parts} for part in found.text],
    }  # fmt: skip


# -- peers -----------------------------------------------------------------------------------------


@router.get("/v1/peers", response_model=shapes.Peers, responses=troubles(), tags=["peers"])
def all_peers(actor: Asking, desk: AtDesk) -> dict[str, Any]:
    """Your shops and their keys; of the house, everyone's."""
    with desk.reading() as db:
        rows = list(db.scalars(ownership.peers(actor)))
    return {"peers": [told.peer(row) for row in rows]}


@router.post("/v1/peers", status_code=201, response_model=shapes.PeerShape,
             responses=troubles(409), tags=["peers"])  # fmt: skip
def register(
    document: dict[str, Any], request: Request, actor: Asking, desk: AtDesk, key: Key = ""
) -> JSONResponse:
    """Bring your peer.json, which counts once the house has compared its fingerprint with you; or
    your signed statement of a new or a revoked key, in its DSSE envelope, which counts at once."""
    import msgspec

    def work(db: Any) -> Said:
        _, row = peers.bring(db, actor, msgspec.json.encode(document))
        return Said(201, told.peer(row), "/v1/peers")

    return once(desk, actor, key, fingerprint(request, document), work)


# -- what happened ---------------------------------------------------------------------------------

After = Annotated[int, Query(ge=0, le=2**53, description="The last that you have seen")]


@router.get("/v1/events", response_model=shapes.Notices, responses=troubles(), tags=["events"])
def notices(actor: Asking, desk: AtDesk, after: After = 0) -> dict[str, Any]:
    """What happened to your books since, oldest first, 200 at most."""
    with desk.reading() as db:
        asked = ownership.notices(actor).where(Notice.id > after).order_by(Notice.id).limit(200)
        rows = [told.notice(row, book) for row, book in db.execute(asked)]
    return {"notices": rows, "last": rows[-1]["seq"] if rows else after}


@router.get("/v1/events/stream", response_class=StreamingResponse, tags=["events"],
            responses=troubles(429) | {200: {"content": {"text/event-stream": {}}}})  # fmt: skip
def stream(request: Request, actor: Asking, desk: AtDesk, after: After = 0) -> StreamingResponse:
    """The same, as it happens (server-sent events). Last-Event-ID goes on from there."""
    secret = request.headers.get("authorization", "").partition(" ")[2]
    return live.response(
        request, desk, actor, after, lambda: desk.bearer(secret, actor.address) is not None
    )


@router.get("/.well-known/f2f.json", tags=["service"], openapi_extra={"security": []})
def service(desk: AtDesk) -> dict[str, Any]:
    """Who this is, and what it takes."""
    import json

    from pipeline.desk.kinds import KINDS

    settings = desk.office.settings
    return {
        "format": "f2f.service/1",
        "peer": json.loads(encode_peer(desk.office.peer)),
        "kinds": list(KINDS),
        "limits": {"file_bytes": settings.largest, "account_bytes": settings.quota,
                   "files": 10_000},
        "digest": ["sha-256"],
        "authentication": ["Bearer"],
        "endpoints": {"transmittals": "/v1/transmittals", "blobs": "/v1/blobs/sha256/{digest}",
                      "events": "/v1/events", "peers": "/v1/peers", "webhooks": "/v1/webhooks",
                      "openapi": "/openapi.json"},
    }  # fmt: skip
