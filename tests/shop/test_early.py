"""A book whose archive is begun with early is the book that is read in its turn."""

from __future__ import annotations

import os
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import halves
from pipeline.ingest.halves import Half
from pipeline.ingest.intake import Intake
from pipeline.model.errors import ArchiveError
from pipeline.shop import early, received
from pipeline.shop.early import Early
from pipeline.shop.mate import Mate, Talk, can_branch, undivided
from pipeline.shop.routing import Step
from pipeline.shop.store import Store
from tests.bench.words import posts, wxr
from tests.floor import RECIPE, Floor

pytestmark = pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")

WORDS = 50_000


def floor(root: Path, *more: str, words: int = WORDS) -> Floor:
    """A book of an export that is worth beginning with, and of what else is named."""
    made = Floor(root)
    made.write("sources/lights.xml", wxr(posts(words)))
    sources = ", ".join(f"sources/{name}" for name in ("lights.xml", *more))
    made.recipe(RECIPE.replace("sources/posts", sources))
    return made


def folder(root: Path) -> Floor:
    """A book of a zip of Markdown, long enough to be converted in halves."""
    made = Floor(root)
    (root / "sources").mkdir(exist_ok=True)
    with zipfile.ZipFile(root / "sources/logs.zip", "w") as logs:
        for day in range(120):
            said = f"The lamp of {day} burns.\n\n" * 450
            logs.writestr(zipfile.ZipInfo(f"day-{day:03}.md"), f"# Day {day}\n\n{said}")
    made.recipe(RECIPE.replace("sources/posts", "sources/logs.zip"))
    return made


LONG = 250_000
"""Words of an export whose second half is converted early."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of each that was asked for a piece, which it was given; "" for none."""
    given: list[str] = []
    answer = Early._next

    def noted(self: Early, kind: type) -> object:
        found: Any = answer(self, kind)
        given.append(found.reader if found is not None else "")
        return found

    monkeypatch.setattr(Early, "_next", noted)
    return given


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """By whom mates were called."""
    called: list[str] = []
    call = Mate.__init__

    def noted(self: Mate, task: Any) -> None:
        called.append(task.func.__name__ if hasattr(task, "func") else "beside")
        call(self, task)

    monkeypatch.setattr(Mate, "__init__", noted)
    return called


def plainly(made: Floor) -> dict[str, bytes]:
    with undivided():
        made.build()
    return made.files()


def nobody_is_left() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_what_was_begun_is_gone_on_with(tmp_path: Path, answers: list[str]) -> None:
    helped = floor(tmp_path / "helped")
    helped.build()
    assert answers[0] == "wordpress"
    assert helped.files() == plainly(floor(tmp_path / "alone"))


def test_one_mate_reads_and_scouts_and_does_its_share_of_a_long_export(
    tmp_path: Path, answers: list[str], calls: list[str]
) -> None:
    helped = floor(tmp_path / "helped", words=LONG)
    helped.build()
    assert answers[:3] == ["wordpress"] * 3  # the export, where it is parted, the second half
    assert calls == ["_live"]
    assert helped.files() == plainly(floor(tmp_path / "alone", words=LONG))


def test_half_of_a_long_folder_is_converted_early(tmp_path: Path, answers: list[str]) -> None:
    helped = folder(tmp_path / "helped")
    helped.build()
    assert answers[:2] == ["markdown", "markdown"]  # where it is parted, the second half
    assert helped.files() == plainly(folder(tmp_path / "alone"))


def test_two_archives_are_both_begun_with(tmp_path: Path, answers: list[str]) -> None:
    helped, alone = floor(tmp_path / "helped", "old.xml"), floor(tmp_path / "alone", "old.xml")
    for each in helped, alone:
        each.write("sources/old.xml", wxr(posts(2_000)).replace("https://lights", "https://old"))
    helped.build()
    assert answers.count("wordpress") == 2
    assert helped.files() == plainly(alone)


