"""What a recipient says of what we sent: its events taken in, with the change requests that they
name, and told in plain words."""

from __future__ import annotations

from typing import Any

from pipeline.commands.handover import keys, record, sending
from pipeline.commands.handover.record import Record
from pipeline.commands.handover.requested import Taken
from pipeline.shop.places import Places
from pipeline.transmit.change import Request
from pipeline.transmit.events import Signed


def collected(places: Places) -> list[dict[str, Any]]:
    """One row for each transmittal of ours of which there is news in a shared folder."""
    known, rows = keys.known(), []
    for root in record.records(places.root / sending.SENT):
        other = known.get(root.parent.name)
        if other is not None and other.folder:
            found = record.load(root, keys.ours(), other.peer)
            came = sending.collected(found, other)
            if came.events or came.told or came.notes:
                rows.append(row(found, came))
    return rows


def row(found: Record, came: Taken) -> dict[str, Any]:
    """What came, as `receive` tells it."""
    result = "refused" if came.told else "answered" if came.events else "waiting"
    said = [f"look into this with the peer: {one}" for one in came.told]
    said += [line for one in came.events for line in _event(one)]
    said += [line for one in came.requests for line in _request(one, record.book(found.root))]
    return {
        "name": found.id, "result": result, "said": said + came.notes,
        "state": found.standing.versions.get(found.standing.latest, "draft"),
        "events": [one.event.type for one in came.events],
        "requests": [{"id": one.id, "kind": one.kind, "by": one.requested_by}
                     for one in came.requests],
    }  # fmt: skip


def _event(one: Signed) -> list[str]:
    event = one.event
    lines = [f"version {event.version} is {event.type}, says {event.source}"]
    lines += [f"  {event.note}"] if event.note else []
    if event.type == "unprocessable":
        lines += [f"  {reason.message}" for reason in event.reasons]
    return lines


def _request(one: Request, book: str) -> list[str]:
    grave = ", before anything is accepted" if one.blocking else ""
    due = f", by {one.due}" if one.due else ""
    lines = [f"{one.id}: {one.kind}{grave}{due}"]
    lines += [f"  {one.rationale}"] if one.rationale else []
    return [*lines, f"  agree to it with:  bookworks apply {book} {one.id}"]
