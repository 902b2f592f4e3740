"""The papers at the front of a transmittal, told from the book, its house and its traveler."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from typing import Any, Literal

import msgspec

from pipeline.model.account import Account
from pipeline.model.claims import Claim
from pipeline.model.finding import Finding
from pipeline.model.handoff import File
from pipeline.model.house import House
from pipeline.model.manuscript import Book
from pipeline.model.traveler import Traveler
from pipeline.transmit import onix, page, trade
from pipeline.transmit.contract import (
    DRAFT,
    Changes,
    Check,
    Checks,
    Contributor,
    Description,
    Extent,
    Identifier,
    Issue,
    Item,
    Policies,
    Right,
    Severity,
    Spec,
    Style,
    Subject,
    Transmittal,
    Work,
)
from pipeline.transmit.extent import Reckoning

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GRADES: dict[str, Severity] = {"note": "I", "warning": "W", "error": "E"}
_SHORT, _LONG = "02", "03"
_SHORTEST_LONG = 350

CAPTIONS = "-captions.docx"
"""How the file of captions ends, of a house that wants them in one."""

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "txt": "text/plain",
}


def tags(sent: Transmittal, checks: bytes, changes: bytes) -> dict[str, bytes]:
    """The tag files of a transmittal, those of the bag itself left out."""
    return {
        "metadata/transmittal.json": as_json(sent),
        "metadata/onix.xml": onix.write(sent),
        "metadata/checks.json": checks,
        "metadata/changes.json": changes,
        "README.html": page.write(sent),
    }


def as_json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def draft(
    book: Book, house: House, found: Reckoning, claimed: list[tuple[str, str, Claim]],
    payload: list[File], traveler: Traveler,
) -> Transmittal:  # fmt: skip
    """A transmittal that was not sent to anyone yet: without number, version and parties."""
    return Transmittal(
        id=DRAFT,
        version=0,
        work=_work(book),
        items=tuple([_item(file, number) for number, file in enumerate(payload, 1)]),
        extent=_extent(found),
        style=Style(
            house=house.name,
            spelling=book.language,
            map=house.roles,
            characters=house.characters,
            besides=tuple(sorted(house.said_besides())),
        ),
        policies=Policies(
            headings=house.headings,
            notes=house.notes,
            links=house.links,
            images=house.images,
            scene_break=house.scene_break,
        ),
        rights=_rights(book, claimed),
        spec=_spec(house),
        known_issues=_issues(traveler.findings),
    )


def _work(book: Book) -> Work:
    isbn = trade.isbn(book.isbn)
    own = Identifier(scheme=trade.OWN, value=_slug(book.title), name="Bookworks")
    day = book.date[:10]
    subjects = [trade.subject(one) for one in book.subjects]
    told = " ".join(book.description.split())
    kind = _SHORT if len(told) < _SHORTEST_LONG else _LONG
    return Work(
        title=book.title or "Untitled",
        subtitle=book.subtitle,
        contributors=(Contributor(name=book.author),) if book.author else (),
        language=book.language,
        edition=book.edition,
        date=day if _DAY.fullmatch(day) else "",
        publisher=book.publisher,
        identifiers=(Identifier(scheme=trade.ISBN, value=isbn),) if isbn else (own,),
        subjects=tuple([Subject(scheme=s, code=c) for s, c in subjects if not trade.misfit(s, c)]),
        descriptions=(Description(kind=kind, text=told),) if told else (),
    )


def misfits(book: Book) -> list[tuple[str, str]]:
    """What a recipe says that the trade would not take, as the code of a finding and a sentence."""
    wrong = [trade.misfit(*trade.subject(one)) for one in book.subjects]
    found = [("bundle.subject", f"A subject is left out: {said}.") for said in wrong if said]
    if book.isbn and not trade.isbn(book.isbn):
        told = f"'{book.isbn}' is no ISBN: its digits do not add up, so it is left out."
        found.append(("bundle.isbn", told))
    return found


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    known = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60]
    return known or hashlib.sha256(title.encode()).hexdigest()[:16]


def _item(file: File, number: int) -> Item:
    path = file.name.removeprefix("bundle/")
    _, folder, name = path.split("/", 2) if path.count("/") > 1 else ("", "record", path)
    kinds = {"manuscript": "manuscript", "art": "art", "logs": "log"}
    ending = name.rpartition(".")[2].lower()
    kind: Any = kinds.get(folder, "record")
    return Item(
        id=f"i{number}",
        type=kind,
        path=path,
        media_type=MEDIA_TYPES.get(ending, "application/octet-stream"),
        sha256=file.digest,
        bytes=file.size,
        role=_role(name, ending) if kind == "manuscript" else _stem(name),
        order=number,
    )


def _role(name: str, ending: str) -> str:
    return "captions" if name.endswith(CAPTIONS) else ending


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rpartition(".")[0]


def _extent(found: Reckoning) -> Extent:
    return Extent(
        words=found.words,
        words_in_notes=found.words_in_notes,
        chapters=found.chapters,
        figures=found.figures,
        tables=found.tables,
        notes=found.notes,
        special_characters=len(found.signs),
    )


def _rights(book: Book, claimed: list[tuple[str, str, Claim]]) -> tuple[Right, ...]:
    sorts = Counter(claim.sort for _, _, claim in claimed)
    whole = Right(kind="work", statement=book.rights or f"© {book.date[:4]} {book.author}".strip())
    return (whole, *[Right(kind=sort, to_clear=sorts[sort]) for sort in sorted(sorts)])


def _spec(house: House) -> Spec:
    digest = hashlib.sha256(msgspec.json.encode(house, order="deterministic")).hexdigest()
    return Spec(id=f"house:{house.name}", sha256=digest)


def _issues(findings: tuple[Finding, ...]) -> tuple[Issue, ...]:
    """What people should know, each sort once, with the first that was found."""
    first: dict[str, Finding] = {}
    for finding in findings:
        if finding.severity != "note":
            first.setdefault(finding.code, finding)
    times = Counter(finding.code for finding in findings)
    return tuple([
        Issue(severity=_GRADES[one.severity], code=code, message=one.message, times=times[code])
        for code, one in sorted(first.items())
    ])  # fmt: skip


def checks(traveler: Traveler, account: Account) -> bytes:
    """What was inspected before this was bagged. An inspection that refuses makes no bag."""
    rows = [
        Check(
            id=row.step,
            about=row.about.partition(": ")[2] or row.about,
            result="failed" if row.findings.get("error") else "passed",
            findings=row.findings,
        )
        for row in traveler.rows
        if row.step.startswith("inspect.")
    ]
    balanced: Literal["passed", "failed"] = "passed" if account.balanced else "failed"
    about = "every item of the archives is in the book, or is set aside with a reason"
    rows.append(Check(id="account", about=about, result=balanced))
    return as_json(Checks(checks=tuple(rows)))


def no_changes() -> bytes:
    return as_json(Changes())
