"""Feeds: made for the public, and still with people's addresses in them."""

from __future__ import annotations

import json

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen, text

_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:georss="http://www.georss.org/georss" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)
RSS_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" {_SPACES}><channel><title>Lights &amp; Keepers</title>
<link>https://lights.example/</link><language>en</language>
<managingEditor>CANARY-feeds-editor@x.example (Ada Quill)</managingEditor>
<webMaster>CANARY-feeds-master@x.example</webMaster>
<itunes:owner><itunes:name>CANARY-feeds-owner</itunes:name>
<itunes:email>CANARY-feeds-owner-email@x.example</itunes:email></itunes:owner>
<cloud domain="CANARY-feeds-cloud"/>
"""


def item(number: int, said: str) -> str:
    return f"""<item><title>A light</title><link>https://lights.example/{number}</link>
<guid isPermaLink="false">{number}</guid><pubDate>Wed, 01 May 2013 09:30:00 GMT</pubDate>
<author>CANARY-feeds-author-email@x.example (Ada Quill)</author>
<georss:point>CANARY-feeds-point</georss:point>
<wfw:commentRss>https://lights.example/CANARY-feeds-comments</wfw:commentRss>
<content:encoded><![CDATA[<p>{said}</p>]]></content:encoded></item>
"""


RSS = (
    RSS_HEAD
    + item(1, "The lamp was lit, ROBIN-feeds-rss.<!-- CANARY-feeds-html-comment -->")
    + "</channel></rss>"
)

ATOM_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app">
<title>Lights &amp; Keepers</title><id>urn:lights</id><updated>2020-05-01T10:00:00Z</updated>
<link rel="alternate" href="https://lights.example/"/>
<author><name>Ada Quill</name><email>CANARY-feeds-atom-email@x.example</email></author>
"""


def entry(number: int, said: str, more: str = "") -> str:
    return f"""<entry><id>urn:lights:{number}</id><title>A light</title>
<published>2020-05-01T10:00:00Z</published><updated>2020-05-01T10:00:00Z</updated>{more}
<link rel="alternate" href="https://lights.example/{number}"/>
<link rel="edit" href="https://lights.example/CANARY-feeds-edit-link"/>
<author><name>Ada Quill</name><email>CANARY-feeds-entry-email@x.example</email></author>
<contributor><name>Tove</name><email>CANARY-feeds-contributor@x.example</email></contributor>
<content type="html">&lt;p&gt;{said}&lt;/p&gt;</content></entry>
"""


_DRAFT = "<app:control><app:draft>yes</app:draft></app:control>"
ATOM = (
    ATOM_HEAD
    + entry(1, "The lamp was lit, ROBIN-feeds-atom.")
    + entry(2, "CANARY-feeds-draft", _DRAFT)
    + "</feed>"
)

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Lights & Keepers",
    "home_page_url": "https://lights.example/",
    "user_comment": "CANARY-feeds-user-comment",
    "hubs": [{"type": "x", "url": "https://CANARY-feeds-hub.example"}],
    "authors": [{"name": "Ada Quill", "avatar": "https://x.example/CANARY-feeds-avatar"}],
    "_private": {"key": "CANARY-feeds-extension"},
    "items": [
        {
            "id": "1",
            "url": "https://lights.example/1",
            "title": "A light",
            "content_html": "<p>The lamp was lit, ROBIN-feeds-json.</p>",
            "date_published": "2020-05-01T10:00:00Z",
            "author": {"name": "CANARY-feeds-json-email@x.example"},
            "_notes": "CANARY-feeds-item-extension",
        }
    ],
}
RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:admin="http://webns.net/mvcb/">
<channel rdf:about="https://lights.example/"><title>Lights</title>
<link>https://lights.example/</link>
<admin:errorReportsTo rdf:resource="mailto:CANARY-feeds-reports@x.example"/></channel>
<item rdf:about="https://lights.example/1"><title>A light</title>
<link>https://lights.example/1</link><dc:date>2004-05-01T10:00:00Z</dc:date>
<description>The lamp was lit, ROBIN-feeds-rdf.</description></item></rdf:RDF>
"""

SPECIMENS = (
    Specimen(
        "feeds", "rss", {"feed.xml": text(RSS), "lamp.jpg": jpeg("CANARY-feeds-photo")},
        alone="feed.xml",
    ),
    Specimen(
        "feeds", "atom", {"feed.atom": text(ATOM)}, named={"draft": ("CANARY-feeds-draft",)},
        alone="feed.atom",
    ),
    Specimen("feeds", "json", {"feed.json": json.dumps(JSON_FEED).encode()}, alone="feed.json"),
    Specimen("feeds", "rdf", {"index.rdf": text(RDF)}, alone="index.rdf"),
)  # fmt: skip
