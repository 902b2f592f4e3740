"""Hashtags kept, cut or as words."""

from pipeline.clean import hashtags
from pipeline.model.text import Figure, Hashtag, Image, LineBreak, Text
from tests.clean.desk import origin, post, posts, ran, said

TAGGED = (
    Text("the "),
    Hashtag("#lamp"),
    Text(" is lit. "),
    Hashtag("#pier"),
    Text(" "),
    Hashtag("#night"),
)


def test_hashtags_are_kept_as_they_are():
    given = posts(post(1, TAGGED))
    assert ran(hashtags, given)[0] is given


def test_a_run_of_hashtags_at_the_end_is_cut_and_stays_among_the_tags():
    figure = Figure((Image("lamp.jpg"),), (), origin(1, 1))
    after, bench = ran(hashtags, posts(post(1, TAGGED, figure)), show="strip-trailing")
    assert said(after) == ["the #lamp is lit.", ""]
    assert after.posts[0].tags == ("pier", "night")
    assert bench.changes[0].rule == "hashtags.trailing"


def test_a_post_of_nothing_but_hashtags_keeps_them():
    given = posts(post(1, (Hashtag("#pier"), Text(" "), Hashtag("#night"))))
    assert ran(hashtags, given, show="strip-trailing")[0] is given


def test_a_last_paragraph_of_hashtags_goes_whole():
    tags = (LineBreak(), Hashtag("#pier"), Text(" "))
    after, _ = ran(hashtags, posts(post(1, "the lamp", tags)), show="strip-trailing")
    assert said(after) == ["the lamp"]


def test_plain_hashtags_are_words_and_cashtags_stay():
    content = (Hashtag("#lamp"), Text(" "), Hashtag("$PIER"))
    assert said(ran(hashtags, posts(post(1, content)), show="plain")[0]) == ["lamp $PIER"]
