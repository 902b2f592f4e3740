"""The old form: one Atom file of posts, pages, comments, settings and the design."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.readers import blogger
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError
from pipeline.model.text import Emph, Link, Text
from pipeline.model.walk import inlines, plain, text
from tests.ingest.blogger.conftest import DRAFT, FOOT, HEAD, Reading, entry, setting

COMMENT = "<thr:in-reply-to ref='tag:blogger.com,1999:blog-77.post-1'/>"


def words(reading: Reading) -> dict[str, str]:
    return {id: "\n".join(map(plain, post.blocks)) for id, post in reading.posts.items()}


def test_the_reader_says_why_the_archive_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_text(HEAD + entry(1, "Text") + FOOT)
    with Unpacked.open(path) as archive:
        reader, claim = identify(archive)
        assert (reader.NAME, claim.era) == ("blogger", "Atom backup")


def test_a_feed_of_the_last_posts_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "default.xml"
    path.write_text("<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger="
                    "'http://schemas.google.com/blogger/2008'><id>tag:blogger.com,1999:blog-77</id>"
                    "</feed>")  # fmt: skip
    with Unpacked.open(path) as archive:
        assert blogger.claim(archive) is None


def test_an_entry_is_what_its_category_says(read: Callable[..., Reading]) -> None:
    reading = read(
        setting("BLOG_NAME", "Lights"),
        entry(1, "Text"),
        entry(2, "About", kind="page"),
        entry(3, "Well said", kind="comment", more=COMMENT),
        entry(4, "<html>", kind="template"),
        entry(5, "?", kind="poll"),
        entry(6, "", title=""),
    )
    assert {id: post.kind for id, post in reading.posts.items()} == {"1": "post", "2": "page"}
    assert reading.aside() == [
        ("setting", "77.settings.BLOG_NAME", "a setting of the blog"),
        ("comment", "3", "a comment by a reader"),
        ("template", "4", "the blog's design"),
        ("entry", "5", "of a kind that holds no post"),
        ("post", "6", "nothing in it"),
    ]


def test_an_entry_without_a_category_is_told_by_its_id(read: Callable[..., Reading]) -> None:
    bare = entry(1, "Text").replace("<category", "<gone")
    answer = entry(2, "Said", more=COMMENT).replace("<category", "<gone")
    reading = read(bare, answer)
    assert list(reading.posts) == ["1"]
    assert reading.aside() == [("comment", "2", "a comment by a reader")]


def test_a_post_knows_its_title_author_moment_address_and_labels(
    read: Callable[..., Reading],
) -> None:
    labels = "<category scheme='http://www.blogger.com/atom/ns#' term='oil'/>" * 2
    post = read(
        setting("BLOG_LOCALE", "en_GB"),
        entry(7, "Text", title="Rock &amp; <em>lamp</em>, 1 < 2", more=labels),
    ).posts["7"]
    assert post.title == (Text("Rock & "), Emph((Text("lamp"),)), Text(", 1 < 2"))
    assert (post.author, post.language) == ("Ada Quill", "en-GB")
    assert post.created == "2010-05-01T19:00:00Z"
    assert post.url == "http://lights.blogspot.com/2010/05/l7.html"
    assert post.tags == ("oil",)


def test_a_title_that_speaks_of_tags_keeps_its_words(read: Callable[..., Reading]) -> None:
    assert text(read(entry(1, "x", title="Why <div> is not <p>")).posts["1"].title) == (
        "Why <div> is not <p>"
    )


def test_an_author_who_is_not_known_has_no_name(read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "Text", author="Unknown"), entry(2, "Text"))
    assert [post.author for post in reading.posts.values()] == ["", "Ada Quill"]
    assert reading.intake.profile.author == "Ada Quill"


def test_the_export_says_whose_blog_it_is(read: Callable[..., Reading]) -> None:
    profile = read(setting("BLOG_LOCALE", "en_GB"), entry(1, "Text")).intake.profile
    assert (profile.title, profile.author) == ("Lights & Keepers", "Ada Quill")
    assert (profile.url, profile.language) == ("http://lights.blogspot.com", "en-GB")


def test_a_draft_is_not_public(read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "Text", more=DRAFT), entry(2, "Text", more=DRAFT.replace("yes", "no")))
    assert [post.visibility for post in reading.posts.values()] == ["draft", "public"]


def test_a_blog_for_invited_readers_is_not_public(read: Callable[..., Reading]) -> None:
    reading = read(setting("BLOG_READ_ACCESS_MODE", "PRIVATE"), entry(1, "Text"))
    assert reading.posts["1"].visibility == "private"
    assert ("blogger.private", "warning") in reading.codes()
    reading = read(setting("BLOG_READ_ACCESS_MODE", "PUBLIC"), entry(1, "Text"))
    assert reading.posts["1"].visibility == "public"


def test_links_between_posts_lead_to_the_item_by_any_of_its_addresses(
    read: Callable[..., Reading],
) -> None:
    places = (
        "http://lights.blogspot.co.uk/2010/05/l222222222.html?m=1#x",
        "/2010/05/l222222222.html",
        "http://lights.blogspot.com/2010_05_01_archive.html#222222222",
        "http://lights.blogspot.com/2010/05/l333333333.html",
        "http://other.blogspot.com/2010/05/l222222222.html",
    )
    body = "".join(f'<p><a href="{place}">x</a></p>' for place in places)
    reading = read(entry(1, body), entry(222222222, "There."), entry(333333333, "", more=DRAFT))
    found = [node.item for block in reading.posts["1"].blocks
             for node in inlines(block) if isinstance(node, Link)]  # fmt: skip
    assert found == ["222222222"] * 3 + ["", ""]


def test_a_title_leads_where_it_led_on_the_blog_unless_the_text_does(
    read: Callable[..., Reading],
) -> None:
    related = "<link rel='related' href='http://harbour.example/' title='The harbour'/>"
    reading = read(
        entry(1, "Look.", more=related),
        entry(2, '<a href="http://harbour.example/">Look</a>.', more=related),
        entry(3, "Look.", more=related, title=""),
    )
    assert reading.posts["1"].title == (Link((Text("A light"),), "http://harbour.example/"),)
    assert reading.posts["2"].title == (Text("A light"),)
    assert [type(block).__name__ for block in reading.posts["3"].blocks] == ["Embed", "Paragraph"]


def test_a_sound_that_goes_with_a_post_is_shown_once(read: Callable[..., Reading]) -> None:
    sound = "<link rel='enclosure' type='audio/mpeg' href='http://lights.example/horn.mp3'/>"
    shown = '<a href="http://lights.example/horn.mp3">The horn</a>'
    reading = read(entry(1, "Hear.", more=sound), entry(2, shown, more=sound))
    assert [len(post.blocks) for post in reading.posts.values()] == [2, 1]


# -- broken, and mended where one can see it -------------------------------------------------------


def test_control_characters_leave_a_mark_and_a_count_by_item(read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "Lit\x0b at\x11 dusk"), entry(2, "Fine"))
    assert words(reading) == {"1": "Lit\ufffd at\ufffd dusk", "2": "Fine"}
    (finding,) = reading.bench.findings
    assert finding.code == "xml.control-character"
    assert "Item 1 holds 2" in finding.message


def test_bytes_that_are_no_text_leave_a_mark(read: Callable[..., Reading]) -> None:
    reading = read(data=(HEAD + entry(1, "Caf~") + FOOT).encode().replace(b"~", b"\xe9"))
    assert words(reading) == {"1": "Caf\ufffd"}
    assert reading.codes() == [("xml.encoding", "warning")]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (entry(1, "One", more="<georss:point>1 2</georss:point>"), "xml.undeclared-prefix"),
        (entry(1, "One").replace("A light", "Oil & wick &eacute;"), "xml.mended"),
        (entry(1, "One", more="<open>"), "xml.item"),
        (entry(1, "One", more="</closed>"), "xml.item"),
    ],
)
def test_a_broken_entry_is_mended_visibly_and_costs_no_other(
    broken: str, code: str, read: Callable[..., Reading]
) -> None:
    reading = read(broken, entry(2, "Two"))
    assert words(reading) == {"1": "One", "2": "Two"}
    assert (code, "warning") in reading.codes()
    assert "error" not in [severity for _, severity in reading.codes()]


@pytest.mark.parametrize(
    "body", ["One <b>and</i> two<br>", "One <lost for ever <p>two", "One</p>two</div>"]
)
def test_a_body_that_is_not_xml_loses_no_word(body: str, read: Callable[..., Reading]) -> None:
    reading = read(entry(1, "~").replace("~", body), entry(2, "Two"))
    assert {"One", "two"} <= set(re.findall(r"\w+", words(reading)["1"]))


@pytest.mark.parametrize("more", [DRAFT, "<app:control><app:draft>yes</app:draft></app:control>"])
def test_a_broken_draft_is_still_a_draft(more: str, read: Callable[..., Reading]) -> None:
    broken = entry(1, "~").replace("~", "<p>One<br></p>") + entry(2, "Two", more="<open>" + more)
    broken += entry(3, "~").replace("~", "<p>One<br>").replace("</entry>", more + "</entry>")
    reading = read(broken)
    assert reading.posts["1"].visibility == "public"
    assert {reading.posts[id].visibility for id in "23"} == {"draft"}


def test_a_file_cut_off_keeps_its_whole_entries_and_says_where_it_ends(
    read: Callable[..., Reading],
) -> None:
    whole = HEAD + entry(1, "One") + entry(2, "Two") + entry(3, "Three")
    reading = read(data=whole[: whole.rindex("Three")].encode())
    assert words(reading) == {"1": "One", "2": "Two"}
    assert reading.aside() == [("post", "3", "broken XML")]
    (last,) = [finding for finding in reading.bench.findings if finding.code == "xml.broken"]
    assert last.severity == "error"
    assert "2 of its 3 items" in last.message


@pytest.mark.parametrize("step", range(0, 1700, 61))
def test_wherever_a_file_is_cut_each_entry_is_accounted_for(
    step: int, read: Callable[..., Reading]
) -> None:
    whole = HEAD + entry(1, "One") + entry(2, "Two") + FOOT
    whole = whole[: len(whole) - step]
    reading = read(data=whole.encode())
    assert len(reading.posts) + len(reading.aside()) == whole.count("<entry>")


# -- hostile ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("declaration", [
    '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    '<!-- <entry> --><?x y?>\n<!DOCTYPE feed SYSTEM "file:///etc/passwd">',
    '<!doctype feed>',
])  # fmt: skip
def test_a_document_type_is_refused(declaration: str, read: Callable[..., Reading]) -> None:
    whole = (HEAD + entry(1, "One") + FOOT).replace("<feed", declaration + "<feed", 1)
    with pytest.raises(ArchiveError, match="document type"):
        read(data=whole.encode())


def test_a_document_type_that_an_author_writes_about_is_text(read: Callable[..., Reading]) -> None:
    reading = read(entry(1, escape("Start with <!DOCTYPE html>")))
    assert words(reading) == {"1": "Start with <!DOCTYPE html>"}


def test_markup_that_lies_too_deep_costs_no_other_entry(read: Callable[..., Reading]) -> None:
    deep = entry(1, "~").replace("~", "<b>" * 100_000 + "deep" + "</b>" * 100_000)
    deep += entry(2, "<b>" * 100_000 + "deep")
    reading = read(deep, entry(3, "Three"))
    assert words(reading)["3"] == "Three"
    assert words(reading)["2"] == "deep"
    assert len(reading.posts) + len(reading.aside()) == 3


@pytest.mark.parametrize("codec", ["utf-7", "rot13", "unicode_escape", "nonsense", "idna"])
def test_an_odd_encoding_brings_no_reader_down(codec: str, read: Callable[..., Reading]) -> None:
    whole = HEAD.replace("UTF-8", codec) + entry(1, "One") + FOOT
    reading = read(data=whole.encode())
    assert len(reading.posts) + len(reading.aside()) + len(reading.bench.findings) > 0


def test_an_entry_that_breaks_the_converter_is_set_aside(
    read: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.readers.blogger import posts

    def fails(text: str) -> object:
        raise RuntimeError(text)

    monkeypatch.setattr(posts, "body", fails)
    reading = read(entry(1, "bad words"))
    assert reading.aside() == [("post", "1", "its text could not be converted")]
    assert "bad words" not in repr(reading.bench.findings)
