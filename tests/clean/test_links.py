"""Addresses: bare, tracked, short and shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import links
from pipeline.clean.addresses import addresses, tidy, whole
from pipeline.model.text import (
    Code,
    Embed,
    Emph,
    Heading,
    Link,
    Note,
    Paragraph,
    Text,
)
from pipeline.model.walk import text
from tests.clean.desk import origin, post, posts, ran


def first(given, **options):
    after, _ = ran(links, given, **options)
    return after.posts[0].blocks[0].content


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://a.example/p?utm_source=x&id=7&fbclid=y", "https://a.example/p?id=7"),
        ("https://a.example/p?utm_source=x#part", "https://a.example/p#part"),
        ("https://a.example/p?id=7", "https://a.example/p?id=7"),
        ("https://a.example/p#utm_source=x", "https://a.example/p"),
        ("https://x.com/ada/status/1?s=20&t=q", "https://x.com/ada/status/1"),
        ("https://a.example/?s=lamps&t=2", "https://a.example/?s=lamps&t=2"),
        ("https://www.youtube.com/watch?v=Q&feature=share&t=33", "https://www.youtube.com/watch?v=Q&t=33"),
        ("https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fp%3Fid%3D7&sa=D", "https://a.example/p?id=7"),
        ("https://l.facebook.com/l.php?u=javascript%3Aalert(1)", "https://l.facebook.com/l.php?u=javascript%3Aalert(1)"),
        ("mailto:a@b.example?subject=utm_x=1", "mailto:a@b.example?subject=utm_x=1"),
    ],
)  # fmt: skip
def test_only_what_tracks_is_cut_from_an_address(url, left):
    assert tidy(url) == left
    assert tidy(left) == left


def test_the_visible_address_follows_the_real_one():
    url = "https://www.a.example/p?utm_source=x"
    shown = Link((Text("a.example/p?utm_source=x"),), url)
    named = Link((Text("the piece"),), url)
    content = first(posts(post(1, (shown, Text(" and "), named))))
    assert content[0] == Link((Text("a.example/p"),), "https://www.a.example/p")
    assert content[2] == Link((Text("the piece"),), "https://www.a.example/p")


def test_embeds_are_tidied_too():
    embed = Embed("https://youtu.be/Q?si=abc", (), origin(1))
    after, bench = ran(links, posts(post(1, embed)))
    assert after.posts[0].blocks[0].url == "https://youtu.be/Q"
    assert [change.rule for change in bench.changes] == ["links.tracking"]


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("see http://a.example/x_(y), or not", ["http://a.example/x_(y)"]),
        ("(at https://a.example/x).", ["https://a.example/x"]),
        ("cut off: https://a.example/lam…", []),
        ("a pattern: https://a.example/{id}", []),
        ("a pattern: https://a.example/%s", []),
        ("no host: http:// and http://lamp", []),
        ("灯台https://a.example/灯台の話", ["https://a.example/"]),
        ("über https://a.example/straße hinaus", ["https://a.example/straße"]),
        ("two: https://a.example/1 https://a.example/2", ["https://a.example/1", "https://a.example/2"]),
    ],
)  # fmt: skip
def test_only_complete_addresses_are_found_in_prose(prose, found):
    assert [prose[start:end] for start, end in addresses(prose)] == found


def test_a_bare_address_becomes_a_link_and_no_character_changes():
    bare = (Text("at "), Emph((Text("https://a.example/1, twice: https://a.example/1"),)))
    content = first(posts(post(1, bare)))
    assert text(content) == text(bare)
    assert [node.url for node in content[1].content if isinstance(node, Link)] == [
        "https://a.example/1"
    ] * 2


def test_code_and_links_are_not_linked_again():
    given = posts(
        post(1, (Code("curl https://a.example/1"), Link((Text("https://b.example/1"),), "https://b.example/1")))
    )  # fmt: skip
    assert ran(links, given)[0] is given


def test_a_short_address_is_expanded_only_by_what_the_recipe_says():
    short = (Link((Text("bit.ly/lamp"),), "https://bit.ly/lamp"),)
    assert ran(links, posts(post(1, short)))[1].changes == []
    content = first(posts(post(1, short)), expand={"bit.ly/lamp": "https://a.example/lamp"})
    assert content == (Link((Text("a.example/lamp"),), "https://a.example/lamp"),)


def test_footnotes_give_the_address_where_the_words_do_not():
    named = Link((Text("the piece"),), "https://a.example/p")
    plain = Link((Text("a.example/q"),), "https://a.example/q/")
    inside = Link((Text("earlier"),), "https://me.example/old#x")
    given = posts(post(1, (named, plain, inside)), post(2, "old", url="https://me.example/old/"))
    content = first(given, show="footnote")
    note = Note((Paragraph((Text("https://a.example/p"),), (), "note"),))
    assert content == (named, note, plain, inside)


def test_headings_carry_no_footnotes():
    heading = Heading(2, (Link((Text("the piece"),), "https://a.example/p"),), origin(1))
    given = posts(post(1, heading))
    assert ran(links, given, show="footnote")[0] is given


def test_words_can_stand_alone():
    named = Link((Text("the "), Emph((Text("piece"),))), "https://a.example/p")
    assert first(posts(post(1, (named,))), show="text") == named.content


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="htps:/.aäb灯 ()?&=#%,'…@_-", max_size=60))
def test_linking_never_changes_a_character(prose):
    given = posts(post(1, prose + " https://a.example/" + prose))
    after, _ = ran(links, given, tracking="keep")
    assert text(after.posts[0].blocks[0].content) == text(given.posts[0].blocks[0].content)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="utm_source=x&?#/:.id%20", max_size=50))
def test_tidying_twice_is_tidying_once(tail):
    once = tidy("https://a.example/?" + tail)
    assert tidy(once) == once
    assert whole("https://a.example/")
