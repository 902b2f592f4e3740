"""Independent counters: how many items an archive holds, told without any reader.

One file for each format, found by looking into this folder. A counter is as small as it can be and
shares nothing with the reader of its format: it counts on the raw bytes, and knows only the kinds
that the account calls its items by.

    def count(held: Held) -> list[Count] | None      # None: not an archive of this format
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from pipeline.inspect.counters.held import Count, Held
from pipeline.model import modules

__all__ = ["Count", "Held", "count", "every"]

_PARTS = frozenset({"held"})


def count(path: Path) -> list[Count] | None:
    """The counts of an archive by the first counter that knows it; None when none does."""
    return next(every(path), None)


def every(path: Path) -> Iterator[list[Count]]:
    """The counts of an archive by each counter that knows it: an item may quote what another
    format is known by."""
    held = Held(path)
    for counter in _counters():
        counts: list[Count] | None = counter.count(held)
        if counts is not None:
            yield counts


@cache
def _counters() -> tuple[ModuleType, ...]:
    """By name; those that would take what others know better say `LAST = 1`, and more for more."""
    names = [name for name in modules.names(__path__) if name not in _PARTS]
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted(found, key=lambda module: int(getattr(module, "LAST", 0))))
