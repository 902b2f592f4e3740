"""What a feed is not: the whole blog, or whole texts; what goes with its items; several pages."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.inspect import counters
from pipeline.inspect.counters import feeds as feeds_counter
from pipeline.model.text import Embed, Figure
from pipeline.model.walk import text
from tests.ingest.feeds.conftest import (
    ATOM,
    ATOM_END,
    RSS,
    RSS_END,
    Reading,
    content,
    entry,
    full,
    item,
    json_feed,
    read_at,
)

CUT = "<description>&lt;p&gt;The fog came [&amp;#8230;]&lt;/p&gt;</description>"
ONWARD = "<description><![CDATA[The fog. <a href='/1'>Continue reading &rarr;</a>]]></description>"
SHORT = "<description>A few words of it, and no more.</description>"
WHOLE = full("<p>The fog came and went.</p>")


# -- excerpts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "severity", "words"),
    [
        ([CUT, ONWARD], "warning", "2 items end before their texts do: it holds only"),
        ([CUT, CUT, WHOLE], "warning", "2 of the feed's 3 items end before their texts do"),
        ([SHORT, SHORT], "warning", "it may hold only excerpts"),
        ([CUT, WHOLE, WHOLE], "note", "1 of the feed's 3 items are excerpts"),
        ([WHOLE, WHOLE], "", ""),
        ([f"<description>{'A long text. ' * 60}</description>"], "", ""),
        ([SHORT + '<enclosure url="https://x.example/1.mp3" type="audio/mpeg"/>'], "", ""),
    ],
)  # fmt: skip
def test_a_feed_of_excerpts_says_so(
    inside: list[str], severity: str, words: str, rss: Callable[..., Reading]
) -> None:
    reading = rss(*(item(number, text) for number, text in enumerate(inside, 1)))
    assert reading.codes().get("feed.excerpts", "") == severity
    messages = [f.message for f in reading.bench.findings if f.code == "feed.excerpts"]
    assert all(words in message for message in messages)


def test_notes_without_titles_are_no_excerpts(rss: Callable[..., Reading]) -> None:
    notes = [item(number, SHORT).replace("<title>A light</title>", "") for number in (1, 2)]
    assert rss(*notes).codes() == {}


def test_a_feed_says_that_it_holds_the_last_items_only(read: Callable[..., Reading]) -> None:
    more = '<link rel="next" href="https://lights.example/feed?page=2"/>'
    reading = read(ATOM + more + entry(1, content("x")) + ATOM_END)
    (finding,) = reading.bench.findings
    assert (finding.code, finding.severity) == ("feed.last-items", "note")
    assert "1 here, from 2021-05-01 to 2021-05-01" in finding.message
    assert "https://lights.example/feed?page=2" in finding.message
    whole = '<complete xmlns="http://purl.org/syndication/history/1.0"/>'
    assert read(ATOM + whole + entry(1, content("x")) + ATOM_END).bench.findings == []


# -- what goes with an item ------------------------------------------------------------------------


def test_an_episode_brings_its_sound_once(rss: Callable[..., Reading]) -> None:
    sound = '<enclosure url="https://x.example/1?id=7" length="0" type="audio/mpeg"/>'
    notes = "<itunes:summary>The horn.</itunes:summary><itunes:author>Ada Quill</itunes:author>"
    shown = full('<p>The horn.</p><a href="https://x.example/1?id=7">Hear</a>')
    reading = rss(item(1, sound + notes), item(2, sound + shown))
    first, second = reading.posts["light-1"], reading.posts["light-2"]
    assert first.kind == second.kind == "episode"
    assert first.author == "Ada Quill"
    assert isinstance(first.blocks[1], Embed)
    assert (first.blocks[1].url, first.blocks[1].kind) == ("https://x.example/1?id=7", "audio")
    assert [type(block).__name__ for block in second.blocks] == ["Paragraph", "Paragraph"]


def test_a_picture_told_beside_the_text_stands_above_it_unless_it_shows_one(
    rss: Callable[..., Reading],
) -> None:
    media = (
        '<media:content url="https://0.gravatar.com/avatar/x" medium="image"/>'
        '<media:content url="https://x.example/rock.jpg" medium="image">'
        "<media:description>The rock</media:description><media:text>A rock</media:text>"
        "</media:content>"
    )
    reading = rss(
        item(1, full("<p>Text</p>") + media),
        item(2, full('<p>Text</p><img src="https://x.example/reef.jpg">') + media),
        item(3, full("<p>Text</p>") + f"<media:group>{media}</media:group>"),
    )
    figures = {id: [block for block in post.blocks if isinstance(block, Figure)]
               for id, post in reading.posts.items()}  # fmt: skip
    assert [[image.media for figure in found for image in figure.images]
            for found in figures.values()] == [["https://x.example/rock.jpg"],
            ["https://x.example/reef.jpg"], ["https://x.example/rock.jpg"]]  # fmt: skip
    assert figures["light-1"][0].images[0].alt == "A rock"
    assert text(figures["light-1"][0].caption) == "The rock"
    assert reading.posts["light-1"].blocks[0] is figures["light-1"][0]


def test_pictures_of_a_note_without_a_title_are_described_by_their_words(
    rss: Callable[..., Reading],
) -> None:
    media = "".join(
        f'<media:content url="https://x.example/{name}.png" type="image/png" medium="image">'
        f"<media:description>The {name}</media:description></media:content>"
        for name in ("rock", "reef")
    )
    note = item(1, "<description>Seen.</description>" + media)
    figures = rss(note.replace("<title>A light</title>", "")).posts["light-1"].blocks[:2]
    assert [(figure.images[0].alt, figure.caption) for figure in figures] == [
        ("The rock", ()), ("The reef", ())]  # fmt: skip


def test_a_film_says_what_it_is_about(atom: Callable[..., Reading]) -> None:
    group = (
        '<group xmlns="http://search.yahoo.com/mrss/"><title>A light</title>'
        '<content url="https://www.youtube.com/v/abcdefghijk" type="application/x-flash"/>'
        "<description>The lamp.\n\nAnd the horn.</description></group>"
    )
    assert atom(entry(1, group)).words() == {"urn:light:1": "The lamp.\nAnd the horn."}


def test_what_services_hang_on_a_text_is_left_out_and_told(rss: Callable[..., Reading]) -> None:
    tail = '<div class="feedflare"><a href="x">Share</a> <div class="feedflare">it</div></div>'
    reading = rss(item(1, full(f"<p>Text</p>{tail}")))
    assert reading.words() == {"light-1": "Text"}
    assert {(c.rule, c.after) for c in reading.bench.changes} == {("feeds.tail", "")}


def test_pictures_that_lie_beside_the_feed_are_found(tmp_path: Path) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        shown = '<img src="https://lights.example/img/{}/rock%201.jpg">'
        body = full("".join(shown.format(place) for place in ("a", "b", "c")))
        archive.writestr("site/feed.xml", RSS + item(1, body) + RSS_END)
        archive.writestr("site/img/a/rock 1.jpg", b"1")
        archive.writestr("site/img/b/rock 1.jpg", b"2")
    media = read_at(path).intake.media
    assert [row.member or row.missing for row in media.values()] == [
        "site/img/a/rock 1.jpg", "site/img/b/rock 1.jpg",
        "several pictures of the archive have its name"]  # fmt: skip


# -- pages -----------------------------------------------------------------------------------------


def test_pages_of_a_feed_are_one_and_an_item_is_there_once(read: Callable[..., Reading]) -> None:
    def page(*entries: str) -> str:
        return ATOM + "".join(entries) + ATOM_END

    newer = entry(2, content("New")).replace("2021-06-01", "2021-07-01")
    reading = read(
        feed1=page(entry(1, content("One")), newer),
        feed2=page(entry(2, content("Old")), entry(3, content("Three"))),
        feed10=page(entry(3, content("Three")), entry(4, content("Four"))),
    )
    assert reading.words() == {"urn:light:1": "One", "urn:light:2": "New",
                               "urn:light:3": "Three", "urn:light:4": "Four"}  # fmt: skip
    assert [source.member for source in reading.intake.sources] == [
        "feed1.xml", "feed2.xml", "feed10.xml"]  # fmt: skip
    assert [(merge.item, merge.why) for merge in reading.bench.merges] == [
        ("urn:light:2", "the same item, received twice"),
        ("urn:light:3", "the same item, received twice")]  # fmt: skip
    assert {post.series for post in reading.posts.values()} == {""}


def test_each_of_several_feeds_is_a_series(read: Callable[..., Reading]) -> None:
    reading = read(
        a=RSS + item(1, WHOLE) + RSS_END,
        b=json_feed({"id": "2", "content_text": "Two"}, title="Reefs"),
    )
    assert [post.series for post in reading.posts.values()] == ["Lights & Keepers", "Reefs"]
    assert reading.intake.profile.title == "Lights & Keepers"


# -- counted independently -------------------------------------------------------------------------


def test_a_counter_of_its_own_counts_as_many_items(
    read: Callable[..., Reading], tmp_path: Path
) -> None:
    shown = full("An &lt;item&gt; is <item> here <entry>")
    reading = read(
        a=RSS + item(1, shown) + item(2, "<open>") + item(2, WHOLE) + RSS_END,
        b=json_feed({"id": "2", "content_text": "Two"}, None, title="Reefs"),
        c=ATOM + entry(1, content("x")) + ATOM_END,
    )
    gone = len(reading.aside()) + len(reading.bench.merges)
    counts = counters.count(tmp_path)
    assert counts is not None
    assert [one.number for one in counts] == [len(reading.posts) + gone] == [6]
    (tmp_path / "d.xml").write_text("<rss xmlns:wp='http://wordpress.org/export/1.2/'/>")
    assert feeds_counter.count(counters.Held(tmp_path)) is None
