"""`bookworks house`, and a house of one's own in the recipe's folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.model.house import names
from tests.floor import RECIPE, Floor

OWN = """\
extends = "shunn"
title = "Slipway Press"
about = "As Shunn, with a star."
scene_break = "*"
"""


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    made = Floor(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(words) == code
    out, err = capsys.readouterr()
    return out + err


def test_every_house_is_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    listed = said(capsys, "house", "list")
    for name in names():
        assert name in listed
        shown = json.loads(said(capsys, "house", "show", name, "--json"))
        assert shown["roles"]["body"] in shown["styles"]
        assert "a break" in said(capsys, "house", "show", name)


def test_a_file_passes_the_house_it_was_made_for_and_no_other(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.recipe(RECIPE.replace("generic", "rsuite"))
    said(capsys, "book", "small")
    (docx,) = (floor.root / "build/small/1").glob("*.docx")
    assert "passes (Macmillan RSuite)" in said(capsys, "house", "check", str(docx), "--house",
                                               "rsuite")  # fmt: skip
    found = json.loads(said(capsys, "house", "check", str(docx), "--house", "nostarch", "--json",
                            code=6))  # fmt: skip
    assert found["refused"] is True
    assert {one["code"] for one in found["findings"]} >= {
        "house.no-chapters",
        "house.foreign-style",
    }
    few = said(capsys, "house", "check", str(docx), "--house", "nostarch", code=6)
    every = said(capsys, "house", "check", str(docx), "--house", "nostarch", "--every", code=6)
    assert "more of the sort" in few
    assert len(every) > len(few)


def test_what_cannot_be_checked_is_told_with_its_own_exit_code(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.write("letter.docx", "Dear Ada")
    assert "this is not a docx" in said(capsys, "house", "check", "letter.docx", "--house",
                                        "vellum", code=6)  # fmt: skip
    assert "no such file" in said(capsys, "house", "check", "gone.docx", "--house", "vellum",
                                  code=2)  # fmt: skip
    assert "did you mean 'vellum'" in said(capsys, "house", "check", "letter.docx", "--house",
                                           "velum", code=3)  # fmt: skip


def test_a_house_of_ones_own_lies_in_the_recipes_folder(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.recipe(RECIPE.replace("generic", "slipway.toml"))
    floor.write("recipes/small/slipway.toml", OWN)
    floor.post("2022-01-01-the-gap", "---\ntitle: The Gap\n---\n\nOut.\n\n* * *\n\nAnd in.\n")
    said(capsys, "book", "small")
    (docx,) = (floor.root / "build/small/1").glob("*.docx")
    first = docx.read_bytes()
    own = "recipes/small/slipway.toml"
    assert "passes (Slipway Press)" in said(capsys, "house", "check", str(docx), "--house", own)
    assert "mark of a break" in said(capsys, "house", "check", str(docx), "--house", "shunn",
                                     code=6)  # fmt: skip
    assert "nothing has changed" in said(capsys, "book", "small")
    floor.write(own, OWN.replace('"*"', '"~"'))
    said(capsys, "book", "small")
    assert docx.read_bytes() != first


def test_a_wrong_word_in_a_house_of_ones_own_stops_the_book_with_its_line(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.recipe(RECIPE.replace("generic", "slipway.toml"))
    floor.write("recipes/small/slipway.toml", OWN.replace("scene_break", "scene_braek"))
    told = said(capsys, "book", "small", code=3)
    assert "recipes/small/slipway.toml:4:scene_braek" in told
    assert "did you mean 'scene_break'?" in told


def test_a_house_outside_the_recipes_folder_is_not_read(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    floor.recipe(RECIPE.replace("generic", "../slipway.toml"))
    floor.write("recipes/slipway.toml", OWN)
    assert "recipe's folder" in said(capsys, "book", "small", code=3)
