"""Only what a change reaches is run again, and the bytes are a clean build's."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.shop.job import build
from pipeline.shop.order import Order
from tests.floor import RECIPE, Floor


def made(floor: Floor) -> list[str]:
    """The steps that a build runs."""
    steps: list[str] = []

    def watch(step: str, done: int, total: int) -> None:
        if step not in steps:
            steps.append(step)

    build(Order(floor.name, patience=5), floor.places, watch, lambda said: None)
    return steps


def test_a_second_build_runs_nothing(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    assert made(floor)
    assert made(floor) == []


def test_an_option_of_style_leaves_all_before_it_alone(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    made(floor)
    floor.override("- set: style.typography\n  options: {quotes: false}\n")
    steps = made(floor)
    assert steps[0] == "style.typography"
    assert not [step for step in steps if step.split(".")[0] in {"ingest", "clean", "assemble"}]


def test_the_house_reaches_only_what_reads_it(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    made(floor)
    floor.recipe(RECIPE.replace("generic", "vellum"))
    assert not [step for step in made(floor) if step.split(".")[0] in {"ingest", "clean"}]


def test_the_title_does_not_reach_the_archive(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    made(floor)
    floor.recipe(RECIPE.replace("Small Lights", "Great Lights"))
    assert not [step for step in made(floor) if step.split(".")[0] in {"ingest", "clean"}]


ALL = RECIPE.replace("[docx]", "[docx, epub, web, pdf]")
WEB = "overrides:\n- set: export.web\n  options: {address: https://lights.example/}\n"


def test_an_option_of_one_output_makes_no_other_again(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.recipe(ALL)
    made(floor)
    floor.recipe(ALL + WEB)
    steps = made(floor)
    assert steps[0] == "export.web"
    assert [step for step in steps if step.startswith("export.")] == ["export.web"]


def test_the_print_edition_s_pages_follow_either_of_the_two_and_nothing_else(
    tmp_path: Path,
) -> None:
    floor = Floor(tmp_path)
    floor.recipe(ALL)
    made(floor)
    for name, option in (("export.pdf", "contents: false"), ("export.epub", "cover: none")):
        floor.recipe(f"{ALL}overrides:\n- set: {name}\n  options: {{{option}}}\n")
        steps = made(floor)
        assert [step for step in steps if step.startswith("export.")] == [name, "export.pages"]
        floor.recipe(ALL)
        made(floor)


def test_an_e_book_has_a_print_edition_s_pages_only_where_there_is_one(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    for formats, told in (("epub, web", False), ("epub, pdf", True), ("epub", False)):
        floor.recipe(RECIPE.replace("[docx]", f"[{formats}]"))
        made(floor)
        ebooks = [data for name, data in floor.files().items() if name.endswith(".epub")]
        navs = [zipfile.ZipFile(io.BytesIO(data)).read("EPUB/nav.xhtml") for data in ebooks]
        assert navs
        assert {b"page-list" in nav for nav in navs} == {told}


def test_an_output_more_makes_no_other_again(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    made(floor)
    floor.recipe(ALL)
    steps = made(floor)
    assert {"export.epub", "export.web"} <= set(steps)
    assert "export.docx" not in steps


EDITS: list[Callable[[Floor], None]] = [
    lambda floor: floor.post("2019-03-02-the-lamp", "---\ntitle: The Lamp\n---\n\nIt burns.\n"),
    lambda floor: floor.post("2020-02-02-new", "---\ntitle: New\n---\n\nA new *one*.\n"),
    lambda floor: (floor.root / "sources/posts/2021-06-01-the-chart.md").unlink(missing_ok=True),
    lambda floor: floor.recipe(RECIPE.replace("Small", "Few")),
    lambda floor: floor.recipe(RECIPE.replace("generic", "vellum")),
    lambda floor: floor.override("- set: clean.links\n  options: {show: footnote}\n"),
    lambda floor: floor.override("- skip: style.typography\n  why: to see it plain\n"),
    lambda floor: floor.write("recipes/small/matter/preface.md", "Why I *wrote* this.\n"),
    lambda floor: floor.write("recipes/small/matter/preface.md", "Why not.\n"),
    lambda floor: floor.recipe(ALL),
    lambda floor: floor.recipe(ALL + WEB),
    lambda floor: floor.recipe(RECIPE.replace("[docx]", "[epub]")),
    lambda floor: floor.recipe(RECIPE),
]


@pytest.mark.parametrize("seed", range(4))
def test_any_run_of_edits_gives_the_bytes_of_a_clean_build(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    floor, clean = Floor(tmp_path / "worked"), Floor(tmp_path / "clean")
    for _ in range(5):
        edit = dice.choice(EDITS)
        edit(floor)
        edit(clean)
        if dice.random() < 0.8:
            floor.build()
    floor.build()
    clean.build()
    assert floor.files() == clean.files()
