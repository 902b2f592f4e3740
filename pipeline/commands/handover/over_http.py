"""HTTP as a carrier: a publisher's desk, from the writer's floor.

What the desk answers is believed by its signatures alone. A log that is not as we hold it, an event
or a request that the peer's pinned key did not sign: nothing is taken, and it is told why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field

from pipeline.commands.handover import requested
from pipeline.commands.handover.record import Record
from pipeline.commands.handover.requested import FOLDER, Paper
from pipeline.commands.handover.verifying import printable
from pipeline.model.errors import BookworksError, RecipeError, Refused, UsageError
from pipeline.transmit import courier, events
from pipeline.transmit.change_reading import LARGEST
from pipeline.transmit.courier import Asked, Courier, Row, Watch
from pipeline.transmit.dsse import Unsigned
from pipeline.transmit.events import Signed
from pipeline.transmit.parcel import Folder
from pipeline.transmit.strict import Malformed

_MOST = 10_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Came(Struct):
    """What a desk said of one transmittal. Where anything is `told`, nothing is to be taken."""

    answers: list[Signed] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    """The change requests that can be used, and all that are signed, by their files."""
    envelopes: dict[str, bytes] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    """Where they stand, by id: for people, since nobody signs it."""
    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    """Digests of our own events that are there."""


@contextmanager
def reached(what: str) -> Iterator[None]:
    """The courier's troubles in the command's words."""
    try:
        yield
    except courier.Refused as error:
        todo = "look at the token, and whether your shop is pinned there" * (error.status == 401)
        raise Refused(str(error), file=what, cause=_reasons(error.document), todo=todo) from error
    except courier.Garbled as error:
        todo = "is this the address of a desk?"
        raise BookworksError(printable(str(error)), file=what, todo=todo) from error
    except courier.Unreachable as error:
        todo = "run the same again later: what the desk has is not sent twice"
        raise BookworksError(printable(str(error)), todo=todo) from error


def to_desk(url: str, token: str) -> Courier:
    try:
        return Courier(url, token)
    except ValueError as error:
        raise UsageError(str(error), todo="give it as https://desk.example") from error


def _reasons(document: dict[str, Any]) -> str:
    rows = document.get("problems")
    said = [f"{one.get('file')}: {one.get('message')}" for one in rows or []
            if isinstance(one, dict)]  # fmt: skip
    return printable("; ".join(said[:5])[:1000])


# -- there -----------------------------------------------------------------------------------------


class Moved(Struct):
    """How much had to be moved, and how much was there."""

    sent: int = 0
    held: int = 0
    bytes: int = 0


def bring(
    held: Record, desk: Courier, has: set[str], *, files: bool = True, watch: Watch | None = None
) -> Moved:
    """Bring every event of ours that the desk lacks, in order, each version with its files; without
    `files`, as far as no version is among them."""
    moved = Moved()
    for one in held.chains["sender"]:
        event = one.event
        if one.digest in has:
            continue
        if event.type == "sent" and not files:
            break
        if event.type == "sent":
            folder = held.version(event.version)
            done = desk.send(Folder(folder, f"{held.id}_v{event.version}"), watch)
            moved.sent, moved.held = moved.sent + done.sent, moved.held + done.held
            moved.bytes += done.bytes
        elif event.type == "withdrawn":
            desk.withdraw(event.source, held.id, event.version, one.envelope, one.digest)
    return moved


# -- and back --------------------------------------------------------------------------------------


def arrived(held: Record, desk: Courier, us: str, them: str) -> Came:
    """What the desk's log says and what it asks for, as far as signatures hold."""
    came = Came()
    rows = desk.log(us, held.id)[:_MOST]
    _ours(held, [row for row in rows if row.side == "sender"], came)
    _theirs(held, [row for row in rows if row.side == "recipient"], them, came)
    asked = desk.changes(us, held.id)[:_MOST] if rows else []
    for one in asked:
        try:
            _request(held, one, them, came)
        except (Unsigned, Malformed) as error:
            came.told.append(f"{printable(one.id[:64])} is not taken: {error}")
    _same(held, set(came.envelopes), came)
    return came


def _ours(held: Record, rows: list[Row], came: Came) -> None:
    """Our own events, as they stand there: each must be one that we hold."""
    known = {one.digest: at for at, one in enumerate(held.chains["sender"])}
    for number, row in enumerate(rows):
        digest = hashlib.sha256(row.bytes).hexdigest()
        if digest in known:
            came.has.add(digest)
        if known.get(digest) == number:
            continue
        try:
            events.opened(row.bytes, held.keys["sender"])
        except (Unsigned, Malformed):
            came.told.append(f"the desk shows as event {number + 1} of ours one that we never "
                             "signed")  # fmt: skip
        else:
            came.told.append(f"the desk shows an event {number + 1} of ours that is not in our "
                             "log here: was handover/ put back from an old copy?")  # fmt: skip


def _theirs(held: Record, rows: list[Row], them: str, came: Came) -> None:
    """The desk's own events: each signed by it, of this transmittal, and none gone that we hold."""
    for number, row in enumerate(rows, 1):
        try:
            one = events.opened(row.bytes, held.keys["recipient"])
        except (Unsigned, Malformed) as error:
            came.told.append(f"event {number} of the desk's log is refused: {error}")
            continue
        if (one.event.source, one.event.transmittal) != (them, held.id):
            came.told.append(f"event {number} of the desk's log is not of {them} about {held.id}")
            continue
        came.answers.append(one)
    there = {one.digest for one in came.answers}
    gone = [one.event.seq for one in held.chains["recipient"] if one.digest not in there]
    if gone:
        came.told.append(f"event {gone[0]} of {them}, which we hold, is not in the desk's log any "
                         "more: it was rewritten")  # fmt: skip


def _request(held: Record, one: Asked, them: str, came: Came) -> None:
    """A request that its asker signed; one that we cannot understand is kept, and told of."""
    envelope = one.envelope.encode("utf-8", "replace")
    if len(envelope) > 2 * LARGEST or not _ID.fullmatch(one.id):
        raise Malformed("it is far too large, or has no name that could be one")
    name = f"{one.id}.{hashlib.sha256(envelope).hexdigest()}.dsse.json"
    try:
        paper = requested.opened(envelope, held.keys["recipient"], one.id)
    except RecipeError as error:
        came.notes.append(f"{one.id} cannot be used: {error}")
    else:
        found = paper.request
        if (found.requested_by, found.transmittal, found.id) != (them, held.id, one.id):
            raise Malformed("it was signed for another transmittal, or under another name")
        if held.sent(found.base_version) is None:
            raise Malformed("it is about a version that we did not send")
        came.papers.append(paper)
        came.states[one.id] = printable(one.state[:40])
    came.envelopes[name] = envelope


def _same(held: Record, there: set[str], came: Came) -> None:
    """A request never changes, and what an event names by its digest is there."""
    old = {path.name for path in (held.root / FOLDER).glob("[!.]*.dsse.json")}
    for name in sorted(old - there):
        id = name.partition(".")[0]
        if any(file.startswith(f"{id}.") for file in there):
            came.told.append(f"{id} is not what was asked before: it was rewritten")
        else:
            came.told.append(f"{id}, which was asked before, is not there any more")
    for one in came.answers:
        for name in requested.named(one.event):
            if name not in there:
                came.told.append(f"event {one.event.seq} asks for {name.partition('.')[0]}, and "
                                 "the desk shows another request, or none")  # fmt: skip
