"""Bounds: what an archive may cost, whatever it holds, measured in a process of its own.

The process is branched off for one act, so that the peak is of that act alone and nothing that an
earlier one left behind can hide it. What it starts itself, a branch or pandoc, counts with it: the
time of all together, the memory of the largest.
"""

from __future__ import annotations

import os
import pickle
import pkgutil
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import NoReturn, TypeVar

import pipeline

SECONDS = 30
"""Of processor time, so that a busy machine does not count."""

MEGABYTES = 512
"""Above what was in memory before, and above the archive's own text."""

HANGING = 90
"""Seconds by the clock, after which an act that has not ended is taken to hang."""

T = TypeVar("T")


class OutOfBounds(AssertionError):
    """An act that took too long, or too much."""


class Fell(AssertionError):
    """An act that raised, or ended its process; it says where."""


@dataclass(frozen=True)
class Bounds:
    seconds: float = SECONDS
    megabytes: float = MEGABYTES
    hanging: float = HANGING


def bounded(act: Callable[[], T], text: int = 0, bounds: Bounds | None = None) -> T:
    """What an act gives. `text` is the length of the archive's own text, in bytes.

    Raises OutOfBounds, and Fell where the act raises anything at all.
    """
    if sys.platform != "linux":  # elsewhere nothing tells as exactly what a branch took
        return act()
    bounds = bounds or Bounds()
    _import_all()
    out, into = os.pipe()
    branch = os.fork()
    if not branch:
        os.close(out)
        _live(act, into)
    os.close(into)
    said = None
    try:
        said = _heard(out, time.monotonic() + bounds.hanging)
    finally:
        os.close(out)
        if said is None:
            _end(branch)
        _, _, spent = os.wait4(branch, 0)
    if said is None:
        raise OutOfBounds(f"it had not ended after {bounds.hanging} s")
    if not said:
        raise Fell("its process ended without a word")
    before, fell, given = pickle.loads(said)
    _check(spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024 - before, text, bounds)
    if fell:
        raise Fell(fell)
    return given  # type: ignore[no-any-return]


def _check(seconds: float, megabytes: float, text: int, bounds: Bounds) -> None:
    room = bounds.megabytes + text / (1 << 20)
    if seconds > bounds.seconds:
        raise OutOfBounds(f"it took {seconds:.1f} s, and {bounds.seconds} s are allowed")
    if megabytes > room:
        raise OutOfBounds(f"it took {megabytes:.0f} MB, and {room:.0f} MB are allowed")


def _resident() -> float:
    """The megabytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        pages = int(statm.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _heard(out: int, until: float) -> bytes | None:
    """All that a branch says before it ends; None where it does not end in time."""
    said = bytearray()
    while select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(out, 1 << 20)
        if not piece:
            return bytes(said)
        said += piece
    return None


def _end(branch: int) -> None:
    """End a branch and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(branch, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(branch, signal.SIGKILL)  # where it had no time to found its group


def _live(act: Callable[[], object], into: int) -> NoReturn:
    """The branch's whole life."""
    try:
        os.setpgid(0, 0)
        before = _resident()  # here: pages of files do not come along into a branch
        try:
            said = pickle.dumps((before, "", act()))
        except BaseException:
            said = pickle.dumps((before, traceback.format_exc(), None))
        with open(into, "wb", closefd=False) as pipe:
            pipe.write(said)
    finally:
        os._exit(0)


@cache
def _import_all() -> None:
    """Import the whole shop once, here, so that no branch has to, nor is charged for it."""
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
