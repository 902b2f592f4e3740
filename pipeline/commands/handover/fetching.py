"""`bookworks fetch`, and `bookworks transmit` by HTTP: a publisher's desk at the other end.

A version goes to the desk file by file, and only what the desk lacks. Receipts, decisions and
change requests come back into handover/, each verified before a byte of it is kept.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.commands.change import answers
from pipeline.commands.handover import keys, over_http, record, requested, sending, tokens
from pipeline.commands.handover.over_http import Came
from pipeline.commands.handover.record import Record
from pipeline.commands.handover.verifying import printable
from pipeline.commands.make import watching
from pipeline.model.errors import BookworksError, Refused, UsageError, nearest
from pipeline.shop import recipe
from pipeline.shop.places import Places
from pipeline.transmit import courier
from pipeline.transmit.change import Request
from pipeline.transmit.courier import Courier
from pipeline.transmit.keyring import Known
from pipeline.transmit.parcel import Unreadable
from pipeline.transmit.strict import Malformed

_TALK = "look into this with the peer, by telephone"


class Said(Struct, frozen=True):
    """What the words of the command say; what they leave open, the recipe says, then the peer."""

    to: str = ""
    by: str = ""
    desk: str = ""  # its address
    token: str = ""  # a file


def transmit(book: str, said: Said, places: Places, *, quiet: bool) -> dict[str, Any]:
    """Send a book's next version by the carrier that was named."""
    wanted = recipe.Handover()
    if places.has(book):
        wanted = recipe.read(places.recipe(book)).recipe.transmit
    other = sending.recipient(said.to or wanted.to)
    by = said.by or ("http" if said.desk else "any" if said.to else wanted.by)
    if by == "any":
        by = "folder" if other.folder else "http" if other.desk else "zip"
    return sending.transmit(
        book, other.peer.peer_id, places, quiet=quiet, by=_carrier(by, other, said, quiet)
    )


def pin(url: str) -> dict[str, Any]:
    """Take the shop whose desk is there among the peers that we know."""
    keys.check_address(url)
    with over_http.reached(url):
        try:
            one = courier.introduced(url)
        except Malformed as error:
            raise UsageError(f"no shop is introduced there: {error}", file=url) from error
    return keys.take(one, "", url)


def _carrier(by: str, other: Known, said: Said, quiet: bool) -> sending.Carrier:
    id = other.peer.peer_id
    if by == "http":
        url = said.desk or other.desk
        if not url:
            todo = f'name it with --desk URL, or add desk = "URL" to {keys.folder() / keys.PEERS}'
            raise UsageError(f"where the desk of {id} is was never said", todo=todo)
        return ByHttp(over_http.to_desk(url, tokens.of_peer(id, said.token)), url, quiet)
    if by == "folder" and not other.folder:
        todo = f'add folder = "DIR" to {keys.folder() / keys.PEERS}, or send it by http or zip'
        raise UsageError(f"no folder is shared with {id}", todo=todo)
    return sending.ByHand(by == "folder")


class ByHttp(Struct):
    """A desk, as a carrier."""

    desk: Courier
    url: str
    quiet: bool = True
    came: Came | None = None

    def collect(self, held_now: Record, other: Known) -> tuple[list[str], list[str]]:
        """Nothing is sent to a desk whose log contradicts ours. Raises Refused."""
        told = self.fetched(held_now, other)
        if told:
            raise Refused(
                "the desk does not hold what was said before", file=self.url,
                cause="; ".join(told[:5]), todo=_TALK,
            )  # fmt: skip
        return [], self.came.notes if self.came else []

    def fetched(self, held_now: Record, other: Known) -> list[str]:
        """Take in what the desk says. What of it cannot be, in sentences; then nothing is."""
        us, them = keys.ours().peer_id, other.peer.peer_id
        with over_http.reached(self.url):
            self.came = over_http.arrived(held_now, self.desk, us, them)
        return self.came.told or _taken(held_now, self.came)

    def take_back(self, held_now: Record) -> None:
        """Bring what was withdrawn since, of versions that are there."""
        assert self.came is not None
        with over_http.reached(self.url):
            over_http.bring(held_now, self.desk, self.came.has, files=False)

    def send(self, held_now: Record, other: Known, number: int) -> dict[str, Any]:
        assert self.came is not None
        try:
            with over_http.reached(self.url), watching(self.quiet) as watch:
                moved = over_http.bring(held_now, self.desk, self.came.has, watch=watch)
        except Unreadable as error:
            raise BookworksError(str(error), file=str(held_now.version(number))) from error
        told = self.fetched(held_now, other)
        if told:
            raise Refused(
                "the desk's answer proves nothing", file=self.url, cause="; ".join(told[:5]),
                todo=_TALK,
            )  # fmt: skip
        found = sending.outcome(held_now, other, number)
        last = held_now.chains["recipient"][-1:]
        return {
            **found, "by": "http", "place": self.url,
            "sent_files": moved.sent, "held_files": moved.held, "sent_bytes": moved.bytes,
            "reasons": [printable(one.message) for event in last for one in event.event.reasons
                        if found["state"] == "unprocessable"],
        }  # fmt: skip


def _taken(held_now: Record, came: Came) -> list[str]:
    """Events with the requests that they name, and those that none names yet: all, or nothing."""
    with tempfile.TemporaryDirectory() as room:
        for name, envelope in came.envelopes.items():
            (Path(room) / name).write_bytes(envelope)
        found = requested.take(held_now, came.answers, (Path(room),))
    if not found.told:
        requested.keep(held_now, came.papers)
    notes = [one.splitlines()[0] for one in (*came.notes, *found.notes)]
    came.notes = list(dict.fromkeys(notes))
    return found.told


