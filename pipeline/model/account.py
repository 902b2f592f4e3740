"""The account: where every item went, summed by kind, down to the last one."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.handoff import Merge, SetAside


class Received(Struct, frozen=True, array_like=True, gc=False):
    """One item as the reader saw it."""

    kind: str
    item: str
    source: int = 0  # row of the table of sources


class Sum(Struct, frozen=True):
    """One kind of item: `seen = included + set aside + merged`, or it does not balance."""

    kind: str
    seen: int
    included: int
    set_aside: dict[str, int]  # by reason, the largest first
    merged: dict[str, int]  # by why, the largest first

    @property
    def unexplained(self) -> int:
        """Items that were seen and went nowhere; negative where more came out than went in."""
        return self.seen - self.included - sum(self.set_aside.values()) - sum(self.merged.values())


class Account(Struct, frozen=True):
    """All sums, and the lists behind them."""

    sums: tuple[Sum, ...]
    set_asides: tuple[SetAside, ...]
    merges: tuple[Merge, ...]
    lost: tuple[Received, ...] = ()  # the items behind `unexplained`
    archives: dict[str, dict[str, int]] = {}  # what each was seen to hold: digest -> kind -> items

    @property
    def balanced(self) -> bool:
        return not self.lost and all(row.unexplained == 0 for row in self.sums)
