"""What only machines see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import repair
from pipeline.model.text import (
    Code,
    Emph,
    Hashtag,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Text,
    Verse,
)
from pipeline.model.walk import text
from tests.clean.desk import origin, post, posts, ran, said


def mended(content, **options):
    after, _ = ran(repair, posts(post(1, content)), **options)
    return after.posts[0].blocks[0].content


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("two  spaces", "two spaces"),
        ("a hard \u00a0one", "a hard one"),
        (" ends \u00a0", "ends"),
        ("un\u00adbro\u200bken\ufeff", "unbroken"),
        ("line\u2028tab\there", "line tab here"),
        ("cafe\u0301 and が".replace("が", "か\u3099"), "café and が"),
        ("don\u0092t \u0093quote\u0094", "don’t “quote”"),
        ("don&rsquo;t, R&amp;D, salt &amp; oil", "don’t, R&D, salt & oil"),
        ("&ldquo;caf&eacute;&rdquo; &amp;hellip;", "“café” &amp;hellip;"),
    ],
)
def test_a_run_is_mended(before, after):
    assert mended(before) == (Text(after),)


@pytest.mark.parametrize(
    "text_",
    [
        "Quoi\u00a0? Ah\u00a0: oui.",  # the hard spaces of French
        "👩\u200d🚒 ❤\ufe0f می\u200cخواهم \u200fא",  # joiners, selectors, direction marks
        "ภาษา\u200bไทย",  # where a line of Thai may end
        "z̵̢a̶l̸g̷o̷",  # more marks than letters
        "write &nbsp; or &rsquo; in HTML",  # escapes that are the matter
        "שָׁלוֹם",  # marks in the order in which they were typed
        "🇺\u00ad🇸",
    ],
)
def test_what_the_author_meant_stays(text_):
    given = posts(post(1, text_))
    assert ran(repair, given)[0] is given


def test_doubled_spaces_are_seen_across_the_markup():
    content = mended((Text("one "), Emph((Text(" two "),)), LineBreak(), Text(" three")))
    assert text(content) == "one two\nthree"


def test_code_handles_hashtags_and_addresses_are_never_touched():
    kept = (
        Code("a  b\u00ad"),
        Mention("@a\u200bda"),
        Hashtag("#la\u00admp"),
        Link((Text("x"),), "https://a.example/\u00ad\u200b"),
    )
    assert mended((*kept, Text("  end"))) == (*kept, Text(" end"))


def test_an_indent_after_a_break_and_the_spaces_of_verse_are_the_authors():
    indented = (Text("a"), LineBreak(), Text("\u00a0\u00a0\u00a0b"), LineBreak(), Text("  c"))
    first = (Text("  a"), LineBreak(), Text("    b"))
    verse = Verse(((Text("a"),), (Text("    b  c"),)), origin(1, 1))
    given = posts(post(1, indented, verse, first))
    assert ran(repair, given)[0] is given


def test_notes_and_titles_are_mended_too():
    note = Note((Paragraph((Text("a  note"),), ()),))
    given = posts(post(1, (Text("word"), note), kind="post", title="A  title"))
    after, _ = ran(repair, given)
    assert said(after) == ["word⟦a note⟧"]
    assert after.posts[0].title == (Text("A title"),)


def test_garbled_utf8_is_mended_only_when_asked():
    garbled = "donâ€™t, cafÃ©, â€œyesâ€\u009d, 5\u00c2\u00a0\u20ac"
    assert mended(garbled, mojibake=True) == (Text("don’t, café, “yes”, 5\u00a0€"),)
    assert "â€™" in text(mended(garbled))


def test_an_open_change_of_direction_ends_with_its_paragraph_and_is_reported():
    given = posts(post(1, "safe \u202egnp.exe", "next"), post(2, "\u2067אבג\u2069 fine"))
    after, bench = ran(repair, given)
    assert said(after) == ["safe \u202egnp.exe\u202c", "next", "\u2067אבג\u2069 fine"]
    assert [finding.code for finding in bench.findings] == ["repair.directions"]


def test_an_end_of_a_direction_that_nothing_began_is_cut():
    assert mended("a\u202c b\u2069") == (Text("a b"),)


SIGNS = "a é\u0301\u00a0\u00ad\u200b\u2028&amp;rsquo\u202e\u202c\u2067\u2069\t"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet=SIGNS, max_size=9), max_size=5))
def test_mending_twice_is_mending_once_and_all_is_declared(strings):
    content = tuple(Emph((Text(s),)) if at % 2 else Text(s) for at, s in enumerate(strings) if s)
    once, _ = ran(repair, posts(post(1, content)), entities=False)
    again, bench = ran(repair, once, entities=False)
    assert again is once, bench.changes
