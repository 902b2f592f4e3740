"""The site: under which addresses the posts of an archive's blogs are known."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from pipeline.ingest import rows
from pipeline.ingest.readers.blogger.feed import Blog, Entry
from pipeline.ingest.unpack import Unpacked

_OLD_ANCHOR = re.compile(r"\d{6,25}\Z")


class Site:
    """Every address of every public post, filled before any body is converted."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        self._numbers: set[str] = set()

    def learn(self, blog: Blog, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.kind not in ("post", "page"):
                continue
            if not entry.url and entry.path and blog.base:
                entry.url = blog.base + entry.path
            if entry.visibility == "public":
                self._numbers.add(entry.id)
                for address in (entry.url, entry.path):
                    if address:
                        self._pages.setdefault(_plain(address), entry.id)

    def resolve(self, url: str, blog: Blog, own: str) -> tuple[str, str]:
        """Where a link of a post leads: (URL, the id of the post of this archive or "")."""
        whole = _joined(own or blog.base, url)
        plain = _plain(whole)
        found = self._pages.get(plain, "")
        if not found and not blog.base:
            found = self._pages.get("/" + plain.partition("/")[2], "")  # its host is not known
        return whole, found or self._by_number(whole)

    def _by_number(self, url: str) -> str:
        """The post at an anchor on a page of a month or a day, as Blogger linked before 2004."""
        page, _, anchor = url.partition("#")
        if "archive" in page and _OLD_ANCHOR.match(anchor) and anchor in self._numbers:
            return anchor
        return ""


def _plain(url: str) -> str:
    """An address without what does not tell pages apart. Blogs answer under the endings of many
    countries."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    host = re.sub(r"\.blogspot\.[a-z]{2,3}(?:\.[a-z]{2})?\Z", ".blogspot", host)
    return f"{host}{parts.path.rstrip('/')}"


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url) if base else url
    except ValueError:
        return url


# -- settings of a Takeout -------------------------------------------------------------------------


def settle(blog: Blog, archive: Unpacked, member: str) -> None:
    """What the table of settings beside a feed says of its blog. It holds addresses of people as
    well, which are not looked at."""
    folder, _, _ = member.rpartition("/")
    blog.name = folder.rpartition("/")[2]
    beside = f"{folder}/settings.csv" if folder else "settings.csv"
    if beside not in archive:
        return
    table = rows.read(archive.text(beside))
    if not table.rows:
        return
    row = table.rows[0]
    blog.title = blog.title or row.text("blog_name")
    blog.language = blog.language or row.text("blog_locale")
    blog.access = blog.access or row.text("blog_read_access_mode")
    blog.base = blog.base or _base(row.text("blog_custom_domain"), row.text("blog_subdomain"))


def _base(domain: str, subdomain: str) -> str:
    """The address of a blog, by its own domain or by its name at Blogger."""
    host = domain or subdomain
    host += ".blogspot.com" if host and "." not in host else ""
    return f"https://{host}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", host) else ""
