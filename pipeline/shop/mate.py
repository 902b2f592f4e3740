"""The mate: a process branched off from this one, which does a task and tells of it.

A mate begins with everything that is in memory here, so that nothing has to be sent to it; only
what it tells comes back. It writes no file and touches no database. What it tells can be large, and
whoever listens may be busy: so it is put down in memory that both see, and only its length goes
through a pipe. A mate never waits.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

Tell = Callable[[bytes], None]

_LENGTH = 8
"""Bytes in which the length of what is told is said."""

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


class Gone(Exception):
    """The mate came to grief. What it was to do has to be done here, where what went wrong will go
    wrong again, and can say so."""


class Mate:
    """A process that does `task`, which is given what to tell with."""

    def __init__(self, task: Callable[[Tell], None]) -> None:
        """Raises Gone where the system has no room for another process."""
        self._read = 0
        with ExitStack() as undone:
            try:
                self._memory = os.memfd_create("told")
                undone.callback(os.close, self._memory)
                self._pipe, into = os.pipe()
                undone.callback(os.close, self._pipe)
                undone.callback(os.close, into)
                self._process = os.fork()
            except OSError as error:
                raise Gone from error
            undone.pop_all()
        if not self._process:
            os.close(self._pipe)
            _live(task, self._memory, into)
        os.close(into)

    def told(self) -> bytes:
        """The next that it tells, waited for. Raises Gone where it ended before."""
        head = os.read(self._pipe, _LENGTH)
        if len(head) < _LENGTH:
            raise Gone
        length = int.from_bytes(head, "big")
        said = os.pread(self._memory, length, self._read)
        self._read += length
        return said

    def end(self) -> None:
        """Let go of it, done or not."""
        if not self._process:
            return
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._pipe)
        os.close(self._memory)
        self._process = 0


def _live(task: Callable[[Tell], None], memory: int, into: int) -> None:
    """The mate's whole life. It ends without a word of what went wrong."""
    global _is_mate
    _is_mate, written = True, 0

    def tell(said: bytes) -> None:
        nonlocal written
        left = memoryview(said)
        while left:
            count = os.pwrite(memory, left, written)
            left, written = left[count:], written + count
        os.write(into, len(said).to_bytes(_LENGTH, "big"))

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process answers for both
        task(tell)
    finally:
        os._exit(0)
