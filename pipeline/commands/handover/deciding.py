"""`bookworks accept`, `decline`, `ask` and `withdraw`: what a side decides on a version, signed.

The event is kept first, then laid in the shared folder. After a kill between the two the same
command lays it there, and signs no second one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pipeline.commands.handover import keys, record, requested, sending, shared
from pipeline.commands.handover.receiving import RECEIVED
from pipeline.commands.handover.record import Record
from pipeline.commands.handover.requested import Paper
from pipeline.model.errors import Refused, UsageError, nearest
from pipeline.shop.places import Places
from pipeline.transmit import events
from pipeline.transmit.change_reading import LARGEST, read
from pipeline.transmit.events import Event, Signed
from pipeline.transmit.keyring import Known
from pipeline.transmit.states import TABLE, Side, State, step

Decision = Literal["accepted", "declined", "changes-requested", "withdrawn"]
_SIDE: dict[Decision, Side] = {
    "accepted": "recipient", "declined": "recipient", "changes-requested": "recipient",
    "withdrawn": "sender",
}  # fmt: skip
_VERBS: dict[str, str] = {
    "accepted": "accept",
    "declined": "decline",
    "changes-requested": "ask",
    "withdrawn": "withdraw",
}
_TODO: dict[State, str] = {
    "sent": "receive it first: bookworks receive",
    "superseded": "decide on the version that took its place",
    "accepted": "accepted is final: whoever wants more asks for a new version",
    "declined": "declined is final: a new transmittal begins anew",
    "withdrawn": "its sender took it back; wait for the next version",
    "unprocessable": "it could not be used; wait for the next version",
}


class Said(Struct, frozen=True, kw_only=True):
    """What is decided, on what, and why."""

    decision: Decision
    name: str  # T-2026-0001, or PEER/T-2026-0001
    version: int = 0  # the latest, if left out
    why: str = ""
    requests: tuple[str, ...] = ()  # the files of what is asked for


def decide(said: Said, places: Places) -> dict[str, Any]:
    """Sign a decision and send it. Raises Refused where the table of states forbids it."""
    side, seed = _SIDE[said.decision], keys.seed()
    if said.decision == "declined" and not said.why.strip():
        raise UsageError("whoever is declined is told why", todo="give a sentence with --why")
    with sending.held(places):
        held_now, other = _found(said.name, side, places)
        _news(held_now, other, side)
        number = said.version or held_now.standing.latest
        sent = held_now.sent(number)
        if sent is None:
            raise UsageError(f"{held_now.id} has no version {number} here", todo="see --version")
        papers = [_paper(path, sent.event, seed) for path in said.requests]
        one = _last(held_now, side, number, said.decision, papers)
        if one is None:
            _check(held_now, side, number, said, papers)
            requested.keep(held_now, papers)
            one = _signed(held_now, side, sent.event, said, papers, seed)
            held_now.keep(side, [one])
        where = _sent(held_now, other, side, one)
    return {
        "transmittal": held_now.id, "version": number, "decision": said.decision, "why": said.why,
        "peer": other.peer.peer_id, "requests": [paper.request.id for paper in papers], **where,
    }  # fmt: skip


# -- on what ---------------------------------------------------------------------------------------


def _found(name: str, side: Side, places: Places) -> tuple[Record, Known]:
    """The transmittal that is meant, among those that came, or those that we sent."""
    folder = places.root / (RECEIVED if side == "recipient" else sending.SENT)
    every = [(root.parent.name, root) for root in record.records(folder)]
    found = [(peer, root) for peer, root in every if name in (root.name, f"{peer}/{root.name}")]
    if len(found) > 1:
        several = ", ".join([f"{peer}/{root.name}" for peer, root in found])
        raise UsageError(f"several peers have a {name}", todo=f"say which: {several}")
    if not found:
        what = "nothing that came" if side == "recipient" else "nothing that you sent"
        todo = nearest(name, [root.name for _, root in every])
        raise UsageError(f"{what} is called '{name}'", todo=todo)
    ((peer, root),) = found
    other, own = keys.pinned(peer), keys.ours()
    sides = (other.peer, own) if side == "recipient" else (own, other.peer)
    return record.load(root, *sides), other


def _news(held_now: Record, other: Known, side: Side) -> None:
    """Nobody decides on what the folder knows better: the other side's events first."""
    if not other.folder:
        return
    if side == "sender":
        told = sending.collected(held_now, other).told
    else:
        place = shared.room(Path(other.folder), "sender", keys.ours().peer_id)
        new, told = held_now.following("sender", shared.arrived(place, held_now, "sender")[0])
        held_now.keep("sender", new if not told else [])
    if told:
        raise Refused(told[0], file=held_now.id, todo="look into this with the peer")


