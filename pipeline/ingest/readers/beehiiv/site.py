"""The publication: where it is at home, which letter an address leads to, and its pictures."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from pipeline.ingest.album import Album
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.beehiiv.entries import Entry
from pipeline.markup.plain import clean_text
from pipeline.model.post import Profile

_SCALER = re.compile(r"/cdn-cgi/image/[^/]+/")
_HOME = "https://media.beehiiv.com/cdn-cgi/image/quality=100/"
_ASIDE = re.compile(r"(?:last_resource_guid|_bhlid|_bhba)=[^&#]*&?")
_ON_THE_WEB = "on the web, not in the archive"


class Site:
    """What the letters of an export know of one another."""

    def __init__(self, intake: Intake, found: list[Entry]) -> None:
        self.intake = intake
        self.album = Album(intake)
        public = [entry for entry in found if entry.public and entry.url]
        self._hosts = Counter(_host(entry.url) for entry in public)
        self._authors = Counter(entry.author for entry in found if entry.public and entry.author)
        self._items: dict[tuple[str, str], str] = {}
        for entry in public:
            self._items.setdefault(_key(entry.url), entry.id)

    def profile(self) -> Profile:
        host, author = _most(self._hosts), _most(self._authors)
        handle = host.removesuffix(".beehiiv.com") if host.endswith(".beehiiv.com") else ""
        return Profile(author=author, handle=handle, url=f"https://{host}" if host else "")

    def resolve(self, url: str) -> tuple[str, str]:
        """A link's address without Beehiiv's own counting, and the letter that it leads to."""
        url = _ASIDE.sub("", url).rstrip("?&") if "=" in url else url
        return url, self._items.get(_key(url), "") if _host(url) in self._hosts else ""

    def picture(self, url: str) -> str:
        """The key of a picture, by its address or the part of it that the table has."""
        url = clean_text(_SCALER.sub("/cdn-cgi/image/quality=100/", url.strip()))
        if "://" not in url and url.lstrip("/").startswith("uploads/"):
            url = _HOME + url.lstrip("/")
        return self.album.key(url, _ON_THE_WEB)


def _most(counted: Counter[str]) -> str:
    """The commonest; of equals the first by the alphabet, so that no order of rows matters."""
    return min(counted, key=lambda name: (-counted[name], name), default="")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _key(url: str) -> tuple[str, str]:
    try:
        return _host(url), urlsplit(url).path.rstrip("/")
    except ValueError:
        return "", ""
