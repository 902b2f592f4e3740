"""Edits and editions as a writer meets them: at the command line, on a floor of a few posts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.floor import POSTS, Floor


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Floor:
    made = Floor(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, object]:
    assert main([*words, "--json"]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def newer(floor: Floor) -> str:
    """The archive a year on: one post is new, one was changed, one is a draft now, one is gone."""
    folder = floor.root / "sources" / "newer"
    folder.mkdir()
    for name, text in POSTS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    lamp = folder / "2019-03-02-the-lamp.md"
    lamp.write_text(
        lamp.read_text().replace("at four.", "at four, or so they said."), encoding="utf-8"
    )
    chart = folder / "2021-06-01-the-chart.md"
    chart.write_text(chart.read_text().replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    (folder / "2019-11-20-the-ferry.md").unlink()
    (folder / "2022-01-01-the-bell.md").write_text(
        "---\ntitle: The Bell\n---\n\nIt rang.\n", encoding="utf-8"
    )
    return "sources/newer"


def test_the_next_edition_tells_item_by_item_what_became_of_each(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    found = told(capsys, "edition", "small", "--from", newer(floor))
    states = {item["words"] or item["item"]: item["state"] for item in found["items"]}
    assert states == {
        "The Bell": "new",
        "The Lamp": "changed",
        "The Ferry": "gone",
        "The Chart": "hidden",
    }
    page = Path(str(found["page"])).read_text(encoding="utf-8")
    assert "<ins>four, or so they said." in page
    assert "There is a rock" not in page


def test_an_edit_is_kept_by_the_next_edition_and_told_where_the_source_changed(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    told(capsys, "edit", "small", "nobody asked", "nobody dared", "--why", "truer")
    told(capsys, "edit", "small", "went out at four", "went out at five")
    floor.build()
    assert main(["trace", "small", "nobody dared"]) == 0
    assert main(["trace", "small", "out at five"]) == 0
    capsys.readouterr()
    found = told(capsys, "edition", "small", "--from", newer(floor))
    codes = [finding["code"] for finding in found["edits"]]
    assert codes == ["edits.applied"]  # the changed sentence still holds the words
    assert main(["trace", "small", "out at five, or so they said"]) == 0


def test_edition_1_is_there_again_when_it_is_asked_for(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    before = floor.files()
    told(capsys, "edition", "small", "--from", newer(floor))
    made = told(capsys, "book", "small", "--edition", "1")
    assert "Made again to the byte" in made["notes"][0]
    assert floor.files() == before
    again = told(capsys, "book", "small", "--edition", "1")
    assert again["fresh"] is False
    assert told(capsys, "account", "small", "--edition", "1")["edition"] == 1
    assert told(capsys, "account", "small")["edition"] == 2


def test_an_edition_that_cannot_be_made_leaves_the_recipe_as_it_was(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    before = (floor.folder / "recipe.yaml").read_bytes()
    (floor.root / "sources" / "empty.zip").write_bytes(b"PK\5\6" + bytes(18))
    assert main(["edition", "small", "--from", "sources/empty.zip"]) != 0
    assert (floor.folder / "recipe.yaml").read_bytes() == before
    assert sorted(path.name for path in floor.folder.rglob("*") if path.is_file()) == [
        "recipe.yaml"
    ]
    assert main(["book", "small"]) == 0


def test_an_edition_is_not_begun_twice_from_one_archive(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    archive = newer(floor)
    told(capsys, "edition", "small", "--from", archive)
    assert "already" in str(told(capsys, "edition", "small", "--from", archive, code=2)["error"])


def test_what_a_kill_left_of_a_seal_is_made_anew(floor: Floor, capsys: pytest.CaptureFixture[str]):
    floor.build()
    left = floor.folder / "editions" / "1"
    left.mkdir(parents=True)
    (left / "seal.json").write_text("{}")
    found = told(capsys, "edition", "small", "--from", newer(floor))
    assert found["edition"] == 2
    assert "Made again to the byte" in told(capsys, "book", "small", "--edition", "1")["notes"][0]


def test_a_changed_archive_cannot_pass_for_that_of_a_sealed_edition(
    floor: Floor, capsys: pytest.CaptureFixture[str]
):
    floor.build()
    told(capsys, "edition", "small", "--from", newer(floor))
    floor.post("2019-03-02-the-lamp", "# Another\n\nText.")
    assert "not the archive" in str(
        told(capsys, "book", "small", "--edition", "1", code=4)["error"]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit", "small", "no such words", "x"), "no passage"),
        (("edit", "small", "The", "x"), "stands in"),
        (("edit", "other", "a", "b"), "no recipe"),
        (("edition", "other", "--from", "sources/posts"), "no book"),
        (("edition", "small"), "first edition"),
        (("edition", "small", "--from", "sources/none.zip"), "no such archive"),
        (("book", "small", "--edition", "7"), "no sealed edition 7"),
    ],
)
def test_a_mistake_is_told_in_words(
    floor: Floor, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
):
    floor.build()
    assert main([*words]) != 0
    assert said in capsys.readouterr().err
