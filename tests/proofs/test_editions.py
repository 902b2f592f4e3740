"""An edition may be killed at any moment while it is begun: asked for again, it comes out whole."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from subprocess import DEVNULL

from pipeline.shop import recipe
from tests.floor import POSTS, Floor
from tests.proofs import trouble
from tests.proofs.trouble import KILLED

TIMES = 60


def test_an_edition_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    kept = _floor(tmp_path / "kept")
    kept.build()
    first = kept.files()
    whole = trouble.copied(kept.root, tmp_path / "whole")
    began = time.monotonic()
    assert _begin(whole).wait() == 0
    took, second = time.monotonic() - began, _files(whole, 2)
    dice, effective = random.Random(5), 0
    for tried in range(trouble.thinned(TIMES)):
        floor = trouble.copied(kept.root, tmp_path / f"floor-{tried}")
        begun = _begin(floor)
        try:
            begun.wait(dice.uniform(0.05, took))
        except subprocess.TimeoutExpired:
            begun.kill()
        effective += begun.wait() == KILLED
        _begin(floor).wait()  # which may say that there is nothing left to begin
        _run(floor, "book", "small")
        found = recipe.read(floor.places.recipe("small")).recipe
        assert found.edition == 2, tried
        assert [past.edition for past in found.history] == [1], tried
        assert _files(floor, 2) == second, tried
        _run(floor, "book", "small", "--edition", "1")
        assert floor.files() == first, tried
        shutil.rmtree(floor.root)
    print(f"\n{effective} effective kills of {trouble.thinned(TIMES)}")
    assert effective


def _floor(root: Path) -> Floor:
    floor = Floor(root)
    floor.write("recipes/small/edits/ada.yaml", "- {item: 2019-03-02-the-lamp, block: 0, was: at "
                "four, now: at five}\n")  # fmt: skip
    for name, text in POSTS.items():
        floor.write(f"sources/newer/{name}.md", text.replace("It is there.", "It is there still."))
    return floor


def _begin(floor: Floor) -> subprocess.Popen[bytes]:
    words = ["edition", "small", "--from", "sources/newer"]
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words], cwd=floor.root, stdout=DEVNULL, stderr=DEVNULL
    )


def _run(floor: Floor, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=floor.root, check=True,
                   stdout=DEVNULL)  # fmt: skip


def _files(floor: Floor, edition: int) -> dict[str, bytes]:
    folder = floor.root / "build" / "small" / str(edition)
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.suffix == ".docx"}
