"""Addresses: `at://` names of records, and the pages on which people see them."""

from __future__ import annotations

import re

_AT = re.compile(r"at://([^/\s]+)(?:/([A-Za-z0-9.-]+)(?:/([^/\s?#]+))?)?\Z")
_PAGE = re.compile(r"https?://(?:www\.)?bsky\.app/profile/([^/?#]+)/post/([a-z2-7]{13})(?![^/?#])")
_PAGES = {
    "app.bsky.feed.post": "https://bsky.app/profile/{did}/post/{key}",
    "app.bsky.feed.generator": "https://bsky.app/profile/{did}/feed/{key}",
    "app.bsky.graph.list": "https://bsky.app/profile/{did}/lists/{key}",
    "app.bsky.graph.starterpack": "https://bsky.app/starter-pack/{did}/{key}",
    "app.bsky.labeler.service": "https://bsky.app/profile/{did}",
    "com.whtwnd.blog.entry": "https://whtwnd.com/{did}/{key}",
    "pub.leaflet.document": "https://leaflet.pub/p/{did}/{key}",
    "site.standard.document": "https://leaflet.pub/p/{did}/{key}",
}


def parts(uri: str) -> tuple[str, str, str]:
    """Whose record an address names, of which collection, by which key."""
    found = _AT.match(uri)
    return (found[1], found[2] or "", found[3] or "") if found else ("", "", "")


def page(uri: str) -> str:
    """The page of a record; its own address where no page is known."""
    did, collection, key = parts(uri)
    if did and not collection:
        return f"https://bsky.app/profile/{did}"
    known = _PAGES.get(collection)
    return known.format(did=did, key=key) if known else uri


def post_at(url: str) -> tuple[str, str]:
    """Whose post a page shows, and which; empty for any other page."""
    found = _PAGE.match(url)
    return (found[1], found[2]) if found else ("", "")


def may_be_linked(url: str) -> bool:
    return url[:8].lower().startswith(("http://", "https://"))
