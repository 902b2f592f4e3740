"""A build may be killed at any write: run again, it gives the bytes of one that never was."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from subprocess import DEVNULL

import pytest

from tests.floor import RECIPE, Floor
from tests.proofs import trouble
from tests.proofs.trouble import KILLED, Point

traced = pytest.mark.skipif(bool(trouble.missing()), reason=trouble.missing())

EDITED = RECIPE.replace("Small Lights", "Great Lights")


@traced
def test_a_first_build_may_be_killed_at_every_write(tmp_path: Path) -> None:
    undisturbed = Floor(tmp_path / "undisturbed")
    points = trouble.points(undisturbed.root)
    wanted = undisturbed.files()
    Floor(tmp_path / "new")
    trouble.everywhere(partial(_first, tmp_path, wanted), points)


def _first(folder: Path, wanted: dict[str, bytes], point: Point) -> str:
    root = folder / "-".join(map(str, point))
    floor = trouble.copied(folder / "new", root)
    ended = trouble.killed(root, point)
    floor.build()
    return _verdict(root, ended, trouble.faults(floor, wanted))


@traced
def test_a_later_build_may_be_killed_at_every_write(tmp_path: Path) -> None:
    """Whether the edit that the killed build was for stands, or is taken back before the next."""
    before = Floor(tmp_path / "before")
    before.build()
    after = Floor(tmp_path / "after")
    after.recipe(EDITED)
    after.build()
    floor = Floor(tmp_path / "0" / "floor")
    floor.build()
    floor.recipe(EDITED)
    kept = tmp_path / "kept"
    shutil.copytree(floor.root, kept)
    points = trouble.points(floor.root)
    trouble.everywhere(partial(_later, kept, before.files(), after.files()), points)


def _later(kept: Path, before: dict[str, bytes], after: dict[str, bytes], point: Point) -> str:
    root = kept.parent / "-".join(map(str, point))
    floor = trouble.copied(kept, root)
    ended = trouble.killed(root, point)
    torn = root.with_suffix(".torn")
    shutil.copytree(root, torn)
    floor.build()
    faults = trouble.faults(floor, after)
    shutil.rmtree(root)
    torn.rename(root)
    floor.recipe(RECIPE)
    floor.build()
    return _verdict(root, ended, faults + trouble.faults(floor, before))


def test_a_build_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    """With all its threads, which the counting of calls leaves out."""
    undisturbed = Floor(tmp_path / "undisturbed")
    took, _ = _stopped(undisturbed, 60)
    wanted, dice, began = undisturbed.files(), random.Random(1), time.monotonic()
    effective = tried = 0
    while effective < trouble.thinned(200) and tried < 2000:
        tried += 1
        floor = Floor(tmp_path / "floor")
        effective += _stopped(floor, dice.uniform(0, took))[1] == KILLED
        floor.build()
        assert not trouble.faults(floor, wanted), f"kill {tried}"
        shutil.rmtree(floor.root)
    print(f"\n{effective} effective kills of {tried} in {time.monotonic() - began:.0f} s")
    assert effective >= trouble.thinned(200)


def _stopped(floor: Floor, after: float) -> tuple[float, int]:
    """Kill a build, if it is not done by then, so many seconds after its first write; for how long
    it wrote, and its exit code."""
    command = [sys.executable, "-m", "pipeline", "book", "small"]
    build = subprocess.Popen(command, cwd=floor.root, stdout=DEVNULL, stderr=DEVNULL)
    while not floor.places.state.exists() and build.poll() is None:
        time.sleep(0.001)
    began = time.monotonic()
    try:
        build.wait(after)
    except subprocess.TimeoutExpired:
        build.kill()
    return time.monotonic() - began, build.wait()


def _verdict(root: Path, ended: trouble.Ended, faults: list[str]) -> str:
    shutil.rmtree(root)
    if ended.code != KILLED:
        return f"was not killed: it ended with {ended.code}: {ended.said}"
    return "; ".join(faults) or "killed"