def test_an_archive_that_was_met_before_is_not_begun_with(tmp_path: Path, calls: list[str]) -> None:
    helped = floor(tmp_path)
    helped.build()
    assert calls == ["_live"]
    helped.recipe((helped.folder / "recipe.yaml").read_text().replace("blog", "tweets"))
    helped.build()
    assert calls.count("_live") == 1


def test_a_book_with_operations_of_its_own_has_them_loaded_once(
    tmp_path: Path, calls: list[str]
) -> None:
    helped = floor(tmp_path)
    helped.operation(
        "loud",
        f"""\
        from pipeline.model.bench import Bench
        from pipeline.model.handoff import Posts

        open({str(tmp_path / "loaded")!r}, "a").write("x")


        def run(posts: Posts, bench: Bench) -> Posts:
            return posts
        """,
    )
    added = "overrides:\n  - after: clean.links\n    run: operations/loud.py\n    why: to see\n"
    helped.recipe((helped.folder / "recipe.yaml").read_text() + added)
    helped.build()
    assert "_live" not in calls
    assert (tmp_path / "loaded").read_text() == "x"


def dies(*args: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def breaks(*args: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("spoilt", [dies, breaks])
def test_a_mate_that_comes_to_grief_costs_nothing_but_time(
    spoilt: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
) -> None:
    helped = floor(tmp_path / "helped")
    monkeypatch.setattr(early, "_live", spoilt)
    helped.build()
    assert set(answers) == {""}
    assert helped.files() == plainly(floor(tmp_path / "alone"))
    nobody_is_left()


@pytest.mark.parametrize("told", range(5))
def test_a_mate_that_dies_between_two_pieces_costs_nothing_but_time(
    told: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first piece is there and the second is not, what was left to the mate has to be
    done here: from the start. The last of them dies as a scout, or at its share of the book."""
    helped = floor(tmp_path / "helped", words=LONG)
    tell = Talk.__init__

    def mortal(self: Talk, *ways: Any) -> None:
        tell(self, *ways)
        real, left = self.tell, iter(range(told))

        def fatal(said: bytes) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            real(said)

        self.tell = fatal  # type: ignore[method-assign]

    monkeypatch.setattr(Talk, "__init__", mortal)
    helped.build()
    monkeypatch.undo()
    assert helped.files() == plainly(floor(tmp_path / "alone", words=LONG))
    nobody_is_left()


def test_a_half_that_the_mate_cannot_convert_is_converted_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helped = floor(tmp_path / "helped", words=LONG)
    second = halves._second

    def breaks_early(texts: Any, convert: Any, intake: Intake) -> Half:
        if not intake.archive.digest:  # which only who begins early does without
            raise ArchiveError("it cannot be read")
        return second(texts, convert, intake)

    monkeypatch.setattr(halves, "_second", breaks_early)
    helped.build()
    monkeypatch.undo()
    assert helped.files() == plainly(floor(tmp_path / "alone", words=LONG))


def test_what_was_begun_with_other_bytes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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


def test_what_is_not_sound_is_left_to_the_reading(tmp_path: Path, answers: list[str]) -> None:
    helped, alone = floor(tmp_path / "helped"), floor(tmp_path / "alone")
    for each in helped, alone:
        broken = wxr(posts(WORDS)).replace("</title>", "</titel>", 5)
        each.write("sources/lights.xml", broken)
    made = helped.build()
    assert set(answers) == {""}
    assert made.findings["warning"]
    assert helped.files() == plainly(alone)


def test_a_mate_that_nobody_asks_is_let_go(tmp_path: Path) -> None:
    export = tmp_path / "lights.xml"
    export.write_text(wxr(posts(WORDS)), encoding="utf-8")
    unmet = received.new([export], tmp_path / "archives.json")
    step = Step("ingest.read", "ingest.read", {})
    begun = Early([step], unmet, Store(tmp_path / "store"), breaks)  # type: ignore[arg-type]
    assert begun.begun
    begun.close()
    nobody_is_left()
