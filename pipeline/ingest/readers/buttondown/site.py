"""The newsletter: what it is called, where it is at home, and what its addresses lead to."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from pipeline.ingest.album import Album
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.buttondown.entries import Entry
from pipeline.ingest.readers.buttondown.tables import loaded
from pipeline.markup.plain import clean_text
from pipeline.model.errors import ArchiveError
from pipeline.model.post import Profile

_BUTTONDOWN = ("buttondown.com", "buttondown.email", "www.buttondown.com", "www.buttondown.email")
_LETTER = re.compile(r"(?:/([\w-]+))?/archive/([^/?#]+)/?\Z")
_ON_THE_WEB = "on the web, not in the archive"


class Site:
    """What the letters of an archive know of one another."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.album = Album(intake)
        self._items: dict[str, str] = {}
        said = self._settings()
        self.handle = said.get("username", "")
        self.domain = said.get("domain", "").lower()
        self.profile = Profile(
            title=said.get("name", ""),
            author=said.get("from_name", ""),
            handle=self.handle,
            url=self._home(),
        )

    def _settings(self) -> dict[str, str]:
        """What the newsletter's own settings say that anybody may read."""
        for member in self.intake.archive.members:
            if member.name.rpartition("/")[2].lower() == "newsletter.json":
                try:
                    text = self.intake.archive.text(member.name)
                    found = loaded(text, member.name, self.intake)
                except ArchiveError:
                    continue
                if isinstance(found, dict):
                    names = ("name", "username", "from_name", "domain")
                    return {name: clean_text(found[name]).strip() for name in names
                            if isinstance(found.get(name), str)}  # fmt: skip
        return {}

    def add(self, entry: Entry) -> None:
        if entry.public and entry.slug:
            self._items.setdefault(entry.slug, entry.id)

    def address(self, entry: Entry) -> str:
        """Where a letter is to be read; "" where nothing tells."""
        if entry.url.startswith("http"):
            return entry.url
        home = self._home()
        if not entry.slug or not home:
            return ""
        return f"{home}/archive/{entry.slug}/"

    def resolve(self, url: str) -> tuple[str, str]:
        """A link's address, and the letter that it leads to, or ""."""
        if "/archive/" not in url:
            return url, ""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return url, ""
        found = _LETTER.search(parts.path)
        if found is None:
            return url, ""
        own = host in _BUTTONDOWN and bool(self.handle) and found[1] == self.handle
        own = own or not host or (bool(self.domain) and host == self.domain)
        return url, self._items.get(unquote(found[2]), "") if own else ""

    def picture(self, member: str, source: str) -> str:
        """The key of a picture, by its address in the text of a member."""
        source = clean_text(source.strip())
        if "://" not in source and not source.startswith("//"):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(member), unquote(source)))
            if path in self.intake.archive:
                return self.intake.picture(path)
        return self.album.key(source, _ON_THE_WEB if "://" in source else "not in the archive")

    def _home(self) -> str:
        if self.domain:
            return f"https://{self.domain}"
        return f"https://buttondown.com/{self.handle}" if self.handle else ""
