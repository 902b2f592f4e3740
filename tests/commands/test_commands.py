"""Each command says what a writer needs, as words and as JSON, and fails with its own exit code."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from pipeline.cli import main, parser
from tests.floor import RECIPE, Floor


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    made = Floor(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(words) == code
    out, err = capsys.readouterr()
    return out + err


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    found = json.loads(said(capsys, *words, "--json"))
    assert isinstance(found, dict)
    return found


def test_book_says_what_was_made_and_that_nothing_is_left(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(capsys, "book", "small")
    assert "Small Lights, by Ada Quill" in first
    assert "3 × post: 3 in the book" in first
    assert "nothing has changed" in said(capsys, "book", "small")
    (docx,) = (floor.root / "build/small/1").glob("*.docx")
    assert docx.stat().st_size > 1000


def test_a_book_from_a_bare_archive_goes_where_it_is_told(
    floor: Floor, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "elsewhere"
    said(capsys, "book", "sources/posts", "--only", "docx", "--out", str(out))
    assert [path.suffix for path in sorted(out.iterdir()) if path.is_file()] == [
        ".docx", ".html", ".json",
    ]  # fmt: skip


def test_account_changes_and_trace_tell_of_every_item_and_word(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "book", "small")
    account = told(capsys, "account", "small")
    assert account["balanced"] is True
    assert "It balances" in said(capsys, "account", "small", "--items")
    changes = said(capsys, "changes", "small", "--rule", "typography")
    assert '[-"why" ---] {+“why” —+}' in changes
    trace = said(capsys, "trace", "small", "no chart shows")
    assert "2021-06-01-the-chart.md" in trace
    bookmark = trace.split("mark")[1].split()[0]
    assert "no chart shows" in said(capsys, "trace", "small", bookmark)


def test_show_makes_a_step_again_that_was_not_kept(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "book", "small")
    assert '"why" -- nobody' in said(capsys, "show", "small", "clean.noise")
    assert "“why”" in said(capsys, "show", "small")
    assert "did you mean 'clean.noise'" in said(capsys, "show", "small", "clean.noize", code=2)


def test_inspect_passes_a_whole_book_and_refuses_a_damaged_one(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "book", "small")
    assert "passes" in said(capsys, "inspect", "small")
    (docx,) = (floor.root / "build/small/1").glob("*.docx")
    _reword(docx, b"patience", b"patients")
    refused = said(capsys, "inspect", "small", code=6)
    assert "patients" in refused


def _reword(docx: Path, old: bytes, new: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(docx) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(docx, "w") as package:
        for info, data in parts:
            package.writestr(info, data.replace(old, new))


def test_identify_says_what_and_why(floor: Floor, capsys: pytest.CaptureFixture[str]) -> None:
    assert "folder of Markdown" in said(capsys, "identify", "sources/posts")


def test_new_writes_a_recipe_that_builds(floor: Floor, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "new", "second", "--from", "sources/posts")
    assert "3 in the book" in said(capsys, "book", "second")
    assert "already" in said(capsys, "new", "second", "--from", "sources/posts", code=2)


def test_init_lays_out_a_floor_and_leaves_what_is_there(
    floor: Floor, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "floor"
    target.mkdir()
    (target / "README.md").write_text("mine")
    said(capsys, "init", str(target))
    assert (target / "recipes").is_dir()
    assert (target / "README.md").read_text() == "mine"


def test_schemas_are_published(floor: Floor, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = json.loads(said(capsys, "schema"))
    verbs = [verb["$ref"] for verb in recipe["properties"]["overrides"]["items"]["anyOf"]]
    assert verbs == [f"#/$defs/{name}" for name in ("Set", "Replace", "Before", "After", "Skip")]
    assert recipe["$defs"]["Skip"]["required"] == ["skip", "why"]
    assert (
        recipe["additionalProperties"] is recipe["$defs"]["About"]["additionalProperties"] is False
    )
    links = json.loads(said(capsys, "schema", "clean.links"))
    assert links["additionalProperties"] is False
    assert links["properties"]["show"]["enum"] == ["footnote", "link", "text"]
    assert links["properties"]["show"]["default"] == "link"
    assert "the words carry the address" in links["properties"]["show"]["description"]
    assert "styles" in json.loads(said(capsys, "schema", "house"))["properties"]
    steps = json.loads(said(capsys, "schema", "routing"))["x-shared-routings"]
    assert steps["tweets"][0] == "ingest.read"


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("book", "smal"), 2, "did you mean 'small'"),
        (("account", "small"), 2, "bookworks book small"),
        (("book", "nothing.zip"), 2, "nothing.zip"),
        (("book", "small", "--only", "dokx"), 2, "'docx'"),
    ],
)
def test_a_mistake_has_a_way_out_and_its_own_exit_code(
    floor: Floor,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    part: str,
) -> None:
    assert part in said(capsys, *words, code=code)


def test_an_error_is_told_as_json_too(floor: Floor, capsys: pytest.CaptureFixture[str]) -> None:
    floor.recipe(RECIPE.replace("routing:", "ruting:"))
    assert main(["book", "small", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == 3
    assert "recipe.yaml:6" in told["file"]


def test_a_command_that_is_made_alone_has_the_words_that_it_has_among_all() -> None:
    every = commands(parser())
    assert len(every) > 20
    for name, words in every.items():
        alone = commands(parser(name))
        assert list(alone) == [name]
        if name != "change":  # whose many kinds are made only where they are asked for
            assert alone[name].format_help() == words.format_help()


def commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (words,) = [one for one in top._actions if isinstance(one, argparse._SubParsersAction)]
    return dict(words.choices)
