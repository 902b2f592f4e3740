"""The slip: everything that one run of an operation declared, as it is kept in the store."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from pipeline.model.account import Received
from pipeline.model.bench import Bench
from pipeline.model.finding import Finding
from pipeline.model.handoff import (
    Archives,
    Change,
    Deliverables,
    Handoff,
    Merge,
    Posts,
    SetAside,
)
from pipeline.model.manuscript import Manuscript
from pipeline.model.traveler import Size
from pipeline.model.walk import every_division

REDACTION = "redaction"
"""Rules of this name hide what they cut: their `before` is blacked out once it was checked."""


class Slip(Struct, frozen=True, array_like=True):
    step: str
    took: Size
    gave: Size
    received: tuple[Received, ...]  # of the operation that opened the archives
    set_asides: tuple[SetAside, ...]
    merges: tuple[Merge, ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Slip)


def slip(step: str, before: Handoff, after: Handoff, bench: Bench) -> Slip:
    """What the bench gathered, made ready to keep."""
    return Slip(
        step=step,
        took=_size(before),
        gave=_size(after),
        received=_received(before, after, bench),
        set_asides=tuple(bench.set_asides),
        merges=tuple(bench.merges),
        changes=tuple([_blackened(change) for change in bench.changes]),
        findings=tuple(bench.findings),
    )


def _size(handoff: Handoff) -> Size:
    """How much a handoff holds."""
    match handoff:
        case Archives():
            return Size(files=len(handoff.archives))
        case Posts():
            blocks = sum([len(post.blocks) for post in handoff.posts])
            return Size(items=len(handoff.posts), blocks=blocks)
        case Manuscript():
            held = [d for d in every_division(handoff.divisions) if d.blocks]
            return Size(items=len(held), blocks=sum([len(d.blocks) for d in held]))
        case Deliverables():
            return Size(files=len(handoff.files))


def _received(before: Handoff, after: Handoff, bench: Bench) -> tuple[Received, ...]:
    if not (isinstance(before, Archives) and isinstance(after, Posts)):
        return ()
    found = [Received(post.kind, post.id, post.source) for post in after.posts]
    found += [Received(a.kind, a.item, a.source) for a in bench.set_asides]
    found += [Received(m.kind, m.item, m.source) for m in bench.merges]
    return tuple(found)


def _blackened(change: Change) -> Change:
    if not change.rule.startswith(REDACTION):
        return change
    return Change(change.origin, change.rule, "█████", change.after)


def encode(slip: Slip) -> bytes:
    return _encoder.encode(slip)


def decode(data: bytes) -> Slip:
    return _decoder.decode(data)
