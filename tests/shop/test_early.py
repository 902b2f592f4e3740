"""A book whose archive is begun with early is the book that is read in its turn."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.shop import early, received
from pipeline.shop.early import Early
from pipeline.shop.mate import Mate, can_branch, undivided
from pipeline.shop.routing import Step
from pipeline.shop.store import Store
from tests.bench.words import posts, wxr
from tests.floor import RECIPE, Floor

pytestmark = pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")

WORDS = 50_000


def floor(root: Path, *more: str) -> Floor:
    """A book of an export that is worth beginning with, and of what else is named."""
    made = Floor(root)
    made.write("sources/lights.xml", wxr(posts(WORDS)))
    sources = ", ".join(f"sources/{name}" for name in ("lights.xml", *more))
    made.recipe(RECIPE.replace("sources/posts", sources))
    return made


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each that was asked for what was begun, whether there was anything."""
    given: list[bool] = []
    answer = Early._answer

    def noted(self: Early, kind: type) -> object:
        found = answer(self, kind)
        given.append(found is not None)
        return found

    monkeypatch.setattr(Early, "_answer", noted)
    return given


def plainly(made: Floor) -> dict[str, bytes]:
    with undivided():
        made.build()
    return made.files()


def test_what_was_begun_is_gone_on_with(tmp_path: Path, answers: list[bool]) -> None:
    helped = floor(tmp_path / "helped")
    helped.build()
    assert answers == [True]
    assert helped.files() == plainly(floor(tmp_path / "alone"))


def test_two_archives_are_both_begun_with(tmp_path: Path, answers: list[bool]) -> None:
    helped, alone = floor(tmp_path / "helped", "old.xml"), floor(tmp_path / "alone", "old.xml")
    for each in helped, alone:
        each.write("sources/old.xml", wxr(posts(2_000)).replace("https://lights", "https://old"))
    helped.build()
    assert answers == [True, True]
    assert helped.files() == plainly(alone)


def test_an_archive_that_was_met_before_is_not_begun_with(
    tmp_path: Path, answers: list[bool]
) -> None:
    helped = floor(tmp_path)
    helped.build()
    helped.recipe((helped.folder / "recipe.yaml").read_text().replace("blog", "tweets"))
    helped.build()
    assert answers == [True]


def dies(*args: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def breaks(*args: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("spoilt", [dies, breaks])
def test_a_mate_that_comes_to_grief_costs_nothing_but_time(
    spoilt: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[bool],
) -> None:
    helped = floor(tmp_path / "helped")
    monkeypatch.setattr(early, "_tell", spoilt)
    helped.build()
    assert answers == [False]
    assert helped.files() == plainly(floor(tmp_path / "alone"))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left


def test_what_was_begun_with_other_bytes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[bool]
) -> None:
    """An archive that is exchanged while the operations are loaded: the mate has read the old one,
    and the digest is of the new one."""
    helped, alone = floor(tmp_path / "helped"), floor(tmp_path / "alone")
    newer = wxr(posts(WORDS)).replace("lamp", "lantern")
    alone.write("sources/lights.xml", newer)
    traced, begun, mates = received.traced, Early.__init__, list[Mate]()

    def beginning(self: Early, *args: object) -> None:
        begun(self, *args)  # type: ignore[arg-type]
        assert self._mate
        mates.append(self._mate)

    def later(*args: object) -> object:
        while not mates[0].has_told():
            time.sleep(0.01)
        said = helped.root / "sources/lights.xml"
        said.with_suffix(".new").write_text(newer, encoding="utf-8")
        os.replace(said.with_suffix(".new"), said)
        return traced(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Early, "__init__", beginning)
    monkeypatch.setattr(received, "traced", later)
    helped.build()
    monkeypatch.undo()
    assert helped.files() == plainly(alone)


def test_what_is_not_sound_is_left_to_the_reading(tmp_path: Path, answers: list[bool]) -> None:
    helped, alone = floor(tmp_path / "helped"), floor(tmp_path / "alone")
    for each in helped, alone:
        broken = wxr(posts(WORDS)).replace("</title>", "</titel>", 5)
        each.write("sources/lights.xml", broken)
    made = helped.build()
    assert answers == [True]  # and there is nothing in it
    assert made.findings["warning"]
    assert helped.files() == plainly(alone)


def test_a_mate_that_nobody_asks_is_let_go(tmp_path: Path) -> None:
    export = tmp_path / "lights.xml"
    export.write_text(wxr(posts(WORDS)), encoding="utf-8")
    unmet = received.new([export], tmp_path / "archives.json")
    begun = Early(Step("ingest.read", "ingest.read", {}), unmet, Store(tmp_path / "store"))
    assert begun.begun
    begun.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
