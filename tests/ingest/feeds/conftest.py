"""Feeds made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import feeds
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from pipeline.model.walk import plain

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/feed.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Lights &amp; Keepers</title><link>https://lights.example/</link>
<atom:link rel="self" href="https://lights.example/feed.xml"/>
<description>Notes</description><language>en-GB</language>
<managingEditor>ada@lights.example (Ada Quill)</managingEditor>
"""
RSS_END = "</channel></rss>"

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://lights.example/"><title>Lights</title>
<link>https://lights.example/</link><dc:language>en</dc:language><dc:creator>Ada Quill</dc:creator>
<items><rdf:Seq><rdf:li resource="https://lights.example/1"/></rdf:Seq></items></channel>
"""
RDF_END = "</rdf:RDF>"

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://lights.example/log/">
<title>Lights</title><link href="/"/><link rel="self" href="feed.atom"/>
<author><name>Ada Quill</name><email>ada@lights.example</email></author>
<id>urn:lights</id><updated>2021-01-01T00:00:00Z</updated>
"""
ATOM_END = "</feed>"


def item(number: int, inside: str = "", *, title: str = "A light") -> str:
    """One item of RSS."""
    return f"""<item><title>{title}</title><link>https://lights.example/{number}/</link>
<guid isPermaLink="false">light-{number}</guid><pubDate>Sat, 01 May 2021 12:00:00 +0200</pubDate>
{inside}</item>
"""


def full(body: str) -> str:
    return f"<content:encoded><![CDATA[{body}]]></content:encoded>"


def entry(number: int, inside: str = "", *, title: str = "A light") -> str:
    """One entry of Atom."""
    return f"""<entry><id>urn:light:{number}</id><title>{title}</title>
<link rel="alternate" href="{number}.html"/><published>2021-05-01T12:00:00+02:00</published>
<updated>2021-06-01T12:00:00+02:00</updated>{inside}</entry>
"""


def content(body: str) -> str:
    return f'<content type="html">{escape(body)}</content>'


def json_feed(*items: object, **more: object) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lights",
        "home_page_url": "https://lights.example/",
        "language": "en",
        "authors": [{"name": "Ada Quill"}],
    }
    return json.dumps(feed | more | {"items": items})


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def words(self) -> dict[str, str]:
        return {id: "\n".join(map(plain, post.blocks)) for id, post in self.posts.items()}

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> dict[str, str]:
        """What was found, but for that feeds hold the last items only."""
        return {finding.code: finding.severity for finding in self.bench.findings
                if finding.code != "feed.last-items"}  # fmt: skip

    def told(self) -> str:
        return repr(vars(self.bench)) + repr(self.intake.profile) + repr(self.intake.sources)


def read_at(path: Path) -> Reading:
    with Unpacked.open(path, digest="0" * 64) as archive:
        assert feeds.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = list(feeds.read(archive, intake))
        assert len(posts) == len({post.id for post in posts})
        return Reading({post.id: post for post in posts}, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a feed, or a folder of several with the names that they are given."""

    def reading(text: str | bytes = "", **pages: str | bytes) -> Reading:
        for name, page in (pages or {"feed": text}).items():
            data = page.encode() if isinstance(page, str) else page
            (tmp_path / f"{name}.xml").write_bytes(data)
        return read_at(tmp_path if pages else tmp_path / "feed.xml")

    return reading


@pytest.fixture
def rss(read: Callable[..., Reading]) -> Callable[..., Reading]:
    return lambda *items: read(RSS + "".join(items) + RSS_END)


@pytest.fixture
def atom(read: Callable[..., Reading]) -> Callable[..., Reading]:
    return lambda *entries: read(ATOM + "".join(entries) + ATOM_END)
