"""The samples are what their writing makes, hold what they are there to show, and read as such."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path

import pytest

from pipeline.ingest import read
from pipeline.model import codec
from pipeline.model.bench import Bench
from pipeline.model.handoff import Archive, Archives, Posts
from pipeline.model.post import PUBLIC
from pipeline.model.walk import plain
from tests.samples import archives, canaries


def posts(path: Path) -> tuple[Posts, Bench]:
    """What the shop reads from a sample, and the bench on which it declared the rest."""
    bench = Bench(None)  # type: ignore[arg-type]
    handed = Archives((Archive("0" * 64, path.name, str(path)),))
    return read.run(handed, read.Options(), bench), bench


def test_the_twitter_archive_is_what_its_writing_makes() -> None:
    make = archives.script("sources/twitter/make.py")
    assert make.members(make.read()) == archives.members()


def test_the_export_is_what_its_writing_makes() -> None:
    assert archives.script("sources/blog/make.py").export() == archives.BLOG.read_bytes()


def test_the_tweets_show_all_that_a_reader_must_know() -> None:
    tweets = archives.tweets()
    ids = {tweet["id"] for tweet in tweets}
    answers = [tweet.get("in_reply_to_status_id", "") for tweet in tweets]
    assert len(ids) == len(tweets) == 422
    assert sum(answer in ids for answer in answers) == 97
    assert sum(answer != "" and answer not in ids for answer in answers) == 23
    assert sum(tweet["full_text"].startswith("RT @") for tweet in tweets) == 16
    assert sum("edit" in tweet["edit_info"] for tweet in tweets) == 4
    assert len(archives.table("note-tweet", "noteTweet")) == 11


def test_a_thread_of_the_sample_branches() -> None:
    answered = Counter(t["in_reply_to_status_id"] for t in archives.tweets()
                       if t.get("in_reply_to_screen_name") == "adaquill")  # fmt: skip
    assert sorted(answered.values())[-2:] == [1, 2]


def test_entities_stand_where_their_indices_say() -> None:
    keys = {"urls": ("", "url"), "media": ("", "url"), "hashtags": ("#", "text"),
            "symbols": ("$", "text"), "user_mentions": ("@", "screen_name")}  # fmt: skip
    for tweet in archives.tweets():
        for kind, entities in tweet["entities"].items():
            sign, key = keys[kind]
            for entity in entities:
                start, end = map(int, entity["indices"])
                assert tweet["full_text"][start:end] == sign + entity[key]


def test_no_tweet_is_newer_than_the_one_before_it() -> None:
    ids = [int(tweet["id"]) for tweet in archives.tweets()]
    assert ids == sorted(ids, reverse=True)


def test_every_tweet_is_read_or_stands_in_a_later_version() -> None:
    found, bench = posts(archives.TWITTER)
    edited = {t["edit_info"]["edit"]["initialTweetId"] for t in archives.tweets()
              if "edit" in t["edit_info"]}  # fmt: skip
    ids = {tweet["id"] for tweet in archives.tweets()}
    assert {post.id for post in found.posts} == ids - edited
    assert edited <= {merge.item for merge in bench.merges}


def test_every_long_text_is_read_whole() -> None:
    found, _ = posts(archives.TWITTER)
    said = ["".join(plain(b) for b in post.blocks if plain(b)) for post in found.posts]
    squeezed = {"".join(text.split()) for text in said}
    for note in archives.table("note-tweet", "noteTweet"):
        if not note["core"]["urls"]:
            text = "".join(note["core"]["text"].split())
            assert any(one.endswith(text) for one in squeezed), note["noteTweetId"]


def test_no_word_of_a_short_tweet_is_lost_by_reading() -> None:
    found, _ = posts(archives.TWITTER)
    said = {post.id: "".join("".join(map(plain, post.blocks)).split()) for post in found.posts}
    for tweet in archives.tweets():
        bare = not any(tweet["entities"][key] for key in ("urls", "user_mentions"))
        if bare and "media" not in tweet["entities"] and not tweet["full_text"].endswith("…"):
            text = "".join(html.unescape(tweet["full_text"]).split())
            assert said.get(tweet["id"], text) == text


def test_what_the_blog_published_is_read_and_nothing_else() -> None:
    found, bench = posts(archives.BLOG)
    published = {
        item["post_id"]
        for item in archives.items()
        if item["post_type"] in ("post", "page")
        and (item["status"], item["post_password"]) == ("publish", "")
    }
    assert len(published) == 32
    assert {post.id for post in found.posts} == published
    assert all(post.visibility in PUBLIC for post in found.posts)
    rest = {item["post_id"] for item in archives.items()} - published
    assert rest <= {aside.item for aside in bench.set_asides}


def test_the_broken_character_of_the_export_is_mended_in_sight() -> None:
    assert b"\x0b" in archives.BLOG.read_bytes()
    found, bench = posts(archives.BLOG)
    assert not any("\x0b" in plain(block) for post in found.posts for block in post.blocks)
    assert any("control character" in finding.message for finding in bench.findings)


@pytest.mark.parametrize("canary", canaries.TWITTER)
def test_a_canary_of_the_tweets_is_in_the_archive(canary: str) -> None:
    assert any(canary.encode() in data for data in archives.members().values())


@pytest.mark.parametrize("canary", canaries.BLOG)
def test_a_canary_of_the_blog_is_in_the_export(canary: str) -> None:
    assert canary.encode() in archives.BLOG.read_bytes()


@pytest.mark.parametrize(
    ("path", "strings"), [(archives.TWITTER, canaries.TWITTER), (archives.BLOG, canaries.BLOG)]
)
def test_no_canary_leaves_the_reader(path: Path, strings: tuple[str, ...]) -> None:
    found, bench = posts(path)
    given = (
        b"".join(codec.encode(found))
        + repr((bench.findings, bench.set_asides, bench.merges)).encode()
    )
    assert [canary for canary in strings if canary.encode() in given] == []
