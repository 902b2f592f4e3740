"""Aside: what threads do beside the work: writing blobs, digesting archives, filing.

`concurrent.futures` does the same. It brings `logging` along, and both together take 7 ms to load,
without which no build would start.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Doing(Generic[T]):
    """A task under way. It is done once it lets go of its lock."""

    def __init__(self, task: Callable[..., T], given: tuple[Any, ...]) -> None:
        self._task = task
        self._given = given
        self._made: T | None = None
        self._error: BaseException | None = None
        self._under_way = Lock()
        self._under_way.acquire()

    def result(self) -> T:
        """What the task gives, waited for. Raises what it raises."""
        with self._under_way:
            if self._error is not None:
                raise self._error
            return self._made  # type: ignore[return-value]

    def do(self) -> None:
        try:
            self._made = self._task(*self._given)
        except BaseException as error:
            self._error = error
        finally:
            del self._task, self._given  # what was written need not be held any longer
            self._under_way.release()


class Aside:
    """Some threads, which do the tasks that they are given in the order in which they come."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._threads: list[Thread] = []
        self._tasks: SimpleQueue[Doing[Any] | None] = SimpleQueue()

    def submit(self, task: Callable[..., T], *given: Any) -> Doing[T]:
        """Have a task done. A thread is begun for each until there are enough."""
        doing = Doing(task, given)
        self._tasks.put(doing)
        if len(self._threads) < self._most:
            self._threads.append(Thread(target=self._work, daemon=True))
            self._threads[-1].start()
        return doing

    def close(self) -> None:
        """Wait until all is done."""
        threads, self._threads = self._threads, []
        for _ in threads:
            self._tasks.put(None)
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        while doing := self._tasks.get():
            doing.do()


def done(made: T) -> Doing[T]:
    """A task that is done already."""
    doing = Doing(lambda: made, ())
    doing.do()
    return doing
