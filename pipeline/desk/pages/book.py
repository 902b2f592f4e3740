"""The transmittal page: a book, all that came with it, and what is to be done now."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.desk import chronicle, comparing, contract, deciding, kinds, live, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.api.books import BookId, Number, PeerId
from pipeline.desk.bagging import content_disposition, zipped
from pipeline.desk.blobs import Blobs
from pipeline.desk.desk import Desk
from pipeline.desk.pages.door import AtDesk, Posted, Visitor, book_path, go, page
from pipeline.desk.problems import Problem, missing

router = APIRouter(include_in_schema=False)
_BOOK = "/books/{peer}/{id}"

SORTS = {"manuscript": "Manuscript", "art": "Art", "log": "Logs", "record": "Records"}
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@router.get(_BOOK)
async def book(
    peer: PeerId, id: BookId, request: Request, desk: AtDesk, actor: Visitor,
    version: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:  # fmt: skip
    return await desk.in_turn(lambda: _book(request, desk, actor, (peer, id), version))


def _book(
    request: Request, desk: Desk, actor: Actor, name: tuple[str, str], version: int
) -> Response:
    with desk.reading() as db:
        row = ownership.book(db, actor, *name)
        versions = ownership.versions(db, row)
        wanted = version or row.latest
        one = next((each for each in versions if each.number == wanted), None)
        if one is None:
            raise missing("version")
        chain = ownership.chain(db, row)
        asked = ownership.requests(db, row)
        threads = ownership.remarks(db, row)
        newest = live.last(db, actor)
    paper = comparing.paper(desk.blobs, one.files)
    return page(
        request, "book.html", actor, row=row, versions=versions, one=one, chain=chain[::-1],
        requests=asked[::-1], threads=threads, paper=paper, newest=newest,
        waits=chronicle.waits_for(row, actor), follows=kinds.follows, kinds=kinds.KINDS,
        severities=kinds.SEVERITIES, files=_files(paper, one.files), sorts=SORTS,
        actions=deciding.actions(actor, one), is_latest=one.number == row.latest,
        mark=chronicle.etag(row, chain[-1] if chain else None, asked),
        checks=comparing.typed(
            desk.blobs, one.files, "metadata/checks.json", contract.Checks
        ).get("checks", []),
        words=table(desk.blobs, one.files, "data/logs/words.csv", 400),
        shown=comparing.shown, fields=FIELDS,
    )  # fmt: skip


FIELDS = {
    "title": "Title", "subtitle": "Subtitle", "contributors": "Contributors",
    "language": "Language", "edition": "Edition", "date": "Date", "publisher": "Publisher",
    "identifiers": "Identifiers", "subjects": "Subjects", "descriptions": "Descriptions",
}  # fmt: skip
"""What the bundle says of the work."""


def _files(paper: dict[str, Any], held: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The payload by sort; what cannot be read is told by its path alone."""
    found: dict[str, list[dict[str, Any]]] = {sort: [] for sort in SORTS}
    sorts = {}
    rows = paper.get("items")
    for item in rows if isinstance(rows, list) else []:
        if isinstance(item, dict):
            sorts[item.get("path")] = item.get("type")
    for path, (digest, size) in sorted(held.items()):
        if path.startswith("data/"):
            sort = sorts.get(path)
            row = {"path": path, "name": path[5:], "size": size, "digest": digest}
            found[sort if sort in found else "record"].append(row)
    return found


def table(blobs: Blobs, files: dict[str, Any], path: str, most: int) -> list[list[str]]:
    """A CSV's rows, the first being its head."""
    if path not in files:
        return []
    text = blobs.read(files[path][0], 4 << 20).decode("utf-8-sig", "replace")
    try:
        rows = csv.reader(io.StringIO(text, newline=""))
        return [row[:40] for _, row in zip(range(most + 1), rows, strict=False)]
    except csv.Error:
        return []


