"""The command with all its work in one thread, so that its writes come in one order, to be counted.

Run as a script: `python serial.py book small`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from pipeline.cli import main
from pipeline.shop import job, runner, store
from pipeline.shop.aside import Doing


class Inline:
    """Does what it is given at once, where it is handed in."""

    def __init__(self, most: int) -> None:
        pass

    def submit(self, task: Callable[..., Any], *given: Any) -> Doing[Any]:
        doing = Doing(task, given)
        doing.do()
        return doing

    def close(self) -> None:
        pass


if __name__ == "__main__":
    job.Aside = runner.Aside = store.Aside = Inline  # type: ignore[assignment, misc]
    sys.exit(main(sys.argv[1:]))
