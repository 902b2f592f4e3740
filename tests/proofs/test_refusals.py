"""The disk may refuse any write: the build says so in plain words, and the next one is whole."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.floor import RECIPE, Floor
from tests.proofs import trouble
from tests.proofs.trouble import Point

pytestmark = pytest.mark.skipif(bool(trouble.missing()), reason=trouble.missing())

WORDS = {"ENOSPC": "the disk is full", "EIO": "the disk reports a fault"}
REFUSALS = {
    "ENOSPC": {"write", "pwrite64", "mkdir", "rename", "ftruncate", "link"},
    "EIO": {"write", "pwrite64", "fsync", "fdatasync", "rename", "unlink", "chmod"},
}
"""The calls that each error is wont to come from."""


@pytest.mark.parametrize("error", WORDS)
def test_the_disk_may_refuse_any_write(tmp_path: Path, error: str) -> None:
    """An edition is finished, the recipe is edited, and the next build meets the error."""
    kept = Floor(tmp_path / "kept")
    kept.build()
    before = kept.files()
    kept.recipe(RECIPE.replace("Small Lights", "Great Lights"))
    # With the store gone, the build writes all that a first build writes.
    shutil.rmtree(kept.places.store)
    with closing(sqlite3.connect(kept.places.ledger, isolation_level=None)) as database:
        database.execute("delete from runs")
    undisturbed = trouble.copied(kept.root, tmp_path / "undisturbed")
    points = [p for p in trouble.points(undisturbed.root) if p.call in REFUSALS[error]]
    work = partial(_refused, kept.root, error, before, undisturbed.files())
    counts = trouble.everywhere(work, points)
    assert counts["refused"] > counts["went on"]


def _refused(
    kept: Path, error: str, before: dict[str, bytes], after: dict[str, bytes], point: Point
) -> str:
    root = kept.parent / "-".join(map(str, point))
    floor = trouble.copied(kept, root)
    ended = trouble.refused(root, point, error)
    made = floor.files()
    faults = _untold(ended, error)
    # A build that ended badly took nothing away: each file is the old one or the new one, and the
    # old ones go only when all of the new are there.
    if not made.keys() >= after.keys():
        faults += [f"{name} is lost" for name in before.keys() - made.keys()]
    faults += [
        f"{name} is torn"
        for name, data in made.items()
        if data not in (before.get(name), after.get(name))
    ]
    floor.build()
    faults += trouble.faults(floor, after)
    shutil.rmtree(root)
    return "; ".join(faults) or ("refused" if ended.code else "went on")


def _untold(ended: trouble.Ended, error: str) -> list[str]:
    """What is amiss in what a refused build said."""
    if ended.code == 0:
        return []
    plain = ended.code == 8 and WORDS[error] in ended.said and "to do: " in ended.said
    if plain and "Traceback" not in ended.said and "ignored in" not in ended.said:
        return []
    return [f"ended with {ended.code}, saying: {ended.said}"]
