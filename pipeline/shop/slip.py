"""The slip: everything that one run of an operation declared, as it is kept in the store."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from pipeline.model.account import Received
from pipeline.model.bench import Bench
from pipeline.model.finding import Finding
from pipeline.model.handoff import Change, Merge, SetAside
from pipeline.model.traveler import Size

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


def slip(step: str, bench: Bench, took: Size, gave: Size, received: tuple[Received, ...]) -> Slip:
    """What the bench gathered, made ready to keep."""
    changes = tuple([_blackened(change) for change in bench.changes])
    return Slip(
        step, took, gave, received, tuple(bench.set_asides), tuple(bench.merges), changes,
        tuple(bench.findings),
    )  # fmt: skip


def _blackened(change: Change) -> Change:
    if not change.rule.startswith(REDACTION):
        return change
    return Change(change.origin, change.rule, "█████", change.after)


def encode(slip: Slip) -> bytes:
    return _encoder.encode(slip)


def decode(data: bytes) -> Slip:
    return _decoder.decode(data)