def _paper(path: str, sent: Event, seed: bytes) -> Paper:
    """A request as it goes over: to this transmittal, on this version, signed."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(
            "this request cannot be read", file=path, cause=error.strerror or "",
            todo="give the path of a file that `bookworks change` wrote",
        ) from error  # fmt: skip
    one = read(data, path)
    if one.requested_by != keys.ours().peer_id:
        said = f"it is asked for by {one.requested_by}, and you are {keys.ours().peer_id}"
        raise UsageError(said, file=path, place="/requested_by")
    if one.transmittal not in ("draft", sent.transmittal):
        raise UsageError(f"it is about {one.transmittal}", file=path, place="/transmittal")
    if one.base_version not in (0, sent.version):
        said = f"it is about version {one.base_version}, not {sent.version}"
        raise UsageError(said, file=path, place="/base_version")
    whole = replace(one, transmittal=sent.transmittal, base_version=sent.version)
    return requested.signed(whole, seed)


# -- whether it can be -----------------------------------------------------------------------------


def _last(
    held_now: Record, side: Side, number: int, decision: str, papers: list[Paper]
) -> Signed | None:
    """Our last event, if it is this very decision: said once, however often the command runs."""
    one = held_now.chains[side][-1] if held_now.chains[side] else None
    if one is None or (one.event.type, one.event.version) != (decision, number):
        return None
    return one if requested.named(one.event) == [paper.name for paper in papers] else None


def _check(held_now: Record, side: Side, number: int, said: Said, papers: list[Paper]) -> None:
    """Raises Refused for what cannot be decided of a version that stands as this does."""
    state = held_now.standing.versions[number]
    if step(state, said.decision, side) is None:
        can = [_VERBS[event] for event, who in TABLE[state].items()
               if who == side and event in _VERBS]  # fmt: skip
        todo = f"what can be done: {', '.join(can)}" if can else _TODO.get(state, "")
        told = f"version {number} is {state}, so it cannot be {said.decision} now"
        raise Refused(told, file=held_now.id, todo=todo)
    if said.decision == "changes-requested":
        _check_ids(held_now, papers)
    blocking = [one.request.id for one in requested.kept(held_now)
                if one.request.blocking and one.request.base_version == number]  # fmt: skip
    if said.decision == "accepted" and blocking and not said.why.strip():
        told = f"{', '.join(blocking)} was to be done before anything is accepted"
        todo = "wait for the next version, or say with --why what makes it good after all"
        raise Refused(told, file=held_now.id, todo=todo)


def _check_ids(held_now: Record, papers: list[Paper]) -> None:
    """One name, one request: an answer names nothing but the id."""
    if not papers:
        raise UsageError("nothing is asked for", todo="name the files that `bookworks change` made")
    before = [one.request.id for one in requested.kept(held_now)]
    for paper in papers:
        if paper.request.id in before:
            said = f"{paper.request.id} was asked before"
            raise Refused(said, file=held_now.id, todo="give the new request an id of its own")
        before.append(paper.request.id)


def _signed(
    held_now: Record, side: Side, sent: Event, said: Said, papers: list[Paper], seed: bytes
) -> Signed:
    reasons = [msgspec.to_builtins(paper.reason) for paper in papers]
    event = record.event(held_now, side, keys.ours().peer_id, sending.now(), sent,
                         type=said.decision, note=said.why.strip(), reasons=reasons)  # fmt: skip
    return events.sign(event, seed)


def _sent(held_now: Record, other: Known, side: Side, one: Signed) -> dict[str, Any]:
    """Where the peer finds it; without a shared folder, the files to send."""
    if other.folder:
        recipient = keys.ours() if side == "recipient" else other.peer
        place = shared.room(Path(other.folder), side, recipient.peer_id)
        shared.post(place, held_now, side)
        return {"shared": True, "files": []}
    files = [held_now.root / "events" / side / one.name]
    files += [held_now.root / requested.FOLDER / name for name in requested.named(one.event)]
    at_desk = other.desk if side == "sender" else ""
    return {"shared": False, "files": [] if at_desk else [str(path) for path in files],
            "desk": at_desk}  # fmt: skip


# -- words -----------------------------------------------------------------------------------------


def text(found: dict[str, Any]) -> str:
    asked = ", ".join(found["requests"])
    lines = [f"{found['transmittal']}, version {found['version']}: {found['decision']}"
             + (f" ({asked})." if asked else ".")]  # fmt: skip
    lines += [f"  {found['why']}"] if found["why"] else []
    if found["shared"]:
        lines.append(f"  {found['peer']} finds it in the shared folder.")
    lines += ["  bookworks fetch takes it to their desk."] if found.get("desk") else []
    lines += [f"  send {found['peer']} this file: {path}" for path in found["files"]]
    return "\n".join(lines)
