"""Change requests: made by the house, answered by the sender, each step on record."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field
from sqlalchemy.orm import Session

from pipeline.desk import audit, chronicle, contract, kinds, ownership
from pipeline.desk.actor import Actor
from pipeline.desk.problems import Problem
from pipeline.desk.settings import Office
from pipeline.desk.tables import RemarkRow, RequestRow, TransmittalRow, VersionRow
from pipeline.desk.times import now
from pipeline.model.errors import RecipeError

FORMAT = "f2f.change/1"


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody of the house asks for."""

    kind: str
    severity: str = "W"
    blocking: bool = False
    scope: dict[str, Any] = field(default_factory=lambda: {"type": "whole"})
    params: dict[str, Any] = {}
    acceptance: list[dict[str, Any]] = []
    rationale: str = ""
    due: str = ""


def make(
    db: Session, actor: Actor, office: Office, book: TransmittalRow, version: VersionRow, wish: Wish
) -> RequestRow:
    """A new change request to a version that was received. Raises Problem."""
    actor.need("decide")
    number = len(ownership.requests(db, book)) + 1
    document = _document(office, book, version, wish, f"CR-{number:04d}")
    if version.number != book.latest or version.state not in ("received", "changes-requested"):
        told = f"Version {version.number} is {version.state}; changes are asked of one received."
        raise Problem(409, "state", told, state=version.state)
    row = RequestRow(
        transmittal_id=book.id, name=str(document["id"]), base_version=version.number,
        kind=wish.kind, state="open", blocking=wish.blocking, document=document,
        envelope=contract.sign(msgspec.json.encode(document), contract.CHANGE, office.seed),
        by=actor.shown, made=now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    chronicle.tell(db, book, "change.open", row.name)
    chronicle.project(db, book)
    audit.note(
        db, actor, "change.make", f"{book.peer_id}/{book.name} {row.name}", wish.kind,
        owner=book.account_id,
    )  # fmt: skip
    return row


def _document(
    office: Office, book: TransmittalRow, version: VersionRow, wish: Wish, name: str
) -> dict[str, Any]:
    """The request as the contract writes it. Raises Problem, which names the wrong place."""
    said = {
        "format": FORMAT, "id": name, "requested_by": office.settings.peer_id,
        "transmittal": book.name, "base_version": version.number, **msgspec.to_builtins(wish),
    }  # fmt: skip
    if len(msgspec.json.encode(said)) > 100_000:
        raise Problem(413, "change.large", "A change request has at most 100,000 bytes.")
    try:
        read = contract.read_change(said)
    except RecipeError as error:
        todo = f" {error.todo[0].upper()}{error.todo[1:]}." if error.todo else ""
        told = f"{error.place or '/'}: {error.message}.{todo}"
        raise Problem(422, "change", told, field=error.place) from error
    document: dict[str, Any] = msgspec.json.decode(contract.write_change(read))
    return document


def check_patch(patch: list[Any], work: dict[str, Any]) -> None:
    """Raises Problem where a patch does not fit what the bundle says of the work."""
    try:
        contract.patched(work, tuple(patch))
    except (contract.Unpatched, TypeError, AttributeError, KeyError) as error:
        raise Problem(
            422, "change", f"The patch does not fit: {error}.", field="/params"
        ) from error


_EXPLAINED = ("declined", "needs-answer", "answered", "applied-with-deviation", "reopened")
"""Where an answer moves a request to only with a reason."""

# -- answers ---------------------------------------------------------------------------------------


class Answer(Struct, frozen=True, kw_only=True):
    state: str
    text: str = ""
    version: int = 0  # which shows what was done, of what is applied
    evidence: dict[str, Any] = {}


def answer(db: Session, actor: Actor, book: TransmittalRow, row: RequestRow, said: Answer) -> None:
    """Move a change request on. Raises Problem where it cannot go there, or nothing shows it."""
    actor.need("decide" if actor.is_house else "answer")
    can = kinds.follows(row.state, actor.side, row.kind)
    if said.state not in can:
        told = f"{row.name} is {row.state}; " + (
            f"from there you can make it {', '.join(can)}." if can else "there is nothing to do."
        )
        raise Problem(409, "change.state", told, state=row.state, allowed=can)
    if said.state in _EXPLAINED and not said.text.strip():
        raise Problem(422, "change.text", "Say why, in a sentence.", field="text")
    evidence = _evidence(db, book, row, said) if said.state.startswith("applied") else {}
    db.add(RemarkRow(
        request_id=row.id, side=actor.side, state=said.state, text=said.text.strip()[:10_000],
        evidence=evidence, by=actor.shown, made=now(),
    ))  # fmt: skip
    row.state = said.state
    db.flush()
    chronicle.tell(db, book, f"change.{said.state}", row.name)
    chronicle.project(db, book)
    audit.note(
        db, actor, f"change.{said.state}", f"{book.peer_id}/{book.name} {row.name}",
        owner=book.account_id,
    )  # fmt: skip


def _evidence(db: Session, book: TransmittalRow, row: RequestRow, said: Answer) -> dict[str, Any]:
    """What shows that it was done: a later version, with both digests as the desk knows them."""
    if said.version <= row.base_version:
        told = f"Name the version that shows it: one after version {row.base_version}."
        raise Problem(422, "change.evidence", told, field="version")
    before = ownership.version(db, book, row.base_version)
    after = ownership.version(db, book, said.version)
    if len(msgspec.json.encode(said.evidence)) > 100_000:
        raise Problem(413, "change.large", "Evidence has at most 100,000 bytes.")
    return {
        **said.evidence,
        "before": {"version": before.number, "tagmanifest_sha256": before.digest},
        "after": {"version": after.number, "tagmanifest_sha256": after.digest},
    }
