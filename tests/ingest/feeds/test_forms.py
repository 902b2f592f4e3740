"""Forms: whose archive it is, and what an item says in each form of feed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.identify import identify
from pipeline.ingest.moments import moment
from pipeline.ingest.readers import feeds
from pipeline.ingest.unpack import Unpacked
from pipeline.model.text import Emph, Link, Text
from pipeline.model.walk import inlines, plain
from tests.ingest.blogger import conftest as blogger
from tests.ingest.feeds.conftest import (
    ATOM,
    ATOM_END,
    RDF,
    RDF_END,
    RSS,
    RSS_END,
    Reading,
    content,
    entry,
    full,
    item,
    json_feed,
)
from tests.ingest.wordpress import conftest as wordpress

SINGLE = {
    "feed.xml": (RSS + item(1) + RSS_END, "RSS"),
    "index.rdf": (RDF + RDF_END, "RSS 1.0"),
    "log.atom": (ATOM + ATOM_END, "Atom"),
    "feed.json": (json_feed(), "JSON Feed"),
    "feed": ("\ufeff<!-- a note -->\n<rss version='0.91'><channel/></rss>", "RSS"),
    "late.json": ('{"items": [' + '"x",' * 30_000 + '1], "version": '
                  '"https:\\/\\/jsonfeed.org\\/version\\/1"}', "JSON Feed"),
}  # fmt: skip
OTHERS = {
    "wordpress.xml": wordpress.HEAD + wordpress.item(1, "Text") + wordpress.FOOT,
    "blogger.xml": blogger.HEAD + blogger.entry(1, "Text") + blogger.FOOT,
    "takeout.atom": blogger.feed(blogger.taken(1, "Text")),
    "page.xml": "<html><body>An <rss> tag</body></html>",
    "data.json": '{"items": [1, 2], "version": "1.0"}',
    "text.txt": "Words about <rss version='2.0'>",
}
FOLDERS = [
    (["feed1.xml", "feed2.xml", "img/rock.jpg", "feed.css", "sitemap.xml"], True),
    (["feed.xml", "index.html"], False),
    (["feed.xml", "a.md"], False),
    (["feed.xml", "data.json"], False),
    (["img/rock.jpg"], False),
]


@pytest.mark.parametrize("name", SINGLE)
def test_a_feed_is_known_by_how_it_starts(name: str, tmp_path: Path) -> None:
    data, form = SINGLE[name]
    (tmp_path / name).write_text(data, encoding="utf-8")
    with Unpacked.open(tmp_path / name) as archive:
        reader, claim = identify(archive)
        assert (reader.NAME, claim.era) == ("feeds", form)


@pytest.mark.parametrize("name", OTHERS)
def test_what_another_reader_knows_or_none_does_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(OTHERS[name], encoding="utf-8")
    with Unpacked.open(tmp_path / name) as archive:
        assert feeds.claim(archive) is None


@pytest.mark.parametrize(("names", "claimed"), FOLDERS)
def test_a_folder_is_feeds_when_all_its_texts_are(
    names: list[str], claimed: bool, tmp_path: Path
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RSS + RSS_END if name.startswith("feed") else "{}")
    with Unpacked.open(tmp_path) as archive:
        assert (feeds.claim(archive) is not None) is claimed


# -- RSS -------------------------------------------------------------------------------------------


def test_an_item_of_rss_says_what_it_is(rss: Callable[..., Reading]) -> None:
    inside = (
        full("<p>At length.</p>")
        + "<description>At length</description><dc:creator>Ada Quill</dc:creator>"
        + "<author>ada@lights.example (Ada Quill)</author><category>oil</category>"
        + "<category domain='x'>wick</category><category>oil</category>"
        + "<feedburner:origLink>https://lights.example/one/</feedburner:origLink>"
    )
    reading = rss(item(1, inside, title="Rock &amp;amp; &lt;em&gt;lamp&lt;/em&gt; &amp;lt; 2"))
    post = reading.posts["light-1"]
    assert reading.words() == {"light-1": "At length."}
    assert post.title == (Text("Rock & "), Emph((Text("lamp"),)), Text(" < 2"))
    assert (post.kind, post.author, post.tags) == ("post", "Ada Quill", ("oil", "wick"))
    assert (post.created, post.language) == ("2021-05-01T10:00:00Z", "en-GB")
    assert (post.url, post.links) == ("https://lights.example/one/", ("https://lights.example/1/",))
    profile = reading.intake.profile
    assert (profile.title, profile.author) == ("Lights & Keepers", "Ada Quill")
    assert (profile.url, profile.language) == ("https://lights.example/", "en-GB")


def test_the_text_stands_before_the_description(rss: Callable[..., Reading]) -> None:
    reading = rss(
        item(1, full("<p>At length.</p>") + "<description>Something else.</description>"),
        item(2, "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>"),
        item(3, "<description><![CDATA[One\n\nTwo & two\nlines]]></description>"),
        item(4, "<content:encoded>One &lt;b&gt;two&lt;/b&gt;</content:encoded>"),
    )
    assert list(reading.words().values()) == [
        "At length.", "One\nTwo", "One\nTwo & two\nlines", "One two"]  # fmt: skip
    assert reading.codes() == {"feed.summaries": "note"}


def test_items_of_rss_1_stand_beside_their_channel(read: Callable[..., Reading]) -> None:
    reading = read(
        RDF
        + '<item rdf:about="https://lights.example/1"><title>One</title>'
        + "<link>https://lights.example/1</link><dc:date>2003-05-01T12:00:00+02:00</dc:date>"
        + full("<p>Text</p>")
        + "</item>"
        + RDF_END
    )
    post = reading.posts["https://lights.example/1"]
    assert (post.url, post.created) == ("https://lights.example/1", "2003-05-01T10:00:00Z")
    assert reading.intake.profile.author == "Ada Quill"


def test_old_rss_without_names_or_ids_is_read(read: Callable[..., Reading]) -> None:
    old = (
        '<rss version="0.91"><channel><title>L</title><item><title>One</title>'
        "<description>First.</description></item>"
        "<item><description>Second.</description></item></channel></rss>"
    )
    first, again = read(old), read(old.replace("<item><title>", "<item><title>x</title></item>"
                                               "<item><title>", 1))  # fmt: skip
    assert list(first.words().values()) == ["First.", "Second."]
    assert set(first.posts) < set(again.posts)  # an id does not hang on an item's place


# -- Atom ------------------------------------------------------------------------------------------


def test_an_entry_of_atom_says_what_it_is(atom: Callable[..., Reading]) -> None:
    inside = (
        content('<p><a href="2.html">On</a>, <a href="/about">us</a></p><img src="rock.jpg">')
        + '<summary>On</summary><category term="oil" label="Oil"/><author><name>Bo</name></author>'
    )
    reading = atom(entry(1, inside), entry(2, content("There.")))
    post = reading.posts["urn:light:1"]
    assert (post.url, post.created) == ("https://lights.example/log/1.html", "2021-05-01T10:00:00Z")
    assert (post.author, post.tags, post.language) == ("Bo", ("Oil",), "en")
    assert reading.intake.profile.url == "https://lights.example/"
    found = [node for node in inlines(post.blocks[0]) if isinstance(node, Link)]
    assert [(link.url, link.item) for link in found] == [
        ("https://lights.example/log/2.html", "urn:light:2"),
        ("https://lights.example/about", ""),
    ]
    assert list(reading.intake.media) == ["https://lights.example/log/rock.jpg"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ('<content type="text">1 &lt; 2 &amp;amp; 3\n\nNew</content>', "1 < 2 &amp; 3\nNew"),
        ('<content type="html">&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</content>', "1 < 2"),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <i/><b>is</b>'
         '<br/>so: &lt;feed xmlns="x"&gt;</div></content>', '1 < 2 is\nso: <feed xmlns="x">'),
        ('<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>One</h:p>'
         "<h:p>Two</h:p></h:div></content>", "One\nTwo"),
        ('<content type="text/html" mode="escaped">&lt;b&gt;Old&lt;/b&gt;</content>', "Old"),
        ('<content type="html"><p>Not written out</p></content>', "Not written out"),
        ("<summary>In short.</summary>", "In short."),
    ],
)  # fmt: skip
def test_a_text_of_atom_is_of_the_kind_that_it_says(
    said: str, meant: str, atom: Callable[..., Reading]
) -> None:
    assert atom(entry(1, said)).words() == {"urn:light:1": meant}


def test_a_title_of_plain_text_is_plain(atom: Callable[..., Reading]) -> None:
    marked = '<title type="html">A &lt;i&gt;lit&lt;/i&gt;'
    reading = atom(
        entry(1, content("x"), title="The &lt;b&gt; and &lt;/b&gt; of it"),
        entry(2, content("x")).replace("<title>A light", marked),
    )
    assert reading.posts["urn:light:1"].title == (Text("The <b> and </b> of it"),)
    assert reading.posts["urn:light:2"].title == (Text("A "), Emph((Text("lit"),)))


def test_links_between_items_lead_to_items(atom: Callable[..., Reading]) -> None:
    reading = atom(
        entry(1, content('<p><a href="http://www.lights.example/log/2.html#x">On</a></p>')),
        entry(2, content("There.")),
    )
    (link,) = [n for n in inlines(reading.posts["urn:light:1"].blocks[0]) if isinstance(n, Link)]
    assert link.item == "urn:light:2"


def test_a_draft_is_not_public_and_an_answer_says_to_what(atom: Callable[..., Reading]) -> None:
    draft = '<control xmlns="http://www.w3.org/2007/app"><draft>yes</draft></control>'
    answer = '<in-reply-to xmlns="http://purl.org/syndication/thread/1.0" ref="urn:light:1"/>'
    other = answer.replace("urn:light:1", "urn:harbour")
    posts = atom(
        entry(1, draft + content("x")),
        entry(2, answer + content("y")),
        entry(3, other + content("z")),
    ).posts
    assert posts["urn:light:1"].visibility == "draft"
    assert (posts["urn:light:2"].kind, posts["urn:light:2"].reply_to) == ("reply", "urn:light:1")
    assert (posts["urn:light:3"].kind, posts["urn:light:3"].reply_to) == ("reply", "")


# -- JSON Feed -------------------------------------------------------------------------------------


def test_an_item_of_json_feed_says_what_it_is(read: Callable[..., Reading]) -> None:
    one = {
        "id": 7,
        "url": "/one/",
        "title": "A <light>",
        "content_html": '<p><a href="../two/">On</a></p>',
        "summary": "On",
        "date_published": "2021-05-01T12:00:00+02:00",
        "tags": ["oil", 3],
        "author": {"name": "Bo"},
        "attachments": [{"url": "https://lights.example/log.pdf", "mime_type": "application/pdf"}],
    }
    two = {"id": "two", "url": "https://lights.example/two/", "content_text": "1 < 2\n\nNew"}
    reading = read(json_feed(one, two))
    post = reading.posts["7"]
    assert (post.url, post.created) == ("https://lights.example/one/", "2021-05-01T10:00:00Z")
    assert (post.title, post.author, post.tags) == ((Text("A <light>"),), "Bo", ("oil",))
    assert post.blocks[0].content[0].item == "two"  # type: ignore[union-attr]
    assert [type(block).__name__ for block in post.blocks] == ["Paragraph", "Embed"]
    assert list(map(plain, reading.posts["two"].blocks)) == ["1 < 2", "New"]
    assert reading.intake.profile.author == "Ada Quill"


def test_an_item_that_speaks_of_a_page_elsewhere_leads_there(read: Callable[..., Reading]) -> None:
    place = "https://harbour.example/"
    items = [
        {"id": "1", "title": "Look", "content_text": "See.", "external_url": place},
        {"id": "2", "title": "Look", "content_html": f"<a href='{place}'>x</a>",
         "external_url": place},
        {"id": "3", "content_text": "See.", "external_url": place},
    ]  # fmt: skip
    posts = read(json_feed(*items)).posts
    assert posts["1"].title == (Link((Text("Look"),), place),)
    assert posts["2"].title == (Text("Look"),)
    assert [type(block).__name__ for block in posts["3"].blocks] == ["Embed", "Paragraph"]


# -- dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Sat, 01 May 2021 12:00:00 +0200", "2021-05-01T10:00:00Z"),
        ("Sat, 1 May 2021 12:00 GMT", "2021-05-01T12:00:00Z"),
        ("01 May 2021 12:00:00 -0000", "2021-05-01T12:00:00Z"),
        ("Sat, 01 May 2021 12:00:00 EST", "2021-05-01T17:00:00Z"),
        ("2021-05-01T12:00:00.123-07:00", "2021-05-01T19:00:00Z"),
        ("2021-05-01T12:00:00Z", "2021-05-01T12:00:00Z"),
        ("2021-05-01 12:00:00", "2021-05-01"),
        ("2021-05-01", "2021-05-01"),
        ("2021-05", "2021-05"),
        ("2021-13-41", ""),
        ("Sat, 45 May 2021 12:00:00 GMT", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("9999-12-31T23:59:59-14:00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert moment(written) == meant
