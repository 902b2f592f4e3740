"""`bookworks book`: a build, with its progress on a terminal and none in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from pipeline.shop.job import build
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from pipeline.shop.setting import Watch

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
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading the recipe", total=None)

        def watch(step: str, done: int, total: int) -> None:
            bars.update(task, description=step, completed=done, total=total or None)

        yield watch
