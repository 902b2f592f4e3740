"""The samples' own operations change what they say, declare it, and leave the rest alone."""

from __future__ import annotations

import pytest

from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Post, Profile
from pipeline.model.text import Code, Hashtag, Inline, Paragraph, Text
from pipeline.model.walk import own_text
from tests.samples import archives

NAMES = archives.script("recipes/twitter/operations/lighthouse_names.py")
HEAT = archives.script("recipes/blog/operations/oven_temperatures.py")
RENAMED = {"Hangman's Point": "Gannet Point", "Little Ember": "Ember Skerry"}


def given(*inlines: Inline, item: str = "1") -> Posts:
    paragraph = Paragraph(tuple(inlines), (Origin(0, item, 0),))
    post = Post(item, 0, "post", "2019-01-01", (paragraph,))
    return Posts(Profile(), (post,), (Source("", "sample", ""),))


def bench() -> Bench:
    return Bench(None)  # type: ignore[arg-type]


def said(posts: Posts) -> str:
    return own_text(posts.posts[0].blocks[0])  # type: ignore[arg-type]


def renamed(posts: Posts, desk: Bench, *but: str) -> Posts:
    made: Posts = NAMES.run(posts, NAMES.Options(names=RENAMED, but=but), desk)
    return made


def heated(posts: Posts, desk: Bench, **options: object) -> Posts:
    made: Posts = HEAT.run(posts, HEAT.Options(**options), desk)
    return made


@pytest.mark.parametrize("old", ["Hangman's Point", "Hangman’s Point"])
def test_a_light_gets_its_new_name_and_the_change_is_declared(old: str) -> None:
    desk = bench()
    made = renamed(given(Text(f"Fog at {old}.")), desk)
    assert said(made) == "Fog at Gannet Point."
    assert [(c.before, c.after) for c in desk.changes] == [(f"Fog at {old}.", said(made))]


def test_names_that_only_look_alike_stay() -> None:
    desk, posts = bench(), given(Text("TWO Little Embers, "), Hashtag("#Little Ember"))
    assert renamed(posts, desk) is posts
    assert desk.changes == []


def test_a_tweet_about_the_names_stays_as_it_was() -> None:
    posts = given(Text("Little Ember will be called Ember Skerry."), item="7")
    assert renamed(posts, bench(), "7") is posts


def test_a_spared_tweet_that_is_not_there_is_reported() -> None:
    desk = bench()
    renamed(given(Text("Fog.")), desk, "8")
    assert [finding.code for finding in desk.findings] == ["lighthouse-names.unknown-item"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("at 450F, then", "at 230\u00a0°C (450\u00a0°F), then"),
        ("at 325 °F.", "at 160\u00a0°C (325\u00a0°F)."),
        ("475F, then 425F", "250\u00a0°C (475\u00a0°F), then 220\u00a0°C (425\u00a0°F)"),
    ],
)
def test_an_oven_is_given_in_celsius_first(before: str, after: str) -> None:
    desk = bench()
    assert said(heated(given(Text(before)), desk)) == after
    assert [(c.before, c.after) for c in desk.changes] == [(before, after)]


@pytest.mark.parametrize("words", ["180 loaves", "room 101Fa", "x450F", "1.450F", "26 degrees"])
def test_what_is_no_temperature_stays(words: str) -> None:
    posts = given(Text(words))
    assert heated(posts, bench()) is posts


def test_code_keeps_its_fahrenheit() -> None:
    posts = given(Code("oven = 450F"))
    assert heated(posts, bench()) is posts


def test_celsius_may_stand_alone() -> None:
    assert said(heated(given(Text("400F")), bench(), show="celsius", nearest=5)) == "205\u00a0°C"
