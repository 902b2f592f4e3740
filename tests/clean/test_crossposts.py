"""Crossposts: one post from two platforms, by stated rules and never by guess alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.clean import crossposts
from pipeline.model.errors import OperationError
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Post
from pipeline.model.text import Paragraph, Text
from tests.clean.desk import post, posts, ran

SAID = "The ferry was late again and nobody on the quay would say what the fog had hidden"
OTHER = "We painted the lantern room white in the year of the two comets and it took all June"
SOURCES = (Source("a" * 64, "tweets.zip", ""), Source("b" * 64, "blog.xml", ""))


def on_blog(made: Post) -> Post:
    """The post as the second archive has it."""
    blocks = tuple(
        [replace(b, origin=(Origin(1, made.id, b.origin[0].block),)) for b in made.blocks]
    )
    return replace(made, source=1, blocks=blocks, kind="post")


def shelf(*made: Post) -> Posts:
    return replace(posts(*made), sources=SOURCES)


def test_a_text_posted_on_two_platforms_within_days_is_one_post_with_two_origins():
    tweet, blog = (
        post(1, SAID),
        on_blog(post("p9", SAID, created="2020-05-02", url="https://b.example/9")),
    )
    after, bench = ran(crossposts, shelf(tweet, blog))
    (only,) = after.posts
    assert only.id == "1"
    assert only.blocks[0].origin == (Origin(0, "1", 0), Origin(1, "p9", 0))
    assert only.links == ("https://b.example/9",)
    (merge,) = bench.merges
    assert (merge.item, merge.into) == ("p9", "1")
    assert merge.why == "posted elsewhere within 3 days, in all of the words"


def test_what_says_more_stays_and_every_word_of_the_other_is_on_record():
    tweet = post(1, SAID + "!")
    blog = on_blog(post("p9", SAID + ".", "Indeed.", created="2020-05-01"))
    after, bench = ran(crossposts, shelf(tweet, blog))
    assert [p.id for p in after.posts] == ["p9"]
    assert [(c.origin.item, c.before, c.after) for c in bench.changes] == [("1", SAID + "!", "")]


def test_the_same_words_years_apart_are_two_posts_unless_they_share_an_address():
    tweet = post(1, SAID, url="https://x.example/1")
    late = on_blog(post("p9", SAID, created="2023-05-02"))
    after, _ = ran(crossposts, shelf(tweet, late))
    assert len(after.posts) == 2
    canonical = replace(late, links=("http://www.x.example/1/",))
    after, bench = ran(crossposts, shelf(tweet, canonical))
    assert len(after.posts) == 1
    assert bench.merges[0].why == "one address, and all of the words"


def test_other_words_on_the_same_day_are_two_posts():
    after, bench = ran(crossposts, shelf(post(1, SAID), on_blog(post("p9", OTHER))))
    assert len(after.posts) == 2
    assert not bench.merges


def test_one_title_alone_makes_no_one_post():
    one, other = post(1, SAID, title="June"), on_blog(post("p9", OTHER, title="June"))
    after, _ = ran(crossposts, shelf(one, other))
    assert len(after.posts) == 2


def test_two_posts_of_one_archive_are_left_to_clean_duplicates():
    after, _ = ran(crossposts, shelf(post(1, SAID), post(2, SAID), on_blog(post("p9", OTHER))))
    assert len(after.posts) == 3


def test_an_answer_to_the_post_that_went_answers_the_one_that_stayed():
    tweet, blog = post(1, SAID), on_blog(post("p9", SAID))
    answer = on_blog(post("p10", OTHER, reply_to="p9"))
    after, _ = ran(crossposts, shelf(tweet, blog, answer))
    assert after.posts[-1].reply_to == "1"


def test_a_merge_that_loses_words_in_silence_is_refused(monkeypatch: pytest.MonkeyPatch):
    def silent(given, options, bench):  # type: ignore[no-untyped-def]
        gone = given.posts[1]
        bench.merge(gone.kind, gone.id, gone.source, given.posts[0].id, "alike")
        return replace(given, posts=given.posts[:1])

    monkeypatch.setattr(crossposts, "run", silent)
    nearly = on_blog(post("p9", (Text(SAID + " but once"),)))
    assert isinstance(nearly.blocks[0], Paragraph)
    with pytest.raises(OperationError, match="whose text is another"):
        ran(crossposts, shelf(post(1, SAID), nearly))
