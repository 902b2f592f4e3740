"""The command with all its work in one thread, so that its writes come in one order, to be counted.

Run as a script: `python serial.py book small`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import Any

from pipeline.cli import main
from pipeline.shop import runner, store


class Inline:
    """An executor that does the work at once, where it is handed in."""

    def __init__(self, *of: object, **named: object) -> None:
        pass

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given))
        except BaseException as error:
            done.set_exception(error)
        return done

    def map(self, work: Callable[..., Any], *given: Iterable[Any]) -> Iterator[Any]:
        return map(work, *given)

    def shutdown(self, wait: bool = True) -> None:
        pass


if __name__ == "__main__":
    runner.ThreadPoolExecutor = store.ThreadPoolExecutor = Inline  # type: ignore[assignment, attr-defined]
    sys.exit(main(sys.argv[1:]))
