"""Documents are read several at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from threading import Barrier, Thread
from pipeline.ingest.readers.documents import pandoc

sys.setswitchinterval(1e-6)
pandoc._run = lambda data, format, seconds: (
    b'{"pandoc-api-version": [1, 23], "meta": {}, "blocks": []}', ""
)
barrier = Barrier(16)

def read():
    barrier.wait()
    pandoc.read(b"", "org")

threads = [Thread(target=read) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_the_first_documents_may_all_be_read_at_once() -> None:
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
