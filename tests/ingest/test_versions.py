"""Several archives: one account's items once, in their latest version; other accounts' apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.versions import Owner, Versions
from pipeline.model.bench import Bench
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Paragraph, Text
from pipeline.shop.store import Store

MINE = [Owner(0, "twitter"), Owner(1, "twitter")]
OURS = [Owner(0, "wordpress a.example"), Owner(1, "wordpress b.example")]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(Store(tmp_path))


def post(id: str, source: int, said: str, created: str = "2020-01-01") -> Post:
    block = Paragraph((Text(said),), (Origin(source, id, 0),))
    return Post(id, source, "post", created, (block,))


def said(posts: list[Post]) -> dict[str, tuple[int, str]]:
    found = {}
    for one in posts:
        block = one.blocks[0]
        assert isinstance(block, Paragraph)
        assert isinstance(block.content[0], Text)
        assert block.origin[0].item == one.id
        found[one.id] = (one.source, block.content[0].text)
    return found


def test_of_one_account_the_later_archive_says_what_an_item_says(bench: Bench):
    posts = [
        post("7", 0, "Old."),
        post("7", 1, "New."),
        post("8", 0, "Same."),
        post("8", 1, "Same."),
    ]
    assert said(Versions(MINE, bench).single(posts)) == {"7": (1, "New."), "8": (0, "Same.")}
    assert [(m.item, m.why.partition(":")[0]) for m in bench.merges] == [
        ("7", "an earlier version"),
        ("8", "the same post, received twice"),
    ]


def test_what_a_later_archive_holds_back_is_held_back(bench: Bench):
    versions = Versions(MINE, bench)
    versions.hide("twitter", ["7"], 1)
    assert versions.single([post("7", 0, "Public once."), post("9", 1, "Still.")])[0].id == "9"
    assert [(a.item, a.reason) for a in bench.set_asides] == [
        ("7", "not public in a later archive")
    ]


def test_what_was_a_draft_once_and_is_public_now_goes_in(bench: Bench):
    versions = Versions(MINE, bench)
    versions.hide("twitter", ["7"], 0)
    assert said(versions.single([post("7", 1, "Out.")])) == {"7": (1, "Out.")}


def test_items_of_two_accounts_that_share_an_id_are_two_items(bench: Bench):
    """The one of the archive that is named first keeps its id, whenever it was written."""
    posts = [post("7", 1, "B.", "2001-01-01"), post("7", 0, "A.", "2020-01-01")]
    assert said(Versions(OURS, bench).single(posts)) == {"7": (0, "A."), "7-2": (1, "B.")}
    assert not bench.merges


def test_an_item_that_one_archive_holds_twice_in_two_texts_is_kept_twice(bench: Bench):
    posts = [post("7", 0, "One."), post("7", 0, "Other.")]
    assert said(Versions(MINE, bench).single(posts)) == {"7": (0, "One."), "7-2": (0, "Other.")}


def test_what_is_set_aside_never_has_the_id_of_what_is_kept(bench: Bench):
    bench.set_aside("post", "7", 0, "its text could not be converted")
    bench.set_aside("post", "7", 0, "its text could not be converted")
    bench.set_aside("page", "7", 0, "not public: draft")
    bench.set_aside("post", "8", 0, "not public: draft")
    versions = Versions([Owner(0, "ghost 0")], bench)
    versions.tell_apart([post("7", 0, "Sound."), post("7-2", 0, "Sound too.")])
    assert [(one.kind, one.item) for one in bench.set_asides] == [
        ("post", "7-3"), ("post", "7-4"), ("page", "7"), ("post", "8")
    ]  # fmt: skip
    assert bench.merges == []


def test_a_draft_is_merged_into_what_a_later_archive_of_the_account_shows(bench: Bench):
    bench.set_aside("post", "7", 0, "not public: draft")
    Versions(MINE, bench).tell_apart([post("7", 1, "Public now.")])
    assert bench.set_asides == []
    assert [(one.item, one.source, one.into) for one in bench.merges] == [("7", 0, "7")]
    bench.merges.clear()
    bench.set_aside("post", "7", 0, "not public: draft")
    Versions(OURS, bench).tell_apart([post("7", 1, "Of another site.")])
    assert [one.item for one in bench.set_asides] == ["7-2"]
    assert bench.merges == []
