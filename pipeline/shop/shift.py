"""The shift: who works at a job besides this process. The mate is called before there is much to
hold in memory, if it was not called early already: it scouts the archives while they are read, and
is a crew's second hand afterwards.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from pipeline.model.handoff import Archives, Handoff
from pipeline.model.manuscript import Manuscript
from pipeline.shop.crew import Crew, Scouting, shared, stand_by
from pipeline.shop.early import Early
from pipeline.shop.hand import Hand
from pipeline.shop.mate import Gone, Mate
from pipeline.shop.routing import Planned


class Shift:
    def __init__(self, hand: Hand, plan: list[Planned], early: Early | None = None) -> None:
        self.hand = hand
        self.plan = plan
        self._early = early
        self.crew: Crew | None = None
        self._mate: Mate | None = None
        self._untold: list[Planned] = []  # for which the mate scouts
        self._found: dict[str, Any] = {}  # what it told of them, by step
        self._is_over = False

    def scout(self, archives: Handoff) -> None:
        """Have what steps can find out from the archives alone found out beside the reading."""
        if self._is_over or not self.hand.may_scout(archives):
            return
        assert isinstance(archives, Archives)
        self._call([one for one in self.plan if _looks_at_archives(one)], archives)

    def gather(self, first: Planned, book: Handoff) -> None:
        """Call a crew together, where the steps from the first one on are for two.

        Raises mate.Gone.
        """
        if self._is_over or not isinstance(book, Manuscript):
            return
        task = shared(self.plan[self.plan.index(first) :], self.hand, book)
        if not task:
            return
        self._hear_out()
        if not self._mate:
            self._call([], Archives(()))
        if self._mate:
            self.crew = Crew(self.hand, book, task, self._mate)
            for planned in task.ahead:
                self.hand.found[planned.step.name] = partial(self.crew.foreseen, planned)

    def does(self, planned: Planned) -> bool:
        """Whether a step is one of the crew's."""
        return self.crew is not None and self.crew.does(planned)

    def dismiss(self) -> None:
        """Let the crew go: what is left is done here."""
        crew, self.crew = self.crew, None
        if crew:
            self._let_go()
            for planned in crew.task.ahead:
                self.hand.found.pop(planned.step.name, None)

    def end(self) -> None:
        """Let everybody go, and call nobody again."""
        self._is_over = True
        self.dismiss()
        self._let_go()

    # -- the mate ----------------------------------------------------------------------------------

    def _call(self, scouts: list[Planned], archives: Archives) -> None:
        """Call the mate, or have the one go on who was called early. Where the system has no room
        for it, all is done here in its turn."""
        try:
            early = self._early.lent() if self._early else None
            self._mate = early or Mate(partial(stand_by, self.hand, self.plan))
            names = [planned.step.name for planned in scouts]
            self._mate.say(msgspec.msgpack.encode(Scouting(names, archives)))
        except Gone:
            self._let_go()
            return
        self._untold = scouts
        for planned in scouts:
            self.hand.found[planned.step.name] = partial(self._scouted, planned)

    def _scouted(self, planned: Planned) -> Any:
        """What the mate found out for a step; where it came to grief, this process does."""
        self._hear_out()
        found = self._found.get(planned.step.name)
        return self.hand.foreseen(planned) if found is None else found

    def _hear_out(self) -> None:
        """Take in what the mate found out as a scout."""
        untold, self._untold = self._untold, []
        try:
            if self._early:
                self._early.hear_out()
            for planned in untold:
                assert self._mate
                assert planned.operation.ahead
                kind = planned.operation.ahead.gives
                told = self._mate.told()
                self._found[planned.step.name] = msgspec.msgpack.decode(told, type=kind)
        except Gone:
            self._let_go()

    def _let_go(self) -> None:
        mate, self._mate = self._mate, None
        self._untold = []
        if mate:
            mate.end()


def _looks_at_archives(planned: Planned) -> bool:
    ahead = planned.operation.ahead
    return ahead is not None and ahead.takes is Archives
