"""Early: a mate who is called before the operations are loaded. It begins with what the job's first
step can do with new archives, loads the operations by itself, and is the shift's mate then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Raw

from pipeline.model.bench import Bench, NextPiece
from pipeline.model.handoff import Archive, Archives
from pipeline.shop import routing
from pipeline.shop.mate import WORTH_CALLING, Gone, Mate, Talk, can_branch
from pipeline.shop.routing import Planned, Step
from pipeline.shop.stamp import Trace
from pipeline.shop.store import Store

if TYPE_CHECKING:
    from pipeline.shop.hand import Hand

T = TypeVar("T")

MOST = 64 << 20
"""Bytes of archives, above which two processes would hold too much at once."""

_NO_MORE = b"\xc0"

Ready = Callable[[], "tuple[Hand, list[Planned]]"]
"""The hand of a job and its plan: all that a mate needs for the rest of it."""


class Early:
    """A mate at the first step; nobody where there is no need of one.

    `archives` are those that were never met as they are now, with the trace of each.
    """

    def __init__(
        self, steps: list[Step], archives: dict[Path, Trace], store: Store, ready: Ready
    ) -> None:
        self.begun: dict[str, NextPiece] = {}  # by step, as `Hand.begun`
        self._mate: Mate | None = None
        self._is_told = False  # whether any piece was told
        self._is_heard = False  # whether all were
        self._is_lent = False
        self._traces = [(str(path), seen) for path, seen in archives.items()]
        if _are_the_shops(steps) and _are_worth_it(list(archives)):
            given = Archives(tuple([Archive("", path.name, str(path)) for path in archives]))
            try:
                self._mate = Mate(partial(_live, steps[0], given, store, ready))
            except Gone:
                return
            self.begun[steps[0].name] = self._next

    def hold_to(self, seen: list[tuple[str, Trace]]) -> None:
        """Give up what was begun with other bytes than those that were digested."""
        if seen != self._traces:
            self.close()

    def lent(self) -> Mate | None:
        """The mate, to go on with, once. What it tells has to be heard out first."""
        was, self._is_lent = self._is_lent, True
        return None if was else self._mate

    def hear_out(self) -> None:
        """Let the pieces go that nobody asked for. Raises Gone."""
        while self._next(Raw) is not None:
            pass

    def close(self) -> None:
        """Let the mate go, whether it was asked or not."""
        mate, self._mate = self._mate, None
        if mate:
            mate.end()

    def _next(self, kind: type[T]) -> T | None:
        """The next piece, waited for; None where there is no more. What was not begun with at all
        is done in its turn, but who has one piece needs the others: raises Gone."""
        if not self._mate or self._is_heard:
            return None
        try:
            said = self._mate.told()
        except Gone:
            self.close()
            if self._is_told:
                raise
            return None
        self._is_told = True
        self._is_heard = said == _NO_MORE
        return None if self._is_heard else msgspec.msgpack.decode(said, type=kind)


def _are_the_shops(steps: list[Step]) -> bool:
    """Whether no step is a book's own: such a one is loaded once, and not by a mate as well."""
    return not any("/" in step.run or step.run.endswith(".py") for step in steps)


def _are_worth_it(archives: list[Path]) -> bool:
    size = sum([path.stat().st_size for path in archives if path.is_file()])
    return WORTH_CALLING <= size <= MOST and can_branch()


def _live(step: Step, archives: Archives, store: Store, ready: Ready, talk: Talk) -> None:
    begin = routing.loaded(step, None).operation.begin
    for piece in begin.run(archives, Bench(store)) if begin else ():
        talk.tell(msgspec.msgpack.encode(piece))
    talk.tell(_NO_MORE)
    hand, plan = ready()
    from pipeline.shop.crew import stand_by

    stand_by(hand, plan, talk)
