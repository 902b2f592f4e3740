"""What a version says of the change requests before it: `metadata/changes.json`, which the writer's
shop signed with the rest. Each answer goes into the thread of its request, with its evidence."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from pipeline.desk import chronicle, contract, ownership
from pipeline.desk.contract import Answer
from pipeline.desk.tables import RemarkRow, RequestRow, TransmittalRow, VersionRow
from pipeline.desk.times import now
from pipeline.model.errors import RecipeError

STATES = ("applied", "applied-with-deviation", "answered", "declined")
_FROM = ("open", "agreed", "reopened")
"""Where an answer finds a request; one that was settled meanwhile stays as it is."""

_LARGEST = 200_000
"""Bytes of evidence that are kept in the thread; all of it is in the bag."""

_DEEPEST = 6


def take(
    db: Session, book: TransmittalRow, version: VersionRow, answers: tuple[Answer, ...], by: str
) -> None:
    """Put what is new into the threads. An answer to what was never asked so tells nothing."""
    told = {one.request: one for one in answers if one.status in STATES}
    threads = ownership.remarks(db, book)
    for row in ownership.requests(db, book):
        answer = told.get(row.name)
        if answer is None or row.state not in _FROM or answer.request_sha256 != _digest(row):
            continue
        evidence, text = _evidence(db, book, row, version, answer), _text(answer)
        if _is_known(threads.get(row.id, []), answer.status, text, evidence):
            continue
        db.add(RemarkRow(
            request_id=row.id, side="sender", state=answer.status, text=text, evidence=evidence,
            by=by, made=now(),
        ))  # fmt: skip
        row.state = answer.status
        db.flush()
        chronicle.tell(db, book, f"change.{answer.status}", row.name)
    chronicle.project(db, book)


def _digest(row: RequestRow) -> str:
    try:
        return contract.change_digest(contract.read_change(row.document))
    except RecipeError:
        return ""


def _text(answer: Answer) -> str:
    """What a database of any sort can hold."""
    said = (answer.said or answer.reason).replace("\0", "\ufffd")
    return said.encode("utf-8", "replace").decode().strip()[:10_000]


def _evidence(
    db: Session, book: TransmittalRow, row: RequestRow, version: VersionRow, answer: Answer
) -> dict[str, Any]:
    """The two versions to compare, and what the shop itself saw."""
    before = ownership.version(db, book, row.base_version)
    return {
        "before": {"version": before.number, "tagmanifest_sha256": before.digest},
        "after": {"version": version.number, "tagmanifest_sha256": version.digest},
        "shown": _shown(answer),
    }


def _shown(answer: Answer) -> dict[str, Any]:
    """The evidence, as far as people can take it in: a shop that is known may write nonsense."""
    try:
        data = msgspec.json.encode(answer.evidence)
        found = _level(msgspec.json.decode(data), _DEEPEST) if len(data) < _LARGEST else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _level(value: Any, depth: int) -> Any:
    """What stands deeper than any check does is left out."""
    if not isinstance(value, dict | list):
        return value
    if not depth:
        return "…"
    if isinstance(value, list):
        return [_level(one, depth - 1) for one in value]
    return {name: _level(one, depth - 1) for name, one in value.items()}


def _is_known(thread: list[RemarkRow], state: str, text: str, evidence: dict[str, Any]) -> bool:
    """Whether this was answered before: every version brings all answers along, and what the house
    reopened is not closed by the old one."""
    return any(
        (one.side, one.state, one.text) == ("sender", state, text)
        and one.evidence.get("shown") == evidence["shown"]
        for one in thread
    )
