"""The bar that a terminal shows of the step under way."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn


class Bar:
    def __init__(self) -> None:
        columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn()
        console = Console(stderr=True)
        self._bars = Progress(*columns, TaskProgressColumn(), console=console, transient=True)
        self._task = self._bars.add_task("", total=None)
        self._bars.start()

    def show(self, step: str, done: int, total: int) -> None:
        self._bars.update(self._task, description=step, completed=done, total=total or None)

    def end(self) -> None:
        self._bars.stop()