# -- the way back ----------------------------------------------------------------------------------


def fetch(of: str, said: Said, places: Places) -> dict[str, Any]:
    """Ask the desks what became of what was sent to them: of a book, of a peer, or of all.

    A desk that does not answer, or for which there is no token, is told of; the others are asked.
    """
    rows: list[dict[str, Any]] = []
    with sending.held(places):
        wanted = _wanted(of, said, places)
        alone = len({other.peer.peer_id for _, other in wanted}) == 1
        for root, other in wanted:
            held_now = record.load(root, keys.ours(), other.peer)
            rows.append(_fetched(held_now, other, said, places, alone=alone))
    return {"transmittals": rows, "exit_code": max([_code(row) for row in rows], default=0)}


def _wanted(of: str, said: Said, places: Places) -> list[tuple[Path, Known]]:
    """What was sent to peers that have a desk. Raises UsageError where nothing was meant."""
    known = keys.known()
    roots = [root for root in record.records(places.root / sending.SENT)
             if root.parent.name in known]  # fmt: skip
    found = [root for root in roots if of in ("", root.name, root.parent.name, record.book(root))]
    if of and not found:
        names = {name for root in roots for name in (root.parent.name, record.book(root))}
        raise UsageError(f"nothing was sent of or to '{of}'", todo=nearest(of, names))
    rows = [(root, known[root.parent.name]) for root in found]
    at_desks = [(root, other) for root, other in rows if said.desk or other.desk]
    if rows and not at_desks:
        todo = f'name it with --desk URL, or add desk = "URL" to {keys.folder() / keys.PEERS}'
        raise UsageError("no desk of these peers is known", todo=todo)
    return at_desks


def _code(row: dict[str, Any]) -> int:
    return 6 if row["incidents"] else 1 if row["failed"] else 0


def _fetched(
    held_now: Record, other: Known, said: Said, places: Places, *, alone: bool
) -> dict[str, Any]:
    before = len(held_now.chains["recipient"])
    told, failed, came = [], "", Came()
    try:
        url = said.desk or other.desk
        token = tokens.of_peer(other.peer.peer_id, said.token, alone=alone)
        way = ByHttp(over_http.to_desk(url, token), url)
        told = way.fetched(held_now, other)
        came = way.came or came
        if not told:
            way.take_back(held_now)
    except BookworksError as error:
        failed = f"{error.message}{f' ({error.cause})' if error.cause else ''}"
        failed += f"; {error.todo}" if error.todo else ""
    book = record.book(held_now.root)
    new = [one.event for one in held_now.chains["recipient"][before:]]
    latest = held_now.standing.latest
    return {
        "transmittal": held_now.id, "book": book, "to": other.peer.peer_id, "version": latest,
        "state": held_now.standing.versions.get(latest, "draft"),
        "new": [{"type": one.type, "version": one.version, "note": one.note,
                 "reasons": [reason.message for reason in one.reasons]} for one in new],
        "requests": [_asked(one.request, came, book, places) for one in came.papers
                     if not told],
        "incidents": told, "notes": [] if told else came.notes, "failed": failed,
    }  # fmt: skip


def _asked(one: Request, came: Came, book: str, places: Places) -> dict[str, Any]:
    """A request: what it says, where it stands at the desk, and what we answered."""
    known = answers.find(book, one, places) if places.has(book) else None
    ours = known.answer.status if known and known.request == one else ""
    return {
        "id": one.id, "kind": one.kind, "version": one.base_version, "blocking": one.blocking,
        "due": one.due, "rationale": one.rationale, "state": came.states[one.id], "answer": ours,
    }  # fmt: skip


# -- words -----------------------------------------------------------------------------------------


def text(found: dict[str, Any]) -> str:
    lines = [line for row in found["transmittals"] for line in _lines(row)]
    return "\n".join(lines) or "Nothing was sent to a desk yet."


def _lines(row: dict[str, Any]) -> list[str]:
    name = f"{row['transmittal']} v{row['version']}"
    lines = [f"{name}  {row['state']:<18}{row['book']} to {row['to']}"]
    for one in row["new"]:
        lines.append(f"  new: version {one['version']} is {one['type']}")
        lines += [f"    {printable(said)}" for said in one["note"].splitlines() if said.strip()]
        if one["type"] == "unprocessable":
            lines += [f"    {printable(said)}" for said in one["reasons"]]
    for one in row["requests"]:
        lines += _request_lines(one, row["book"])
    if row["failed"]:
        lines.append(f"  not reached: {printable(row['failed'])}")
    lines += [f"  {printable(one)}" for one in row["notes"]]
    lines += [f"  Refused: {one}" for one in row["incidents"]]
    return [*lines, *([f"  Nothing was taken in. {_TALK.capitalize()}."] * bool(row["incidents"]))]


def _request_lines(one: dict[str, Any], book: str) -> list[str]:
    grave = ", before anything is accepted" if one["blocking"] else ""
    due = f", by {one['due']}" if one["due"] else ""
    ours = f"; we answered: {one['answer']}" if one["answer"] else ""
    lines = [f"  {one['id']}  {one['kind']}, to version {one['version']}{due}{grave}: "
             f"{one['state']}{ours}"]  # fmt: skip
    lines += [f"    {printable(said)}" for said in one["rationale"].splitlines() if said.strip()]
    if not one["answer"] and one["state"] in ("open", "reopened", "agreed"):
        lines.append(f"    bookworks apply {book} {one['id']}")
    return lines
