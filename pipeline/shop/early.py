"""Early: what a job's first step can do with new archives, done by a mate while the other
operations are loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.handoff import Archive, Archives
from pipeline.shop import routing
from pipeline.shop.hand import WORTH_LOOKING
from pipeline.shop.mate import Gone, Mate, Talk, can_branch
from pipeline.shop.operation import Ahead
from pipeline.shop.routing import Step
from pipeline.shop.stamp import Trace
from pipeline.shop.store import Store

MOST = 64 << 20
"""Bytes of archives, above which two processes would hold too much at once."""


class Early:
    """A mate at the first step; nobody where there is no need of one.

    `archives` are those that were never met as they are now, with the trace of each.
    """

    def __init__(self, step: Step, archives: dict[Path, Trace], store: Store) -> None:
        self.begun: dict[str, Callable[[], Any]] = {}  # by step, as `Hand.begun`
        self._mate: Mate | None = None
        self._found: Any = None
        self._traces = [(str(path), seen) for path, seen in archives.items()]
        begin = _begin(step) if _are_worth_it(list(archives)) else None
        if begin:
            given = Archives(tuple([Archive("", path.name, str(path)) for path in archives]))
            try:
                self._mate = Mate(partial(_tell, begin, given, store))
            except Gone:
                return
            self.begun[step.name] = partial(self._answer, begin.gives)

    def hold_to(self, seen: list[tuple[str, Trace]]) -> None:
        """Give up what was begun with other bytes than those that were digested."""
        if seen != self._traces:
            self.close()

    def close(self) -> None:
        """Let the mate go, whether it was asked or not."""
        mate, self._mate = self._mate, None
        if mate:
            mate.end()

    def _answer(self, kind: type) -> Any:
        """What the mate gave, waited for; None where it came to grief."""
        if self._mate:
            try:
                self._found = msgspec.msgpack.decode(self._mate.told(), type=kind)
            except Gone:
                pass  # it is done in its turn
            finally:
                self.close()
        return self._found


def _begin(step: Step) -> Ahead | None:
    """What a step can begin with. A book's own is loaded once, and not by this."""
    if "/" in step.run or step.run.endswith(".py"):
        return None
    try:
        return routing.loaded(step, None).operation.begin
    except RecipeError:
        return None  # it is told when all are loaded


def _are_worth_it(archives: list[Path]) -> bool:
    size = sum([path.stat().st_size for path in archives if path.is_file()])
    return WORTH_LOOKING <= size <= MOST and can_branch()


def _tell(begin: Ahead, archives: Archives, store: Store, talk: Talk) -> None:
    talk.tell(msgspec.msgpack.encode(begin.run(archives, Bench(store))))
