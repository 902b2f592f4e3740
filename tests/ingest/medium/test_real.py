"""A real export, where it is at hand: every page counted, every letter accounted for."""

import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from pipeline.model.text import Heading, Image
from pipeline.model.walk import every, inlines, plain
from pipeline.model.walk import text as words
from tests.ingest.medium.conftest import Reading, read_at

ARCHIVE = Path(__file__).resolve().parents[3].parent / "shared/archives/medium-enkiv2.zip"

pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"no real archive at {ARCHIVE}")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_at(ARCHIVE)


def pages() -> dict[str, str]:
    with zipfile.ZipFile(ARCHIVE) as file:
        names = [name for name in file.namelist() if name.endswith(".html")]
        return {name: file.read(name).decode() for name in names}


def test_every_page_is_a_post_a_response_or_a_draft(reading: Reading) -> None:
    assert len(pages()) == len(reading.posts) == 585
    seen = Counter((post.kind, post.visibility) for post in reading.posts.values())
    assert seen == {("post", "public"): 214, ("post", "draft"): 1, ("response", "public"): 370}
    assert reading.aside() == []
    assert [code for code, _ in reading.codes()] == ["medium.responses"]


def test_a_text_is_a_post_where_medium_marked_a_title(reading: Reading) -> None:
    marked = sum("graf--title" in text for text in pages().values())
    assert marked == sum(post.kind == "post" and post.visibility == "public"
                         for post in reading.posts.values())  # fmt: skip


def test_no_title_is_said_twice(reading: Reading) -> None:
    for post in reading.posts.values():
        assert bool(post.title) == (post.kind == "post")
        first = next(iter(post.blocks), None)
        if isinstance(first, Heading):
            assert words(first.content).casefold() != words(post.title).casefold()


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W+", "", text))


def test_no_letter_of_a_real_text_is_lost(reading: Reading) -> None:
    lost: dict[str, Counter[str]] = {}
    changes: dict[str, str] = {}
    for change in reading.bench.changes:
        changes[change.origin.item] = changes.get(change.origin.item, "") + change.before
    for name, text in pages().items():
        item = name.rpartition("-")[2].removesuffix(".html")
        body = text.split('class="e-content">')[1].split("<footer>")[0]
        source = unescape(re.sub(r"<[^<>]*>", " ", body))
        post = reading.posts[item]
        kept = words(post.title) + "\n".join(map(plain, post.blocks))
        missing = letters(source) - letters(kept + changes.get(item, ""))
        if missing:
            lost[item] = missing
    assert lost == {}


def test_pictures_are_asked_for_in_full(reading: Reading) -> None:
    keys = [
        node.media
        for post in reading.posts.values()
        for block in every(post.blocks)
        for node in inlines(block)
        if isinstance(node, Image)
    ]
    assert len(keys) == 110
    assert all(re.fullmatch(r"https://cdn-images-1\.medium\.com/\d\*[^/]+", key) for key in keys)
