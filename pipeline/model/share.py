"""Shares: which volumes of a book an operation is given, where two hands divide them.

A share is a book of its own with some of the volumes. All that its operations have to know of the
others is how many stand before it and that there are any.
"""

from __future__ import annotations

from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.manuscript import Division, Manuscript


class Share(Struct, frozen=True):
    """Some volumes that follow each other."""

    first: int = 1  # the number of the first of them
    of: int = 0  # how many the whole book has; 0 where the book at hand is the whole

    @property
    def is_whole(self) -> bool:
        return not self.of


WHOLE = Share()


Half = tuple[Share, Manuscript]


def volumes(divisions: tuple[Division, ...]) -> list[tuple[Division, ...]]:
    """The top divisions of a book, those of each volume together; all as one where there are none.
    What stands before the first volume goes with it, and what stands between two with the one
    before."""
    groups: list[list[Division]] = [[]]
    begun = False
    for top in divisions:
        if top.kind == "volume" and begun:
            groups.append([])
        begun = begun or top.kind == "volume"
        groups[-1].append(top)
    return [tuple(group) for group in groups]


def halved(book: Manuscript) -> tuple[Half, Half]:
    """A book of several volumes as two books of about as many blocks."""
    groups = volumes(book.divisions)
    weights = [sum(map(_blocks, group)) for group in groups]
    at = min(range(1, len(groups)), key=lambda at: abs(sum(weights[:at]) - sum(weights[at:])))
    return (
        (Share(1, len(groups)), replace(book, divisions=_flat(groups[:at]))),
        (Share(1 + at, len(groups)), replace(book, divisions=_flat(groups[at:]))),
    )


def _flat(groups: list[tuple[Division, ...]]) -> tuple[Division, ...]:
    return tuple(chain.from_iterable(groups))


def _blocks(division: Division) -> int:
    return len(division.blocks) + sum([_blocks(inner) for inner in division.divisions])
