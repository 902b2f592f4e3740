"""A real backup, where it is at hand, against figures that were counted without this reader."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.inspect.counters import count
from pipeline.model.text import PostBlock
from tests.ingest.tumblr.conftest import Reading, read_at

ARCHIVE = Path(__file__).resolve().parents[3].parent / "shared" / "archives" / "tumblr-enkiv2.zip"

pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"no real archive at {ARCHIVE}")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_at(ARCHIVE)


def test_every_page_is_a_post(reading: Reading) -> None:
    assert len(reading.posts) == 518
    assert not reading.bench.set_asides
    assert not reading.bench.findings
    counts = count(ARCHIVE)
    assert counts is not None
    assert counts[0].number == 518
    kinds = Counter(made.kind for made in reading.posts.values())
    assert kinds == {"photo": 270, "post": 101, "reblog": 78, "link": 20, "quote": 19, "video": 15,
                     "audio": 11, "chat": 2, "answer": 2}  # fmt: skip
    assert all(len(made.created) == 20 for made in reading.posts.values())


def test_every_picture_that_is_there_is_found(reading: Reading) -> None:
    held = [media for media in reading.intake.media.values() if not media.missing]
    assert len(held) == 63


def test_others_words_stand_under_their_names(reading: Reading) -> None:
    own = [made for made in reading.posts.values() if made.kind != "reblog"]
    named = [
        {block.author for block in made.blocks if isinstance(block, PostBlock)} - {""}
        for made in own
    ]
    assert sum(map(bool, named)) == 10
    assert reading.intake.profile.handle == "fractalcult"
