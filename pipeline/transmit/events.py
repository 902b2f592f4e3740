"""Events: what happened to a transmittal, each signed by who did it, none ever altered.

Each side writes a chain of its own: an event names the digest of its writer's event before it
(`prev_sha256`) and of the last event of the other side that its writer had seen (`seen_sha256`). So
whoever rewrites an old event contradicts what the other side holds; and two events that cross on
their way are no contradiction, since neither had seen the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipeline.transmit import dsse
from pipeline.transmit.contract import Closed, Digest, PeerId
from pipeline.transmit.states import Side, State, step
from pipeline.transmit.strict import Malformed, read

FORMAT = "f2f.event/1"

Link = Annotated[
    str, Meta(pattern=r"^([0-9a-f]{64})?\Z", description="sha256 of an envelope, or ''")
]


class Reason(Closed, frozen=True, kw_only=True):
    """Why, in a code for programs and a sentence for people."""

    code: str
    message: str
    file: str = ""


class Event(Closed, frozen=True, kw_only=True):
    format: Literal["f2f.event/1"] = FORMAT  # type: ignore[assignment]
    source: PeerId
    type: Literal[
        "sent", "received", "accepted", "changes-requested", "declined", "unprocessable",
        "withdrawn",
    ]  # fmt: skip
    time: Annotated[str, Meta(pattern=r"^[0-9-]{10}T[0-9:]{8}Z\Z")]
    transmittal: Annotated[str, Meta(pattern=r"^T-[0-9]{4}-[0-9]{4,9}\Z")]
    version: Annotated[int, Meta(ge=1)]
    tagmanifest_sha256: Digest
    seq: Annotated[int, Meta(ge=1, description="the writer's own count, within the transmittal")]
    prev_sha256: Link = ""
    seen_sha256: Link = ""
    note: str = ""
    reasons: tuple[Reason, ...] = ()


class Signed(Struct, frozen=True):
    """An event with the envelope that it came in."""

    event: Event
    envelope: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.envelope).hexdigest()

    @property
    def name(self) -> str:
        """Its file's name in a log."""
        return f"{self.event.seq:04d}-{self.event.type}.dsse.json"


def sign(event: Event, seed: bytes) -> Signed:
    return Signed(event, dsse.sign(msgspec.json.encode(event), dsse.EVENT, seed))


def opened(envelope: bytes, keys: Mapping[str, bytes]) -> Signed:
    """An event whose signature holds. Raises Unsigned or Malformed."""
    event = _read(dsse.payload(envelope, dsse.EVENT, keys))
    dsse.check_date(envelope, event.time, keys)
    return Signed(event, envelope)


def peek(envelope: bytes) -> Event:
    """What an event says of itself, believed by nobody yet. Raises Unsigned or Malformed."""
    return _read(dsse.opened(envelope, dsse.EVENT)[1])


def _read(payload: bytes) -> Event:
    return read(payload, Event)


# -- chains ----------------------------------------------------------------------------------------


def faults(own: list[Signed], other: list[Signed]) -> list[str]:
    """What is wrong with one side's chain, as it stands, given the other's."""
    found = []
    places = {one.digest: at for at, one in enumerate(other)}
    prev, seen_before, transmittal = "", -1, own[0].event.transmittal if own else ""
    for number, one in enumerate(own, 1):
        event = one.event
        if event.seq != number:
            found.append(f"event {number} of {event.source} is missing")
            break
        if event.prev_sha256 != prev:
            found.append(f"event {number} of {event.source} does not follow the one before it: "
                         "one of the two was rewritten")  # fmt: skip
        if event.transmittal != transmittal:
            found.append(f"event {number} of {event.source} is of another transmittal")
        if event.seen_sha256 and event.seen_sha256 not in places:
            found.append(f"event {number} of {event.source} answers an event that is not here")
        seen = places.get(event.seen_sha256, -1)
        if seen < seen_before:
            found.append(f"event {number} of {event.source} has unseen what it saw before")
        prev, seen_before = one.digest, max(seen, seen_before)
    return found


class Standing(Struct):
    """Where the versions of a transmittal stand. An event that could not happen any more when it
    arrived, because the other side's had crossed it, is void: kept, and without effect."""

    versions: dict[int, State]
    void: list[Signed]

    @property
    def latest(self) -> int:
        return max(self.versions, default=0)


def standing(sender: list[Signed], recipient: list[Signed]) -> Standing:
    """Both chains in one order, the same on either side: an event comes after all that its writer
    had seen, and of two that cross each other the recipient's comes first."""
    found = Standing({}, [])
    for side, one in _ordered(sender, recipient):
        event, versions = one.event, found.versions
        state = versions.get(event.version, "draft")
        after = step(state, event.type, side)
        if after is None:
            found.void.append(one)
            continue
        versions[event.version] = after
        if event.type == "sent":
            for older in [version for version in versions if version < event.version]:
                versions[older] = step(versions[older], "superseded", side) or versions[older]
    return found


def _ordered(sender: list[Signed], recipient: list[Signed]) -> Iterable[tuple[Side, Signed]]:
    chains: tuple[tuple[Side, list[Signed]], ...] = (("recipient", recipient), ("sender", sender))
    placed: set[str] = set()
    at: dict[Side, int] = {"recipient": 0, "sender": 0}
    while True:
        for side, chain in chains:
            if at[side] < len(chain):
                one = chain[at[side]]
                if not one.event.seen_sha256 or one.event.seen_sha256 in placed:
                    at[side] += 1
                    placed.add(one.digest)
                    yield side, one
                    break
        else:
            return  # what is left answers events that are not here yet


__all__ = ["Event", "Malformed", "Reason", "Signed", "Standing", "faults", "opened", "peek", "sign"]
