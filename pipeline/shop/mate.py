"""The mate: a process branched off from this one, which does a task and tells of it.

A mate begins with everything that is in memory here. What it is to know of what comes later it is
told; what it tells comes back. It writes no file and touches no database. What is said can be
large, and whoever listens may be busy: so it is put down in memory that both see, and only its
length goes through a pipe. Nobody ever waits for being heard.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from pipeline.model.bench import Forsaken

WORTH_CALLING = 250_000
"""Bytes of archives or finished files, above which it pays to have a mate look at them."""

_LENGTH = 8
"""Bytes in which the length of what is said is given."""

_is_mate = False


@contextmanager
def undivided() -> Iterator[None]:
    """Within it no mate is branched off. Who builds several times in one process needs it: threads
    that the first build began (of typst, say) are not there in a mate, which waits for them."""
    global _is_mate
    was, _is_mate = _is_mate, True
    try:
        yield
    finally:
        _is_mate = was


def can_branch() -> bool:
    """Whether a mate would help: Linux, and a second core to run it on. Elsewhere branching a
    process off is unsafe (macOS) or unknown (Windows)."""
    if _is_mate or sys.platform != "linux" or not hasattr(os, "memfd_create"):
        return False
    return len(os.sched_getaffinity(0)) > 1


class Gone(Forsaken):
    """The mate came to grief. What it was to do has to be done here, where what went wrong will go
    wrong again, and can say so."""


class _Way:
    """One of the two ways between a mate and who called it."""

    def __init__(self) -> None:
        with ExitStack() as undone:
            self._memory = os.memfd_create("said")
            undone.callback(os.close, self._memory)
            self._out, self._into = os.pipe()
            undone.pop_all()
        self._heard = self._written = 0

    def say(self, said: bytes) -> None:
        """Raises Gone where nobody is left to hear it."""
        left = memoryview(said)
        while left:
            count = os.pwrite(self._memory, left, self._written)
            left, self._written = left[count:], self._written + count
        try:
            os.write(self._into, len(said).to_bytes(_LENGTH, "big"))
        except BrokenPipeError as error:
            raise Gone from error

    def heard(self) -> memoryview:
        """The next that was said, waited for, where it was put down. Raises Gone where the other
        ended before."""
        head = os.read(self._out, _LENGTH)
        if len(head) < _LENGTH:
            raise Gone
        length = int.from_bytes(head, "big")
        before = self._heard % mmap.ALLOCATIONGRANULARITY  # a map begins where a page does
        start = self._heard - before
        said = mmap.mmap(self._memory, before + length, prot=mmap.PROT_READ, offset=start)
        self._heard += length
        return memoryview(said)[before:]

    def is_said(self) -> bool:
        """Whether there is something to hear, be it that the other ended."""
        asked = select.poll()
        asked.register(self._out)
        return bool(asked.poll(0))

    def only_say(self) -> None:
        """This process is the one that speaks."""
        os.close(self._out)
        self._out = -1

    def only_hear(self) -> None:
        """This process is the one that listens: without the other it hears that there is none."""
        os.close(self._into)
        self._into = -1

    def close(self) -> None:
        for one in (self._memory, self._out, self._into):
            if one >= 0:
                os.close(one)


class Talk:
    """The mate's end: it is told what to do, and tells what came of it."""

    def __init__(self, to: _Way, back: _Way) -> None:
        self.heard = to.heard
        self.tell = back.say


class Mate:
    """A process that does `task`, which is given what to talk with."""

    def __init__(self, task: Callable[[Talk], None]) -> None:
        """Raises Gone where the system has no room for another process."""
        with ExitStack() as undone:
            try:
                self._to = _Way()
                undone.callback(self._to.close)
                self._back = _Way()
                undone.callback(self._back.close)
                self._process = os.fork()
            except OSError as error:
                raise Gone from error
            undone.pop_all()
        if not self._process:
            _live(task, self._to, self._back)
        self._to.only_say()
        self._back.only_hear()

    def say(self, said: bytes) -> None:
        """Let it know something. Raises Gone where it ended."""
        self._be_there()
        self._to.say(said)

    def told(self) -> memoryview:
        """The next that it tells, waited for. Raises Gone where it ended before."""
        self._be_there()
        return self._back.heard()

    def has_told(self) -> bool:
        """Whether `told` need not wait."""
        return self._back.is_said()

    def _be_there(self) -> None:
        if not self._process:
            raise Gone

    def end(self) -> None:
        """Let go of it, done or not."""
        if not self._process:
            return
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        self._to.close()
        self._back.close()
        self._process = 0


def _live(task: Callable[[Talk], None], to: _Way, back: _Way) -> None:
    """The mate's whole life. It ends without a word of what went wrong."""
    global _is_mate
    _is_mate = True
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process answers for both
        to.only_hear()
        back.only_say()
        task(Talk(to, back))
    finally:
        os._exit(0)
