"""Several archives in one book: each counted for itself, and one post of two platforms is one."""

from __future__ import annotations

import pytest

from pipeline.shop.archive_room import opened
from pipeline.shop.job import build
from pipeline.shop.order import Order, Outcome
from pipeline.shop.places import Places
from tests.whole.line import ARCHIVES

SOURCES = ("blogger-jeffhandley.xml", "markdown-jeffhandley.zip", "twitter-2020-dsajg.zip")

pytestmark = pytest.mark.skipif(
    not all((ARCHIVES / name).exists() for name in SOURCES), reason=f"no archives at {ARCHIVES}"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, Outcome]:
    root = tmp_path_factory.mktemp("floor")
    recipe = root / "recipes" / "life" / "recipe.yaml"
    recipe.parent.mkdir(parents=True)
    sources = ", ".join(str(ARCHIVES / name) for name in SOURCES)
    recipe.write_text(
        f"book: {{title: A Life, author: Two}}\nsources: [{sources}]\nrouting: timeline\n",
        encoding="utf-8",
    )
    places = Places(root, root / "build" / ".shop")
    return places, build(Order("life"), places, None, lambda said: None)


def test_each_archive_is_counted_for_itself(made: tuple[Places, Outcome]):
    places, outcome = made
    assert outcome.account.balanced
    with opened("life", places) as record:
        notes = [f for slip in record.slips() for f in slip.findings]
    counted = {f.place for f in notes if f.code == "accounting.counted"}
    assert counted == set(SOURCES)


def test_the_posts_that_two_platforms_hold_are_in_the_book_once(made: tuple[Places, Outcome]):
    """91 files of the folder name the Blogger post that they were; one more was taken over too."""
    places, _ = made
    with opened("life", places) as record:
        merged = [m for m in record.account().merges if m.kind == "post"]
        book = record.manuscript()
    assert len(merged) == 92
    assert all(merge.why for merge in merged)
    doubled = [
        block
        for top in book.divisions
        for division in _all(top)
        for block in division.blocks
        if len({book.sources[origin.source].name for origin in block.origin}) > 1
    ]
    assert len(doubled) > 300  # what both say carries both origins


def _all(division):  # type: ignore[no-untyped-def]
    yield division
    for inner in division.divisions:
        yield from _all(inner)
