"""Lean: what a build can start without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def load() -> None:
    """Load what all of the shop is written with, and none of what it would bring along.

    `msgspec` takes a few words from `typing_extensions` where it happens to be installed, and from
    `typing` where it is not. Any Python that runs the shop has them in `typing`, and the other
    brings `inspect`, `ast` and `tokenize`: a tenth of the time until the first archive is opened.
    """
    with _without("typing_extensions"):
        import msgspec  # noqa: F401


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Within it, a module that nobody has loaded is not to be had."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
