"""The slip: everything that one run of an operation declared, as it is kept in the store."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from pipeline.model.account import Received
from pipeline.model.bench import Bench
from pipeline.model.codec import array
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

    @property
    def changed(self) -> int:
        """How many changes it declares."""
        return len(self.changes)


class Sheaf(Struct, frozen=True, array_like=True):
    """Changes that are encoded one behind the other."""

    count: int
    items: tuple[memoryview, ...]


class Sealed(Struct, frozen=True, array_like=True):
    """A slip whose changes are encoded already: there can be many, and while a book is made nobody
    reads them."""

    step: str
    took: Size
    gave: Size
    received: tuple[Received, ...]
    set_asides: tuple[SetAside, ...]
    merges: tuple[Merge, ...]
    changes: Sheaf
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> int:
        """How many changes it declares."""
        return self.changes.count


Written = Slip | Sealed

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


def encode(slip: Written) -> list[bytes | memoryview]:
    """The bytes of a slip, in parts: the same bytes whether it is sealed or not."""
    if isinstance(slip, Slip):
        return [_encoder.encode(slip)]
    *before, sheaf, findings = [getattr(slip, name) for name in Slip.__struct_fields__]
    opening = [array(len(before) + 2), *map(_encoder.encode, before), array(sheaf.count)]
    return [b"".join(opening), *sheaf.items, _encoder.encode(findings)]


def decode(data: bytes) -> Slip:
    return _decoder.decode(data)


# -- sealed slips ----------------------------------------------------------------------------------


def sealed(slip: Slip) -> Sealed:
    """A slip whose changes nobody has to read any more."""
    count = len(slip.changes)
    items = memoryview(_encoder.encode(slip.changes))[len(array(count)) :]
    return Sealed(
        slip.step, slip.took, slip.gave, slip.received, slip.set_asides, slip.merges,
        Sheaf(count, (items,)), slip.findings,
    )  # fmt: skip


def joined(one: Sealed, other: Sealed) -> Sealed:
    """What two hands declared at a step, in their order, as one."""
    return Sealed(
        step=one.step,
        took=_sum(one.took, other.took),
        gave=_sum(one.gave, other.gave),
        received=one.received + other.received,
        set_asides=one.set_asides + other.set_asides,
        merges=one.merges + other.merges,
        changes=Sheaf(
            one.changes.count + other.changes.count, one.changes.items + other.changes.items
        ),
        findings=one.findings + other.findings,
    )


def _sum(one: Size, other: Size) -> Size:
    return Size(
        items=one.items + other.items,
        blocks=one.blocks + other.blocks,
        words=one.words + other.words,
        files=one.files + other.files,
    )
