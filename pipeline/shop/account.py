"""Drawing up the account from the slips of a job and from what its book holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.model.account import Account, Received, Sum
from pipeline.model.handoff import Handoff, Merge, Posts, SetAside
from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import anchor
from pipeline.model.walk import every, every_division
from pipeline.shop.slip import Written


def draw_up(slips: Iterable[Written], last: Handoff) -> Account:
    """Where every item went: what was set aside or merged on the way, and what the book holds."""
    slips = list(slips)
    received = [r for s in slips for r in s.received]
    set_asides = [a for s in slips for a in s.set_asides]
    merges = [m for s in slips for m in s.merges]
    ways = _Ways(set_asides, merges, _held(last))
    sums: defaultdict[str, _Tally] = defaultdict(_Tally)
    lost: list[Received] = []
    for item in received:
        tally = sums[item.kind]
        tally.seen += 1
        if not ways.place(item, tally):
            lost.append(item)
    rows = tuple([tally.sum(kind) for kind, tally in sorted(sums.items())])
    held = _by_archive(received, last)
    return Account(rows, tuple(set_asides), tuple(merges), tuple(lost), held)


def _by_archive(received: Iterable[Received], last: Handoff) -> dict[str, dict[str, int]]:
    """How many items of each kind each archive was seen to hold."""
    if not isinstance(last, Manuscript | Posts):
        return {}
    digests = [source.digest for source in last.sources]
    found: dict[str, Counter[str]] = {digest: Counter() for digest in digests}
    for item in received:
        if 0 <= item.source < len(digests):
            found[digests[item.source]][item.kind] += 1
    return {digest: dict(counts) for digest, counts in found.items()}


def whereabouts(slips: Iterable[Written], last: Handoff) -> dict[tuple[str, str], str]:
    """Where each item went, by kind and id: "" for into the book, or why it is not there. Of an
    item that came twice, where the one went that is in the book."""
    slips = list(slips)
    ways = _Ways(
        [a for s in slips for a in s.set_asides], [m for s in slips for m in s.merges], _held(last)
    )
    found: dict[tuple[str, str], str] = {}
    for item in [received for slip in slips for received in slip.received]:
        way = ways.way(item)
        key = (item.kind, item.item)
        found[key] = way if found.get(key, way) else ""
    return found


class _Ways:
    """Where items went. What an archive holds twice went two ways, each of which counts once."""

    def __init__(
        self, set_asides: Iterable[SetAside], merges: Iterable[Merge], held: set[str]
    ) -> None:
        self.aside: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.merged: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.held = held
        for aside in set_asides:
            self.aside[aside.kind, aside.item].append(aside.reason)
        for merge in merges:
            self.merged[merge.kind, merge.item].append(merge.why)

    def way(self, item: Received) -> str:
        """Why an item is not in the book; "" when it is."""
        tally = _Tally()
        self.place(item, tally)
        reasons = [*tally.set_aside, *[f"merged: {why}" for why in tally.merged]]
        return reasons[0] if reasons else "" if tally.included else "lost"

    def place(self, item: Received, tally: _Tally) -> bool:
        """Count one item where it went; False when it went nowhere."""
        key = (item.kind, item.item)
        if reasons := self.aside.get(key):
            tally.set_aside[reasons.pop()] += 1
        elif whys := self.merged.get(key):
            # An item merged into one that was later set aside went where that one went.
            tally.merged[whys.pop()] += 1
        elif item.item in self.held or anchor(item.item) in self.held:
            tally.included += 1
        else:
            return False
        return True


class _Tally:
    def __init__(self) -> None:
        self.seen = self.included = 0
        self.set_aside: Counter[str] = Counter()
        self.merged: Counter[str] = Counter()

    def sum(self, kind: str) -> Sum:
        return Sum(
            kind, self.seen, self.included, _ordered(self.set_aside), _ordered(self.merged)
        )  # fmt: skip


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _held(last: Handoff) -> set[str]:
    """The items, and the anchors of divisions, that a manuscript holds."""
    if not isinstance(last, Manuscript):
        return {post.id for post in getattr(last, "posts", ())}
    held: set[str] = set()
    for division in every_division(last.divisions):
        held.add(division.id)
        held.update([origin.item for origin in division.origin])
        for block in division.blocks:
            if block.origin:
                held.add(block.origin[0].item)
            else:
                held.update([b.origin[0].item for b in every((block,)) if b.origin])
    return held
