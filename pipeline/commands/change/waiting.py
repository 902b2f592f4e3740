"""What waits for a person, what was answered, and a person's own answer."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from pipeline.commands.change import answers
from pipeline.commands.handover import requested
from pipeline.model.errors import UsageError, nearest
from pipeline.shop.places import Places


def listed(book: str, places: Places) -> dict[str, Any]:
    """Every request that was looked at: those that wait first."""
    if not places.has(book):
        raise UsageError(f"'{book}' is no book of this floor", todo=nearest(book, places.books()))
    rows = [
        {
            "id": one.request.id, "kind": one.request.kind, "status": one.answer.status,
            "by": one.request.requested_by, "severity": one.request.severity,
            "blocking": one.request.blocking, "due": one.request.due,
            "reason": one.answer.reason, "said": one.answer.said,
            "rationale": one.request.rationale,
        }
        for one in answers.kept(book, places)
    ]  # fmt: skip
    rows += _untouched(book, places)
    first = (*answers.WAITING, "open")
    rows.sort(key=lambda row: (row["status"] not in first, not row["blocking"]))
    return {"book": book, "requests": rows}


def _untouched(book: str, places: Places) -> list[dict[str, Any]]:
    """Requests that came and that nobody looked at yet."""
    return [
        {
            "id": one.id, "kind": one.kind, "status": "open", "by": one.requested_by,
            "severity": one.severity, "blocking": one.blocking, "due": one.due, "reason": "",
            "said": "", "rationale": one.rationale,
        }
        for _, one in requested.of_book(book, places)
        if not answers.find(book, one, places)
    ]  # fmt: skip


def listed_text(found: dict[str, Any]) -> str:
    rows = found["requests"]
    waits = [row for row in rows if row["status"] in answers.WAITING]
    came = [row for row in rows if row["status"] == "open"]
    rest = [row for row in rows if row not in waits and row not in came]
    lines = [f"{found['book']}: {len(waits):,} wait for a person, {len(rest):,} are answered."]
    lines += [f"  {row['id']}  {row['kind']}, from {row['by']}: agree to it with  "
              f"bookworks apply {found['book']} {row['id']}" for row in came]  # fmt: skip
    for row in waits:
        due = f", by {row['due']}" if row["due"] else ""
        grave = ", before anything is accepted" if row["blocking"] else ""
        lines.append(f"  {row['id']}  {row['kind']}, from {row['by']}{due}{grave}")
        lines.append(f"      {row['reason']}")
    if waits:
        lines.append(
            f"  Answer one:  bookworks apply {found['book']} {waits[0]['id']} --answer WORDS"
        )
    lines += [f"  {row['id']}  {row['kind']}: {row['status']}"
              + (f" ({row['said'] or row['reason']})" if row["said"] or row["reason"] else "")
              for row in rest]  # fmt: skip
    return "\n".join(lines)


def answered(book: str, name: str, places: Places, *, said: str, declined: str) -> dict[str, Any]:
    """A person's answer to a request that waits. Raises UsageError for one that does not."""
    one = answers.must_find(book, name, places)
    if one.answer.status not in (*answers.WAITING, "answered", "declined"):
        raise UsageError(f"{name} was applied: there is nothing to answer")
    if one.answer.status == "declined" and one.answer.evidence:
        raise UsageError(f"{name} was declined by what came of it: apply it again, or ask anew")
    status: Any = "declined" if declined else "answered"
    answer = replace(one.answer, status=status, said=said, reason=declined)
    path = answers.keep(book, places, one.request, answer)
    return {"request": name, "status": status, "said": said or declined, "file": str(path)}


def answered_text(found: dict[str, Any]) -> str:
    return f"{found['request']} is {found['status']}: {found['said']}\nIn {found['file']}"
