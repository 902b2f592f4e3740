"""Two things at once: the answers are those of one after the other, whatever befalls the branch."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.model.errors import OperationError
from pipeline.shop import hand
from pipeline.shop.beside import beside
from pipeline.shop.mate import can_branch, undivided
from tests.floor import RECIPE, Floor

branching = pytest.mark.skipif(not can_branch(), reason="needs Linux and two cores")


class Answer(Struct):
    by: int
    words: str = ""


def asked() -> Answer:
    return Answer(os.getpid(), "lamp " * 100_000)


@branching
def test_the_other_half_is_done_in_another_process():
    mine, answer = beside(os.getpid, asked, Answer)
    assert mine == os.getpid() != answer.by
    assert answer.words == asked().words


def test_on_one_core_both_are_done_here():
    with undivided():
        assert beside(lambda: 1, asked, Answer) == (1, asked())


@branching
def test_what_the_branch_cannot_do_is_done_here():
    here = os.getpid()

    def killed() -> Answer:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return asked()

    assert beside(lambda: 1, killed, Answer) == (1, asked())


@branching
def test_an_error_of_the_branch_is_raised_here():
    def failing() -> Answer:
        raise OperationError("the lamp went out")

    with pytest.raises(OperationError, match="the lamp went out"):
        beside(lambda: 1, failing, Answer)


@branching
def test_an_error_here_ends_the_branch():
    def failing() -> int:
        raise OperationError("no oil")

    def waiting() -> Answer:
        signal.pause()
        return asked()

    with pytest.raises(OperationError, match="no oil"):
        beside(failing, waiting, Answer)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left


VOLUMES = """\
formats: [docx, epub, web, pdf]
overrides:
  - set: assemble.volumes
    options: {words: 12000}
"""


@branching
def test_two_cores_make_the_bytes_that_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hand, "WORTH_CALLING", 0)
    floors = [Floor(tmp_path / name) for name in ("two", "one")]
    for floor in floors:
        for year in range(2001, 2009):
            text = f"---\ntitle: Log {year}\n---\n\n" + "The bell rang, and nobody came.\n\n" * 900
            floor.post(f"{year}-05-05-log", text)
        floor.recipe(RECIPE.replace("formats: [docx]\n", VOLUMES))
    two = floors[0].build()
    with undivided():
        one = floors[1].build()
    for suffix in (".docx", ".epub", ".pdf"):
        assert sum(name.endswith(suffix) for name in two.files) > 1
    assert floors[0].files() == floors[1].files()
    assert two.findings == one.findings
    sheet = json.loads((floors[0].root / "build/small/1/traveler.json").read_text("utf-8"))
    took = {row["step"]: row["seconds"] for row in sheet["rows"]}
    assert took["export.pdf"] > 0.05  # made beside the others, which is no matter of an instant


def test_the_branch_asks_nothing_of_systems_that_have_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert not can_branch()
