"""Editions of a real archive: cut at the end of a year with twenty edits, then the whole of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from pipeline.model.origin import TITLE
from pipeline.model.walk import leaves, own_text
from pipeline.shop import edition
from pipeline.shop.archive_room import opened
from pipeline.shop.comparison import Comparison
from pipeline.shop.edition import Next
from pipeline.shop.job import build
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from tests.whole.line import ARCHIVES

ARCHIVE = ARCHIVES / "twitter-2024-alrocar.zip"
LAST = "2022"
EDITS = 20

pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"no real archive at {ARCHIVE}")

RECIPE = """\
# my own comment
book: {title: Tweets, author: The Author, language: en}
edition: 1
sources: [sources/until-2022.zip]   # the first I had
routing: tweets
formats: [docx]
"""


def _year(tweet: dict[str, dict[str, str]]) -> str:
    return tweet["tweet"]["created_at"][-4:]


def cut(to: Path) -> set[str]:
    """The archive as it could have been at the end of 2022; the ids of its tweets."""
    kept: set[str] = set()
    with zipfile.ZipFile(ARCHIVE) as whole, zipfile.ZipFile(to, "w") as made:
        for name in sorted(whole.namelist()):
            data = whole.read(name)
            if name.endswith(("data/tweets.js", "data/note-tweet.js", "data/manifest.js")):
                head, _, body = data.partition(b"=")
                if name.endswith("manifest.js"):
                    continue  # its counts are the whole archive's
                entries = json.loads(body)
                if name.endswith("tweets.js"):
                    entries = [one for one in entries if _year(one) <= LAST]
                    kept |= {one["tweet"]["id_str"] for one in entries}
                else:
                    entries = [one for one in entries if one["noteTweet"]["createdAt"][:4] <= LAST]
                data = head + b"=" + json.dumps(entries).encode()
            made.writestr(name, data)
    return kept


class Floor:
    def __init__(self, root: Path) -> None:
        self.places = Places(root, root / "build" / ".shop")
        self.folder = root / "recipes" / "tweets"
        self.folder.mkdir(parents=True)
        (root / "sources").mkdir()
        self.first = cut(root / "sources" / "until-2022.zip")
        (self.folder / "recipe.yaml").write_text(RECIPE, encoding="utf-8")

    def build(self, sealed: int = 0) -> dict[str, bytes]:
        made = build(Order("tweets", sealed=sealed), self.places, None, lambda said: None)
        folder = Path(made.folder)
        return {name: (folder / name).read_bytes() for name in made.files}

    def edit(self) -> None:
        """Twenty edits: three words of long paragraphs, made louder."""
        lines = []
        with opened("tweets", self.places) as record:
            divisions = [d for top in record.manuscript().divisions for d in _all(top)]
        for division in divisions:
            for leaf in leaves(division.blocks):
                words = own_text(leaf).split(" ")
                was = " ".join(words[2:5])
                if not leaf.origin or leaf.origin[0].block == TITLE or len(words) < 12:
                    continue
                if own_text(leaf).count(was) != 1 or not was.replace(" ", "").isalpha():
                    continue
                origin = leaf.origin[0]
                lines.append({"item": origin.item, "block": origin.block, "was": was,
                              "now": was.upper() + "!", "why": "louder"})  # fmt: skip
        step = len(lines) // EDITS
        (self.folder / "edits").mkdir(exist_ok=True)
        text = json.dumps(lines[::step][:EDITS], ensure_ascii=False, indent=1)
        (self.folder / "edits" / "loud.yaml").write_text(text, encoding="utf-8")


def _all(division):  # type: ignore[no-untyped-def]
    yield division
    for inner in division.divisions:
        yield from _all(inner)


@pytest.fixture(scope="module")
def editions(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Floor, dict[str, bytes], Comparison, dict[str, bytes]]:
    floor = Floor(tmp_path_factory.mktemp("editions"))
    floor.build()
    floor.edit()
    first = floor.build()
    found = edition.begin(Next("tweets", ARCHIVE), floor.places, None, lambda said: None)
    return floor, first, found.comparison, floor.build()


Editions = tuple[Floor, dict[str, bytes], Comparison, dict[str, bytes]]


def test_every_edit_is_carried_or_reported(editions: Editions):
    _, _, found, _ = editions
    told = {finding.place for finding in found.edits if finding.code != "edits.applied"}
    applied = [f for f in found.edits if f.code == "edits.applied"]
    carried = int(applied[0].message.split()[0]) if applied else 0
    assert carried + len(told) == EDITS
    assert carried >= EDITS - 1


def test_the_report_counts_what_an_independent_count_finds(editions: Editions):
    floor, _, found, _ = editions
    with zipfile.ZipFile(ARCHIVE) as archive:
        name = next(n for n in archive.namelist() if n.endswith("data/tweets.js"))
        whole = {
            one["tweet"]["id_str"] for one in json.loads(archive.read(name).partition(b"=")[2])
        }
    assert len(whole) == 1223
    new = [one.item for one in found.items if one.state == "new" and one.kind != "note"]
    assert set(new) == whole - floor.first
    assert not [one for one in found.items if one.state == "gone"]


def test_paragraphs_that_did_not_change_keep_their_marks(editions: Editions):
    _, _, found, _ = editions
    assert found.paragraphs.kept > 500
    assert found.paragraphs.gone <= found.paragraphs.kept // 100


def test_the_first_edition_is_made_again_to_the_byte(editions: Editions):
    floor, first, _, second = editions
    assert floor.build(sealed=1) == first != second


def test_the_recipe_keeps_its_comments_and_its_history(editions: Editions):
    floor, *_ = editions
    text = (floor.folder / "recipe.yaml").read_text(encoding="utf-8")
    assert "# my own comment" in text
    assert "edition: 2" in text
    assert "until-2022.zip" in text.partition("history:")[2]


def test_a_sealed_edition_says_that_it_came_out_as_it_was(editions: Editions):
    floor, *_ = editions
    made = build(Order("tweets", sealed=1), floor.places, None, lambda said: None)
    assert made.notes == (f"Made again to the byte: all {len(made.files)} files are those of "
                          "edition 1.",)  # fmt: skip
