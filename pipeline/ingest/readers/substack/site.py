"""The publication: what its pages tell of it, since the export itself says neither its name nor
its address."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.substack.entries import Entry
from pipeline.markup.plain import clean_text
from pipeline.model.post import Profile

_SUBSCRIBE = re.compile(
    r"&quot;url&quot;:&quot;https?://([a-z0-9.-]{3,100})/subscribe\b", re.IGNORECASE
)
_CAPTION = re.compile(r'<p class="cta-caption">(.{1,600}?)</p>', re.DOTALL)
_NAMES = (
    re.compile(r"Thanks for reading (.{1,100}?)! (?:This post is|Subscribe)"),
    re.compile(r"(.{1,100}?) is a reader-supported publication\."),
)
"""What Substack itself writes above the box for an address, unless the author writes else."""

_LIST = re.compile(r"(?:.*/)?email_list\.([a-z0-9-]+)\.csv", re.IGNORECASE)
_LETTER = re.compile(r"(?:/pub/([^/]+))?/p/([^/?#]+)/?\Z")


class Site:
    """Where the publication is at home, and which letter an address leads to."""

    def __init__(self, intake: Intake, entries: list[Entry]) -> None:
        self._hosts: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self._items: dict[str, str] = {}
        self.handle = next(
            (f[1].lower() for m in intake.archive.members if (f := _LIST.fullmatch(m.name))), ""
        )
        for entry in entries:
            if entry.public:
                self._items.setdefault(entry.slug, entry.id)

    def learn(self, page: str) -> None:
        """Take in what a public page tells."""
        self._hosts.update(found.lower() for found in set(_SUBSCRIBE.findall(page)))
        for caption in _CAPTION.findall(page):
            words = " ".join(re.sub(r"<[^<>]*>", "", caption).split())
            for pattern in _NAMES:
                if found := pattern.match(words):
                    self._names[clean_text(found[1])] += 1

    def profile(self) -> Profile:
        handle = self.handle or self._subdomain()
        return Profile(title=_most(self._names), handle=handle, url=self._home())

    def address(self, entry: Entry) -> str:
        """Where a letter was published; "" where nothing tells."""
        home = self._home()
        return f"{home}/p/{entry.slug}" if home and entry.slug and entry.public else ""

    def resolve(self, url: str) -> tuple[str, str]:
        """A link's address, and the letter that it leads to, or ""."""
        if "/p/" not in url:
            return url, ""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return url, ""
        found = _LETTER.search(parts.path)
        if found is None or not self._is_own(host, found[1] or ""):
            return url, ""
        return url, self._items.get(found[2], "")

    def _is_own(self, host: str, publication: str) -> bool:
        handle = self.handle or self._subdomain()
        if host == "open.substack.com":
            return bool(handle) and publication.lower() == handle
        return host in self._hosts or (bool(handle) and host == f"{handle}.substack.com")

    def _home(self) -> str:
        host = _most(self._hosts) or (f"{self.handle}.substack.com" if self.handle else "")
        return f"https://{host}" if host else ""

    def _subdomain(self) -> str:
        host = _most(self._hosts)
        return host.removesuffix(".substack.com") if host.endswith(".substack.com") else ""


def _most(counted: Counter[str]) -> str:
    """The commonest; of equals the first by the alphabet, so that no order of files matters."""
    return min(counted, key=lambda name: (-counted[name], name), default="")
