"""The blog: its names and hosts, and which of its posts an address leads to."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.ingest.readers.tumblr.item import Item
from pipeline.model.post import Profile

_REDIRECTS = ("t.umblr.com", "href.li", "www.href.li")


class Blog:
    """What the archive says of the blog, and what is learnt from its posts."""

    def __init__(self) -> None:
        self.title = ""
        self.handle = ""
        self.url = ""
        self._hosts: Counter[str] = Counter()
        self.ids: set[str] = set()

    def learn(self, item: Item) -> None:
        """Take in the addresses of a post that everybody may read."""
        if item.visibility != "public":
            return
        self.ids.add(item.id)
        for url in (item.url, *item.links):
            host = _host(url)
            if host and host != "tmblr.co":
                self._hosts[_site(url)] += 1

    def settle(self) -> None:
        """Once all posts are known: the blog's name and address, where the archive is silent."""
        most = sorted(self._hosts.items(), key=lambda pair: (-pair[1], pair[0]))
        site = most[0][0] if most else ""
        if not self.handle and site.endswith(".tumblr.com"):
            self.handle = site.removesuffix(".tumblr.com")
        self.url = self.url or (f"https://{site}" if site else "")
        if not self.url and self.handle:
            self.url = f"https://{self.handle}.tumblr.com"

    @property
    def names(self) -> frozenset[str]:
        """The names by which a trail may mean the blog itself."""
        return frozenset({self.handle.lower()} - {""})

    def profile(self) -> Profile:
        return Profile(self.title, "", self.handle, self.url, "")

    def page(self, item: Item) -> str:
        """The page of a post."""
        return item.url or (f"{self.url}/post/{item.id}" if self.url and item.id else "")

    def resolve(self, url: str) -> tuple[str, str]:
        """Where a link leads: its address without the platform's detours, and the post of this
        blog, or ""."""
        url = direct(url)
        local = re.fullmatch(r"(?:\.\./)*(?:posts/)?(?:html/)?(\d{5,25})\.html(?:#.*)?", url)
        if local:
            known = local[1] in self.ids
            return f"{self.url}/post/{local[1]}" if self.url else "", local[1] if known else ""
        return url, self._item(url)

    def _item(self, url: str) -> str:
        found = re.search(r"/(?:post|image|private)/(\d{5,25})(?:[/?#]|\Z)", url) or re.search(
            r"tumblr\.com/[\w-]+/(\d{5,25})(?:[/?#]|\Z)", url
        )
        if not found or found[1] not in self.ids:
            return ""
        own = self.url and _site(url) in (_site(self.url), f"{self.handle}.tumblr.com")
        return found[1] if own or not self.url else ""


def direct(url: str) -> str:
    """An address without the detour by which the platform counts its readers."""
    host = _host(url)
    if host not in _REDIRECTS:
        return url
    try:
        query = urlsplit(url).query
    except ValueError:
        return url
    if host == "t.umblr.com":
        found = parse_qs(query).get("z", [""])[0]
    else:
        found = unquote(query) if query.startswith("http%3A") else query
    return found if "://" in found else url


def _host(url: str) -> str:
    try:
        return urlsplit(url.strip()).netloc.lower()
    except ValueError:
        return ""


def _site(url: str) -> str:
    """The blog that an address is of, as a host: `www.tumblr.com/name/…` is `name.tumblr.com`."""
    host = _host(url)
    found = re.match(r"https?://(?:www\.)?tumblr\.com/(?:blog/view/)?([\w-]+)", url)
    return f"{found[1].lower()}.tumblr.com" if found else host
