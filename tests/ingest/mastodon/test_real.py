"""A real archive, where it is at hand: every item counted, every word accounted for."""

import html
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.inspect.counters import count
from pipeline.model.post import PUBLIC
from pipeline.model.walk import plain
from tests.ingest.mastodon.conftest import Reading, read_at

ARCHIVE = (
    Path(__file__).resolve().parents[3].parent / "shared" / "archives" / "mastodon-hikurry.zip"
)

pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"no real archive at {ARCHIVE}")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_at(ARCHIVE)


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    with zipfile.ZipFile(ARCHIVE) as file:
        found: list[dict[str, Any]] = json.loads(file.read("outbox.json"))["orderedItems"]
    return found


def test_every_item_of_the_archive_is_a_post(reading: Reading) -> None:
    seen = Counter((post.kind, post.visibility) for post in reading.posts.values())
    assert seen == {
        ("toot", "unlisted"): 1223,
        ("toot", "public"): 166,
        ("poll", "public"): 3,
        ("toot", "followers"): 24,
        ("toot", "direct"): 9,
        ("boost", "unlisted"): 36,
        ("boost", "public"): 15,
    }
    assert reading.aside() == []
    assert [finding.severity for finding in reading.bench.findings] == ["note"] * 3
    assert [(one.what, one.number) for one in count(ARCHIVE) or []] == [
        ("toots", 1425),
        ("boosts", 51),
    ]


def test_threads_and_answers_are_told_apart(reading: Reading) -> None:
    answers = [post for post in reading.posts.values() if post.reply_to]
    assert sum(not post.reply_author for post in answers) == 152
    assert sum(bool(post.reply_author) for post in answers) == 9


def test_every_picture_is_asked_for_though_the_archive_holds_none(reading: Reading) -> None:
    assert len(reading.intake.media) == 176
    assert {media.missing for media in reading.intake.media.values()} == {
        "the archive holds no pictures"
    }


def test_languages_that_were_only_guessed_are_not_believed(reading: Reading) -> None:
    public = [post for post in reading.posts.values() if post.visibility in PUBLIC]
    assert {post.language for post in public} == {"zh", "zh-CN", "ko", ""}


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W+", "", text))


def test_no_letter_of_a_real_toot_is_lost(reading: Reading, items: list[dict[str, Any]]) -> None:
    lost = {}
    for item in items:
        if item["type"] != "Create":
            continue
        fields = item["object"]
        post = reading.posts[fields["id"].rsplit("/", 1)[-1]]
        if post.visibility not in PUBLIC:
            continue
        shown = re.sub(r'<span class="invisible">https?://(?:www\.)?</span>', "", fields["content"])
        said = html.unescape(re.sub(r"<[^<>]*>", " ", shown)) + (fields["summary"] or "")
        changed = "".join(c.before for c in reading.bench.changes if c.origin.item == post.id)
        missing = letters(said) - letters("\n".join(map(plain, post.blocks))) - letters(changed)
        if missing:
            lost[post.id] = missing
    assert lost == {}