@router.post(_BOOK + "/versions/{number}/decision")
def decide(
    peer: PeerId, id: BookId, number: Number, desk: AtDesk, actor: Visitor, form: Posted
) -> Response:
    with desk.writing() as db:
        row = ownership.book(db, actor, peer, id)
        actor.need("decide")
        chronicle.check_mark(db, row, form.get("mark"))
        one = ownership.version(db, row, number)
        decision = form.get("decision")
        deciding.decide(db, actor, desk.office, row, one, decision, form.get("note"))
    return go(book_path(row), decision)


# -- files -----------------------------------------------------------------------------------------


def _row(desk: AtDesk, actor: Visitor, peer: str, id: str, number: int) -> tuple[Any, Any]:
    with desk.reading() as db:
        row = ownership.book(db, actor, peer, id)
        return row, ownership.version(db, row, number)


@router.get(_BOOK + "/versions/{number}/bag.zip")
def bag(peer: PeerId, id: BookId, number: Number, desk: AtDesk, actor: Visitor) -> Response:
    _, one = _row(desk, actor, peer, id, number)
    name = f"{id}_v{number}"
    headers = {"Content-Disposition": content_disposition(f"{name}.zip")}
    pieces = zipped(desk.blobs, name, one.files)
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


FilePath = Annotated[str, Path(max_length=300)]


@router.get(_BOOK + "/versions/{number}/files/{path:path}")
def file(
    peer: PeerId, id: BookId, number: Number, path: FilePath, desk: AtDesk, actor: Visitor
) -> Response:
    """A file, to be saved; a picture, to be seen. What it is its bytes say, not its name."""
    _, one = _row(desk, actor, peer, id, number)
    if path not in one.files:
        raise missing("file")
    digest, size = one.files[path]
    media = _picture(desk.blobs, digest)
    headers = {"Content-Length": str(size), "Content-Security-Policy": "sandbox"}
    if not media:
        headers["Content-Disposition"] = content_disposition(path.rsplit("/", 1)[-1])
    return StreamingResponse(
        desk.blobs.pieces(digest), media_type=media or "application/octet-stream", headers=headers
    )


def _picture(blobs: Blobs, digest: str) -> str:
    head = blobs.read(digest, 16)
    return next((media for sign, media in _PICTURES.items() if head.startswith(sign)), "")


@router.get(_BOOK + "/versions/{number}/look/{path:path}")
def look(
    peer: PeerId, id: BookId, number: Number, path: FilePath, request: Request, desk: AtDesk,
    actor: Visitor,
) -> Response:  # fmt: skip
    """A file as far as the desk can show it."""
    row, one = _row(desk, actor, peer, id, number)
    if path not in one.files:
        raise missing("file")
    digest, size = one.files[path]
    rows: list[list[str]] = []
    paragraphs: list[tuple[str, str]] = []
    text = ""
    ending = path.rpartition(".")[2].lower()
    is_picture = bool(_picture(desk.blobs, digest))
    if ending == "csv":
        rows = table(desk.blobs, one.files, path, 500)
    elif ending == "docx":
        paragraphs = comparing.paragraphs(desk.blobs.read(digest, 1 << 28))
    elif ending in ("json", "txt", "xml", "md"):
        text = desk.blobs.read(digest, 200_000).decode("utf-8", "replace")
    return page(
        request, "look.html", actor, row=row, one=one, file=path, size=size, rows=rows,
        paragraphs=paragraphs[:600], left=max(0, len(paragraphs) - 600), text=text,
        is_picture=is_picture,
    )  # fmt: skip


@router.get(_BOOK + "/diff/{older}/{newer}")
def diff(
    peer: PeerId, id: BookId, older: Number, newer: Number, request: Request, desk: AtDesk,
    actor: Visitor,
) -> Response:  # fmt: skip
    row, before = _row(desk, actor, peer, id, older)
    _, after = _row(desk, actor, peer, id, newer)
    if older == newer:
        raise Problem(422, "diff", "These are one and the same version.")
    found = comparing.compare(desk.blobs, before.files, after.files)
    return page(
        request, "diff.html", actor, row=row, before=before, after=after, found=found,
        fields=FIELDS,
    )  # fmt: skip
