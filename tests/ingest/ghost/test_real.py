"""A real export, where it is at hand: every post counted, every letter accounted for, by each of
the two forms in which it holds them."""

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from pipeline.ingest.readers.ghost import export, posts
from pipeline.model.text import Image
from pipeline.model.walk import every, inlines, plain
from tests.ingest.ghost.conftest import Reading, read_at

ARCHIVE = Path(__file__).resolve().parents[3].parent / "shared/archives/ghost-bhuron.json"

pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"no real archive at {ARCHIVE}")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_at(ARCHIVE)


def rows() -> dict[str, dict[str, str]]:
    data = json.loads(ARCHIVE.read_text(encoding="utf-8"))["db"][0]["data"]
    return {row["id"]: row for row in data["posts"]}


def said(reading: Reading) -> dict[str, str]:
    return {item: "\n".join(map(plain, post.blocks)) for item, post in reading.posts.items()}


def test_every_post_and_page_is_read(reading: Reading) -> None:
    assert list(reading.posts) == list(rows())
    seen = Counter((post.kind, post.visibility) for post in reading.posts.values())
    assert seen == {("post", "public"): 21, ("page", "public"): 1}
    assert reading.aside() == reading.codes() == []
    tags = {tag for post in reading.posts.values() for tag in post.tags}
    assert len(tags) == 10
    assert not any(tag.startswith("#") for tag in tags)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W+", "", text))


def test_no_letter_of_a_real_text_is_lost(reading: Reading) -> None:
    texts = said(reading)
    lost = {}
    for item, row in rows().items():
        source = re.sub(r"(?s)<script.*?</script>|<sup class=\"footnote-ref.*?</sup>|\$\$|↩", " ",
                        row["html"])  # fmt: skip
        missing = letters(unescape(re.sub(r"<[^<>]*>", " ", source))) - letters(texts[item])
        if missing:
            lost[item] = missing
    assert lost == {}


def test_what_the_editors_stored_says_what_was_rendered(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored(row: export.Row, kind: type[export.Entry]) -> export.Entry | None:
        found = export.decoded(row, kind)
        if found is not None:
            found.html = None
        return found

    monkeypatch.setattr(posts, "decoded", stored)
    other, own = said(read_at(ARCHIVE)), said(reading)
    assert {item: letters(text) for item, text in other.items()} == {
        item: letters(text) for item, text in own.items()
    }


def test_pictures_are_asked_for_in_full(reading: Reading) -> None:
    keys = {
        node.media
        for post in reading.posts.values()
        for block in every(post.blocks)
        for node in inlines(block)
        if isinstance(node, Image)
    }
    assert len(keys) == len(reading.intake.media) == 31
    assert not [key for key in keys if "/size/" in key or "GHOST" in key]


def test_no_secret_of_a_real_site_is_told(reading: Reading) -> None:
    data = json.loads(ARCHIVE.read_text(encoding="utf-8"))["db"][0]["data"]
    secrets = [str(user[name]) for user in data["users"] for name in ("email", "password")]
    secrets += [str(one["value"]) for one in data["settings"]
                if re.search(r"key|secret|password|token|hash", one["key"])]  # fmt: skip
    told = reading.told() + repr(list(reading.posts.values()))
    assert not [secret for secret in secrets if len(secret) > 5 and secret in told]
