"""Real archives of every era, against figures that were counted without this reader."""

from collections import Counter
from pathlib import Path

import pytest

ARCHIVES = Path(__file__).resolve().parents[3].parent / "shared" / "archives"


@pytest.fixture
def real(make):
    def run(name):
        path = ARCHIVES / f"twitter-{name}.zip"
        if not path.exists():
            pytest.skip(f"the real archive twitter-{name}.zip is not on this machine")
        return make.read_path(path)

    return run


def sums(found):
    kinds = Counter(post.kind for post in found.posts.values())
    merges = Counter(merge.kind for merge in found.bench.merges)
    return kinds["tweet"], kinds["retweet"], merges["note"], merges["tweet"]


def branching(found):
    parents = Counter(p.reply_to for p in found.posts.values() if not p.reply_author)
    return sum(count > 1 for id, count in parents.items() if id in found.posts)


def test_the_archive_of_2024_joins_its_long_texts_and_folds_its_edits(real):
    found = real("2024-alrocar")
    assert sums(found) == (1206, 12, 41, 5)
    assert sum(sums(found)[:2]) + sums(found)[3] == 1223
    assert found.bench.set_asides == []
    assert [one.place for one in found.bench.findings] == ["data/article.js"]
    assert sum(not media.missing for media in found.intake.media.values()) == 196
    assert found.intake.profile.handle == "alrocar"


def test_tweets_without_a_manifest_are_read_whole(real):
    found = real("2022-smithjd")
    assert sums(found) == (1630, 128, 0, 0)
    assert found.bench.set_asides == []
    assert found.intake.profile.handle == "smithjd"


def test_the_archive_of_2020_is_read_whole(real):
    found = real("2020-dsajg")
    assert sums(found) == (1134, 29, 0, 0)
    assert found.intake.profile.language == "ja"


def test_the_old_archive_is_read_whole_and_its_missing_months_are_named(real):
    found = real("2017-0xabad1dea")
    assert sums(found) == (111_484, 17_516, 0, 0)
    assert Counter(one.code for one in found.bench.findings) == {
        "twitter.missing-month": 10,
        "text.control-character": 1,
    }
    assert sum(len(post.created) == 10 for post in found.posts.values()) == 607
    assert branching(found) == 301
