"""Two things at once: one here, the other in a process branched off for it.

A branch begins with everything that is in memory here, so that nothing has to be sent to it; only
its answer comes back. It writes no file and touches no database. Where the system cannot branch
off, or the branch comes to grief, its part is done here: the answer is the same.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

import msgspec

A = TypeVar("A")
B = TypeVar("B", bound=msgspec.Struct)

_ROOM = 1 << 20
"""Bytes that a pipe may hold: as many as Linux lets anybody have."""


_is_branch = False


@contextmanager
def undivided() -> Iterator[None]:
    """Within it nothing is branched off. Who builds several times in one process needs it: threads
    that the first build began (of typst, say) are not there in a branch, which waits for them."""
    global _is_branch
    was, _is_branch = _is_branch, True
    try:
        yield
    finally:
        _is_branch = was


def can_branch() -> bool:
    """Whether a branch would help: Linux, and a second core to run it on. Elsewhere branching a
    process off is unsafe (macOS) or unknown (Windows)."""
    return not _is_branch and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Branch(Generic[B]):
    """A process branched off for one answer of a kind. Where it comes to grief, `answer` finds the
    answer here."""

    def __init__(self, there: Callable[[], B], kind: type[B]) -> None:
        self._there, self._kind = there, kind
        out, into = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(out)
            _answer(there, into)
        os.close(into)
        self._pipe = out

    def answer(self) -> B:
        """The answer, waited for. Raises whatever `there` does."""
        try:
            with open(self._pipe, "rb", closefd=False) as pipe:
                answer = pipe.read()
        except BaseException:
            self.drop()
            raise
        return self._there() if self._end() else msgspec.msgpack.decode(answer, type=self._kind)

    def drop(self) -> None:
        """End it, where it has not been asked."""
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            self._end()

    def _end(self) -> int:
        os.close(self._pipe)
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return status


def beside(here: Callable[[], A], there: Callable[[], B], kind: type[B]) -> tuple[A, B]:
    """What `here` and `there` give, done at the same time. `there` must change nothing but what it
    gives, which is of `kind`.

    Raises whatever `here` raises, and then whatever `there` does.
    """
    if not can_branch():
        return here(), there()
    branch = Branch(there, kind)
    try:
        return here(), branch.answer()
    finally:
        branch.drop()


def _answer(there: Callable[[], msgspec.Struct], into: int) -> None:
    """The branch's whole life. It ends without a word: what went wrong will go wrong again in the
    process that it came from, which can say so."""
    global _is_branch
    _is_branch, code = True, 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process answers for both
        _widen(into)
        with open(into, "wb", closefd=False) as pipe:
            pipe.write(msgspec.msgpack.encode(there()))
        code = 0
    finally:
        os._exit(code)


def _widen(pipe: int) -> None:
    import fcntl

    with suppress(OSError):  # a narrow one does as well
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
