"""Two things at once: one here, the other done by a mate.

Where the system cannot branch off, or the mate comes to grief, its part is done here: the answer is
the same.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from pipeline.shop.mate import Gone, Mate, can_branch

A = TypeVar("A")
B = TypeVar("B", bound=msgspec.Struct)


class Branch(Generic[B]):
    """A mate branched off for one answer of a kind. Where it comes to grief, `answer` finds the
    answer here. Raises Gone where none can be branched off."""

    def __init__(self, there: Callable[[], B], kind: type[B]) -> None:
        self._there, self._kind = there, kind
        self._mate = Mate(lambda talk: talk.tell(msgspec.msgpack.encode(there())))

    def answer(self) -> B:
        """The answer, waited for. Raises whatever `there` does."""
        try:
            said = self._mate.told()
        except Gone:
            return self._there()
        finally:
            self.drop()
        return msgspec.msgpack.decode(said, type=self._kind)

    def drop(self) -> None:
        """End it, where it has not been asked."""
        self._mate.end()


def beside(here: Callable[[], A], there: Callable[[], B], kind: type[B]) -> tuple[A, B]:
    """What `here` and `there` give, done at the same time. `there` must change nothing but what it
    gives, which is of `kind`.

    Raises whatever `here` raises, and then whatever `there` does.
    """
    if not can_branch():
        return here(), there()
    try:
        branch = Branch(there, kind)
    except Gone:
        return here(), there()
    try:
        return here(), branch.answer()
    finally:
        branch.drop()
