"""Feeds: `<item>`s and `<entry>`s outside of CDATA, or the entries of JSON Feed's list."""

import json
import re

from pipeline.inspect.counters.held import Count, Held, rows

LAST = True
FEEDS = (".xml", ".rss", ".atom", ".rdf", ".json", ".feed", ".txt")
BESIDE = re.compile(
    r"(__MACOSX/.*|(.*/)?(\..*|robots\.txt|sitemap[^/]*\.xml|[^/]*\.(opml|xslt?|css|jpe?g|png|gif"
    r"|webp|avif|bmp|tiff?|heic|mp3|m4[abv]|og[ga]|opus|wav|flac|aac|mp4|mov|webm|avi|mkv|vtt|srt)))",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|RDF|feed)[\s>]")
_EXPORT = re.compile(rb"wordpress\.org/export|blogger/2018|blogger/2008/kind#")
_ITEM = re.compile(rb"<!\[CDATA\[(?s:.*?)(?:\]\]>|\Z)|<(?:\w+:)?(?:item|entry)(?=[\s>])")


def count(held: Held) -> list[Count] | None:
    names = [name for name in held.names if not BESIDE.fullmatch(name)]
    if not names or (len(held.names) > 1 and not all(map(_may_be, names))):
        return None
    total = 0
    for name in names:
        found = _items(held.read(name))
        if found is None:
            return None
        total += found
    return [Count("items", frozenset(), total)]


def _may_be(name: str) -> bool:
    return name.lower().endswith(FEEDS) or "." not in name.rpartition("/")[2]


def _items(data: bytes) -> int | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            text = data.decode("utf-8-sig", "replace")
            feed = json.loads(text, parse_int=str, strict=False)
        except (ValueError, RecursionError):
            found = rows(data, b"items") if b"jsonfeed.org" in data[:1000] else -1
            return found if found >= 0 else None
        items = feed.get("items") if isinstance(feed, dict) else None
        return len(items) if isinstance(items, list) and "version" in feed else None
    head = data[: 1 << 16]
    if not _ROOT.search(head) or _EXPORT.search(head):
        return None
    return sum(not match[0].startswith(b"<!") for match in _ITEM.finditer(data))
