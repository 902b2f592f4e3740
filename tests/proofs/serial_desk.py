"""A desk with all its work in one thread, so that its writes come in one order, to be counted.

Run as a script: `python serial_desk.py desk serve DIR --port N`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import anyio.to_thread
import starlette.concurrency

from pipeline.cli import main


async def inline(work: Callable[..., Any], *given: Any, **_how: Any) -> Any:
    """The work at once, where it is asked for."""
    return work(*given)


async def pooled(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return work(*given, **named)


if __name__ == "__main__":
    anyio.to_thread.run_sync = inline
    starlette.concurrency.run_in_threadpool = pooled
    sys.exit(main(sys.argv[1:]))
