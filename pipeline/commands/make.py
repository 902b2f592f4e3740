"""`bookworks book`: a build, with its progress on a terminal and none in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.shop.job import build
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch

if TYPE_CHECKING:
    from pipeline.commands.bar import Bar

_HELD: list[object] = []
"""What the book was made of, until the process ends."""


def make(
    target: str, only: tuple[str, ...], places: Places, *, quiet: bool, sealed: int = 0
) -> dict[str, Any]:
    """Build, and what came of it as plain values."""
    with watching(quiet) as watch:
        made = build(Order(target, only, sealed=sealed), places, watch, tell, hold=_HELD)
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain


def tell(said: str) -> None:
    print(said, file=sys.stderr)


@contextmanager
def watching(quiet: bool) -> Iterator[Watch | None]:
    """What is told of each step; None where nobody looks.

    There is a bar from the first step on. Before that a mate is called, which is safest while this
    process has no thread besides its own, and a bar has one.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bars: list[Bar] = []

    def watch(step: str, done: int, total: int) -> None:
        if not bars:
            from pipeline.commands.bar import Bar

            bars.append(Bar())
        bars[0].show(step, done, total)

    try:
        yield watch
    finally:
        for bar in bars:
            bar.end()
