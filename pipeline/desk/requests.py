"""Change requests: made by the house, answered by the sender, each step on record."""

from __future__ import annotations

import json
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

FORMAT = "f2f.change/1"


class Wish(Struct, frozen=True, kw_only=True):
    """What somebody of the house asks for."""

    kind: str
    severity: str = "W"
    blocking: bool = False
    scope: dict[str, Any] = field(default_factory=lambda: {"of": "whole"})
    params: dict[str, Any] = {}
    acceptance: list[dict[str, Any]] = []
    rationale: str = ""
    due: str = ""


def make(
    db: Session, actor: Actor, office: Office, book: TransmittalRow, version: VersionRow, wish: Wish
) -> RequestRow:
    """A new change request to a version that was received. Raises Problem."""
    actor.need("decide")
    check(wish)
    if version.number != book.latest or version.state not in ("received", "changes-requested"):
        told = f"Version {version.number} is {version.state}; changes are asked of one received."
        raise Problem(409, "state", told, state=version.state)
    number = len(ownership.requests(db, book)) + 1
    document = {
        "format": FORMAT, "id": f"CR-{number:04d}", "transmittal": book.name,
        "base_version": version.number, "requested_by": actor.shown,
        **msgspec.to_builtins(wish),
    }  # fmt: skip
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


def check(wish: Wish) -> None:
    """Raises Problem for a wish that does not fit its kind."""
    kind = kinds.KINDS.get(wish.kind)
    if kind is None:
        told = f"There is no kind '{wish.kind}'; there are {', '.join(kinds.KINDS)}."
        raise Problem(422, "change.kind", told, field="kind")
    if wish.severity not in kinds.SEVERITIES:
        raise Problem(422, "change.severity", "A severity is I, Q, W, E or F.", field="severity")
    _check_scope(wish.scope)
    try:
        kinds.check(kind, wish.params)
    except kinds.Misfit as error:
        raise Problem(422, "change.params", str(error), field=error.field) from error
    if wish.kind == "metadata.set":
        _check_patch(wish.params["patch"])
    if len(msgspec.json.encode(wish)) > 100_000:
        raise Problem(413, "change.large", "A change request has at most 100,000 bytes.")


def _check_scope(scope: dict[str, Any]) -> None:
    of = scope.get("of")
    needs = {"item": "id", "role": "role", "chapter": "title", "words": "exact"}
    if not isinstance(of, str) or of not in kinds.SCOPES:
        told = f"A scope is of {', '.join(kinds.SCOPES)}."
        raise Problem(422, "change.scope", told, field="scope")
    may = {"of", needs.get(of, "of")} | ({"prefix", "suffix"} if of == "words" else set())
    if set(scope) - may or not all(isinstance(value, str) for value in scope.values()):
        raise Problem(422, "change.scope", "The scope has parts that it cannot.", field="scope")
    if of in needs and not scope.get(needs[of], "").strip():
        raise Problem(422, "change.scope", f"Say which: {kinds.SCOPES[of]}.", field="scope")


def _check_patch(text: str) -> None:
    try:
        rows = json.loads(text)
        fits = all(
            row["op"] in ("add", "replace", "remove") and str(row["path"]).startswith("/work/")
            for row in rows
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        fits = False
    if not fits or not isinstance(rows, list) or not rows:
        told = "The patch is not RFC 6902 over /work/…"
        raise Problem(422, "change.params", told, field="patch")


_EXPLAINED = ("declined", "needs-answer", "applied-with-deviation", "reopened")
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
    answers = row.kind == "query" and said.state == "applied"
    if (answers or said.state in _EXPLAINED) and not said.text.strip():
        raise Problem(422, "change.text", "Say why, in a sentence.", field="text")
    shows = said.state.startswith("applied") and row.kind != "query"
    evidence = _evidence(db, book, row, said) if shows else {}
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
