"""Running a command as a whole process: its time and the peak memory of it and its children."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_WATCHED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
json.dump({"seconds": seconds, "peak": peak, "code": code}, open(sys.argv[1], "w"))
"""


@dataclass(frozen=True)
class Cost:
    seconds: float
    megabytes: float


def cost(command: list[str], folder: Path, runs: int = 1) -> Cost:
    """The least time of some runs, and the most memory. Raises CalledProcessError on failure."""
    import json

    found = []
    for _ in range(runs):
        with tempfile.NamedTemporaryFile(suffix=".json") as report:
            watch = [sys.executable, "-c", _WATCHED, report.name, *command]
            subprocess.run(watch, cwd=folder, check=True)
            facts = json.loads(Path(report.name).read_text())
        if facts["code"]:
            raise subprocess.CalledProcessError(facts["code"], command)
        found.append(facts)
    return Cost(min(f["seconds"] for f in found), max(f["peak"] for f in found) / 1024)


def bare_start(folder: Path) -> float:
    """Seconds that a bare start of the interpreter takes: the median of 15."""
    times = []
    for _ in range(15):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], cwd=folder, check=True)
        times.append(time.perf_counter() - started)
    return sorted(times)[7]
