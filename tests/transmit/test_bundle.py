"""The bundle is a bag that other programs take, and its papers agree with the book."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.floor import RECIPE, Floor

bagit = pytest.importorskip("bagit")


def papers(floor: Floor) -> Path:
    floor.build()
    return floor.root / "build" / floor.name / "1" / "bundle"


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_bag_is_valid_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    bundle = papers(Floor(tmp_path))
    assert bagit.Bag(str(bundle)).is_valid()
    (bundle / "data" / "account.json").write_text("{}")
    assert not bagit.Bag(str(bundle)).is_valid()


def test_it_holds_the_docx_itself_and_an_account_that_balances(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    bundle = papers(floor)
    (inside,) = (bundle / "data" / "manuscript").glob("*.docx")
    assert inside.read_bytes() == (bundle.parent / inside.name).read_bytes()
    assert json.loads((bundle / "data/account.json").read_text())["balanced"]


def test_words_are_counted_by_division_and_come_to_the_whole(tmp_path: Path) -> None:
    counts = rows(papers(Floor(tmp_path)) / "data/logs" / "words.csv")
    tops = [int(row["words"]) for row in counts if row["level"] == "1"]
    assert sum(tops) == int(counts[-1]["words"]) > 30


def test_special_characters_are_listed_with_their_names(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.post("2022-05-05-signs", "---\ntitle: Signs\n---\n\nA lamp 🕯 and a Hebrew אור.\n")
    listed = rows(papers(floor) / "data/logs" / "characters.csv")
    names = {row["name"]: row for row in listed}
    assert names["candle"]["code point"] == "U+1F56F"
    assert "hebrew letter alef" in names
    assert all(ord(row["character"]) > 126 for row in listed if row["character"])


def test_no_cell_of_an_authors_words_is_a_formula(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.post("2022-05-05-sums", '---\ntitle: "=1+1"\n---\n\n' + "Words. " * 200 + "\n")
    floor.recipe(RECIPE + "overrides:\n  - set: assemble.divisions\n    options: {by: post}\n")
    counts = rows(papers(floor) / "data/logs" / "words.csv")
    assert "'=1+1" in [row["title"] for row in counts]


def test_the_style_map_names_every_role(tmp_path: Path) -> None:
    listed = rows(papers(Floor(tmp_path)) / "data/logs" / "styles.csv")
    assert {"body", "first", "emphasis"} <= {row["role"] for row in listed}
