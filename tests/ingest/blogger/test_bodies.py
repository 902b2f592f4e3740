"""Bodies as the blog showed them: one golden outline for each sort of thing in them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.readers.blogger.body import body
from pipeline.ingest.readers.blogger.pictures import whole
from tests.ingest.blogger.conftest import DRAFT, Reading, entry
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "posts").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_body_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    reading = read(entry(1, case.read_text(encoding="utf-8")))
    found = outline(reading.posts["1"].blocks)
    found += "".join(f"left out: {c.rule}: {c.before}\n" for c in reading.bench.changes)
    found += "".join(f"label: {tag}\n" for tag in reading.posts["1"].tags)
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("http://1.bp.blogspot.com/-a/b/c/d/s72-c/x%20y.jpg", "s1600/x%20y.jpg"),
        ("//1.bp.blogspot.com/-a/b/c/d/w1200-h630-p-k-no-nu/x.jpg", "s1600/x.jpg"),
        ("https://blogger.googleusercontent.com/img/b/R/AV/s4032/x.jpg", "s4032/x.jpg"),
        ("https://blogger.googleusercontent.com/img/a/AV=w640-h480", "AV=s1600"),
        ("http://photos1.blogger.com/blogger/4140/760/400/x.1.jpg", "760/1600/x.1.jpg"),
        ("http://lh3.ggpht.com/_W/S/A/G/x_thumb.jpg?imgmax=800", "G/x_thumb.jpg"),
        ("https://pictures.example/s320/x.jpg", "s320/x.jpg"),
    ],
)
def test_a_picture_is_known_by_its_address_in_full(shown: str, meant: str) -> None:
    assert whole(shown).endswith(meant)
    assert whole(whole(shown)) == whole(shown)


def test_nothing_that_is_left_out_of_a_draft_is_told(read: Callable[..., Reading]) -> None:
    case = (Path(__file__).parent / "posts" / "paragraphs.txt").read_text(encoding="utf-8")
    reading = read(entry(1, case, more=DRAFT))
    assert reading.posts["1"].visibility == "draft"
    assert reading.bench.changes == []


@pytest.mark.parametrize(
    "piece",
    [
        "<br>&nbsp;",
        "&nbsp; ",
        "<div ",
        "<p>\u00a0",
        '<img align=left src="a">x',
        "<span style=courier>",
        '<a rel="tag" href="x">Technorati Tags:',
        "<xml>",
        '<table class="tr-caption-container"><td>',
    ],
)
@pytest.mark.timeout(20)
def test_tags_and_spaces_without_end_take_no_time(piece: str, read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "start " + piece * 20_000 + " courier, technorati end"))
    assert reading.posts["1"].blocks


def test_lines_of_labels_within_one_another_are_taken_out_once() -> None:
    made = body(
        '<div>Technorati Tags: <a rel="tag">Fog</a><p>Flickr tags: <a rel="tag">Horn</a></p></div>x'
    )
    assert (made.html, made.labels) == ("x", ("Fog", "Horn", "Horn"))
