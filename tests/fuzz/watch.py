"""The watch: what a process does beyond its own memory, and how much time and memory it takes."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset({
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.truncate",
    "os.chown", "os.utime", "shutil.rmtree", "shutil.copyfile", "shutil.move",
})  # fmt: skip
_OUTSIDE = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.bind", "os.system", "os.exec", "os.fork"}
)


class Late(BaseException):
    """A case took too long. No reader may catch it, so it is no Exception."""


class Watch:
    """From its making to the end of the process; nothing takes it off again."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = os.path.realpath(scratch)
        self.on = False
        self.seen: list[str] = []
        sys.dont_write_bytecode = True
        sys.addaudithook(self._hook)
        signal.signal(signal.SIGPROF, _late)

    def _hook(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event in _OUTSIDE:
            self.seen.append(f"{event} {given!r}"[:200])
        elif event == "open":
            path, mode, flags = given
            writes = set(mode) & set("wxa+") if isinstance(mode, str) else (flags or 0) & _WRITING
            if writes and not isinstance(path, int):
                self._changed(event, path)
        elif event in _CHANGES:
            self._changed(event, given[0])

    def _changed(self, event: str, path: Any) -> None:
        at = (
            os.path.abspath(os.fsdecode(path))
            if isinstance(path, str | bytes | os.PathLike)
            else ""
        )
        if at and at != os.devnull and not os.path.realpath(at).startswith(self.scratch + os.sep):
            self.seen.append(f"{event} {at}"[:200])

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """Raises Late when its content takes more of the processor's time. What cannot be
        interrupted ends the process a while later."""
        self.seen = []
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + 3 * seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
        signal.setitimer(signal.ITIMER_PROF, seconds)
        self.on = True
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.on = False


def _late(number: int, frame: FrameType | None) -> None:
    raise Late


def peak() -> int:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def used() -> float:
    """Seconds of the processor's time that went into this process and what it started."""
    of = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in of)
