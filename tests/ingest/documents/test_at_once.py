"""Documents are read by several at once, from the first one on."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from pipeline.ingest.readers.documents import pandoc

pandoc._run = lambda data, format, limit: (data, "")  # its answer, without the program
start = Barrier(8)

def one(at):
    start.wait()
    return pandoc.read(b'{"meta": {}, "blocks": [{"t": "Para", "c": [{"t": "Space"}]}]}', "rst")

sys.setswitchinterval(1e-6)
with ThreadPoolExecutor(8) as pool:
    assert len(list(pool.map(one, range(8)))) == 8
"""


def test_the_first_documents_may_be_read_at_once() -> None:
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-500:]
