"""Trouble on order: a build that is killed, or refused by the disk, at a chosen write.

strace counts each system call by its name, for each thread by itself. So the build runs in one
thread, a first run lists every call that changed something on the disk, and each of those is a
point at which a later run meets its trouble.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from pipeline.shop.places import Places
from tests.floor import Floor

CALLS = (
    "write,writev,pwrite64,pwritev,pwritev2,rename,renameat,renameat2,fsync,fdatasync,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat,ftruncate,truncate,link,linkat,symlink,"
    "symlinkat,sendfile,copy_file_range,fallocate,utimensat"
)
"""Every call by which a program changes what is on a disk, besides opening a file anew: what that
leaves is seen at the first write to it."""

SERIAL = Path(__file__).with_name("serial.py")
KILLED = -9

EVERY = int(os.environ.get("BOOKWORKS_EVERY", "1"))
"""How much of a proof is done: all of it, or every n-th part."""


class Point(NamedTuple):
    """The n-th call of a name, counted from 1."""

    call: str
    number: int


class Ended(NamedTuple):
    """How a build ended: its exit code, and what it said to the terminal."""

    code: int
    said: str


@cache
def missing() -> str:
    """Why calls cannot be traced here; "" when they can."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    tried = subprocess.run(
        [strace, "-o", os.devnull, "-e", "inject=getppid:error=EIO:when=9", "true"],
        capture_output=True,
        text=True,
    )
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"


def run(floor: Path, *strace: str, script: tuple[str, ...] = (str(SERIAL),)) -> Ended:
    """Build the floor's book in a process of its own, under strace where options are given."""
    scratch = floor / "scratch"
    scratch.mkdir(exist_ok=True)
    traced = ["strace", "-f", "-qq", *strace] if strace else []
    done = subprocess.run(
        [*traced, sys.executable, *script, "book", "small"],
        cwd=floor,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout + done.stderr)


def points(floor: Path) -> list[Point]:
    """Build a floor, and list every call of the build that changed something on the disk."""
    log = floor.with_name("calls.log")
    ended = run(floor, "-o", str(log), "-e", f"trace={CALLS}")
    assert ended.code == 0, ended.said
    return listed(log)


def listed(log: Path) -> list[Point]:
    """The calls that strace wrote down, without those that failed anyhow."""
    counts: Counter[str] = Counter()
    found = []
    for call, result in re.findall(r"^\d+ +(\w+)\(.*= (-?\d+)", log.read_text(), re.MULTILINE):
        counts[call] += 1
        if int(result) >= 0:
            found.append(Point(call, counts[call]))
    return found


def killed(floor: Path, point: Point) -> Ended:
    """Build a floor and `kill -9` the build just before a call."""
    return _struck(floor, point, "signal=KILL")


def refused(floor: Path, point: Point, error: str) -> Ended:
    """Build a floor and let one call fail with an error, such as ENOSPC."""
    return _struck(floor, point, f"error={error}")


def _struck(floor: Path, point: Point, how: str) -> Ended:
    call, number = point
    inject = f"inject={call}:{how}:when={number}"
    return run(floor, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)


def copied(floor: Path, to: Path) -> Floor:
    """A copy of a floor, with all that was built on it."""
    shutil.copytree(floor, to, symlinks=True)
    return at(to)


def at(root: Path) -> Floor:
    """A floor that is there already."""
    floor = Floor.__new__(Floor)
    floor.root, floor.name = root, "small"
    floor.places = Places(root, root / "build" / ".shop")
    return floor


def faults(floor: Floor, wanted: dict[str, bytes]) -> list[str]:
    """What is wrong with a floor whose last build ended well: files, ledger, store, leftovers."""
    made = floor.files()
    found = [
        f"{name} is not as an undisturbed build makes it"
        for name in sorted(made.keys() | wanted.keys())
        if made.get(name) != wanted.get(name)
    ]
    found += [f"left over: {path}" for path in floor.root.joinpath("build").rglob(".writing-*")]
    return found + ledger_faults(floor.places)


def ledger_faults(places: Places) -> list[str]:
    """What is wrong with a ledger, and with the blobs that it and their names speak for."""
    found = []
    database = sqlite3.connect(places.ledger)
    (sound,) = database.execute("pragma integrity_check").fetchone()
    found += [f"ledger: {sound}"] if sound != "ok" else []
    kept = set()
    for path in places.store.glob("??/*"):
        digest = path.parent.name + path.name
        kept.add(digest)
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"blob {digest} is damaged")
    for step, *digests in database.execute("select step, handoff, slip from runs"):
        found += [f"{step}: blob {one} is missing" for one in digests if one and one not in kept]
    database.close()
    return found


def _said(work: Callable[[Point], str], point: Point) -> str:
    try:
        return work(point)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def thinned(number: int) -> int:
    """So many tries, or as many as BOOKWORKS_EVERY leaves of them."""
    return -(-number // EVERY)


GOOD = ("killed", "refused", "went on")


def everywhere(work: Callable[[Point], str], found: list[Point]) -> Counter[str]:
    """How often each thing happened that `work` says of a point; fails when any is not GOOD.

    All of the points are tried, or every n-th where BOOKWORKS_EVERY is set to n.
    """
    some = found[::EVERY]
    began = time.monotonic()
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4)) as workers:
        said = list(workers.map(partial(_said, work), some, chunksize=4))
    bad = [f"{at}: {what}" for at, what in zip(some, said, strict=True) if what not in GOOD]
    counts = Counter(said)
    print(f"\n{len(some)} of {len(found)} points in {time.monotonic() - began:.0f} s:",
          ", ".join(f"{counts[word]} {word}" for word in GOOD if counts[word]))  # fmt: skip
    assert not bad, f"{len(bad)} points:\n" + "\n".join(bad[:20])
    return counts
