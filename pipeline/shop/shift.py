"""The shift: who works at a job besides this process. Scouts, who look at the archives while they
are read, and a crew's second hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.model.handoff import Archives, Handoff
from pipeline.model.manuscript import Manuscript
from pipeline.shop.beside import Branch
from pipeline.shop.crew import Crew, shared
from pipeline.shop.hand import Hand
from pipeline.shop.mate import Gone
from pipeline.shop.routing import Planned


class Shift:
    def __init__(self, hand: Hand, plan: list[Planned]) -> None:
        self.hand = hand
        self.plan = plan
        self.crew: Crew | None = None
        self._scouts: list[Branch[Any]] = []
        self._is_over = False

    def scout(self, archives: Handoff) -> None:
        """Have what steps can find out from the archives alone found out beside the reading."""
        if self._is_over or not self.hand.may_scout(archives):
            return
        for planned in self.plan:
            ahead = planned.operation.ahead
            if ahead and ahead.takes is Archives:
                try:
                    scout = Branch(partial(self.hand.foreseen, planned), ahead.gives)
                except Gone:
                    return  # it is found out in its turn
                self._scouts.append(scout)
                self.hand.found[planned.step.name] = scout.answer

    def gather(self, first: Planned, book: Handoff) -> None:
        """Call a crew together, where the steps from the first one on are for two."""
        if self._is_over or not isinstance(book, Manuscript):
            return
        task = shared(self.plan[self.plan.index(first) :], self.hand, book)
        if task:
            self.crew = Crew(self.hand, book, task)
            for planned in task.ahead:
                self.hand.found[planned.step.name] = partial(self.crew.foreseen, planned)

    def does(self, planned: Planned) -> bool:
        """Whether a step is one of the crew's."""
        return self.crew is not None and self.crew.does(planned)

    def dismiss(self) -> None:
        """Let the crew go: what is left is done here."""
        crew, self.crew = self.crew, None
        if crew:
            crew.end()
            for planned in crew.task.ahead:
                self.hand.found.pop(planned.step.name, None)

    def end(self) -> None:
        """Let everybody go, and call nobody again."""
        self._is_over = True
        self.dismiss()
        for scout in self._scouts:
            scout.drop()
