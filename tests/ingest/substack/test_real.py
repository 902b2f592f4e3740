"""A real export, where it is at hand: every letter counted, no word lost."""

import csv
import html
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from pipeline.model.text import Image, Note
from pipeline.model.walk import every, inlines, plain, text
from tests.ingest.substack.conftest import Reading, read_at

ARCHIVES = Path(__file__).resolve().parents[3].parent / "shared" / "archives"
ZIP = ARCHIVES / "substack-inturious.zip"

pytestmark = pytest.mark.skipif(not ZIP.is_file(), reason=f"no real archive at {ZIP}")


@pytest.fixture(scope="module")
def export() -> Reading:
    return read_at(ZIP)


def test_every_letter_of_a_real_export_is_counted(export: Reading) -> None:
    seen = Counter((post.kind, post.visibility) for post in export.posts.values())
    assert seen == {
        ("letter", "public"): 24, ("episode", "public"): 12, ("letter", "draft"): 5,
    }  # fmt: skip
    assert [reason for _, _, reason in export.aside()] == ["nothing in it"]
    assert export.codes() == []
    assert all(post.created.endswith("Z") for post in export.posts.values()
               if post.visibility == "public")  # fmt: skip


def test_its_footnotes_pictures_and_boxes_are_all_told(export: Reading) -> None:
    nodes = [
        node
        for post in export.posts.values()
        for block in every(post.blocks)
        for node in inlines(block)
    ]
    assert sum(isinstance(node, Note) for node in nodes) == 4
    images = [node for node in nodes if isinstance(node, Image)]
    assert len(images) == 99
    assert not [image for image in images if "substackcdn" in image.media or "%2F" in image.media]
    assert Counter(rule for rule, _ in export.changes()) == {
        "substack.furniture": 27, "substack.picture-link": 23, "substack.button": 1,
    }  # fmt: skip


def test_the_publication_is_known_though_the_export_does_not_name_it(export: Reading) -> None:
    profile = export.intake.profile
    assert profile.title
    assert profile.url.startswith("https://")
    assert all(post.url.startswith(profile.url) for post in export.posts.values()
               if post.visibility == "public")  # fmt: skip


def test_no_letter_of_a_real_letter_is_lost(export: Reading) -> None:
    def signs(said: str) -> Counter[str]:
        return Counter(re.sub(r"\W+", "", said))

    noted: dict[str, str] = {}
    for change in export.bench.changes:
        if change.rule in ("substack.furniture", "substack.button"):
            noted[change.origin.item] = noted.get(change.origin.item, "") + change.before
    with zipfile.ZipFile(ZIP) as archive:
        names = {name.rpartition("/")[2]: name for name in archive.namelist()}
        rows = csv.DictReader(io.StringIO(archive.read(names["posts.csv"]).decode()))
        for row in rows:
            id = row["post_id"].split(".")[0]
            post = export.posts.get(id)
            if post is None or post.visibility != "public":
                continue
            page = archive.read(names[f"{row['post_id']}.html"]).decode()
            source = html.unescape(re.sub(r"<[a-zA-Z/][^<>]*>", " ", page)) + row["subtitle"]
            marks = len(re.findall("footnote-anchor-", page)) // 2
            missing = signs(source) - signs("".join(map(plain, post.blocks)))
            missing -= signs(noted.get(id, ""))
            assert sum(missing.values()) == marks * 2, id  # each mark, and its number at the note
            assert text(post.title) == " ".join(row["title"].split())
