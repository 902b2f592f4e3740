"""Places: where texts and pictures lie in the folder, and what an address within it leads to."""

import posixpath
import re
from collections.abc import Iterable
from copy import copy
from urllib.parse import unquote

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.dates import of_name

_PICTURE = re.compile(r".*\.(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)\Z", re.IGNORECASE)
_DATED = re.compile(r"(?:https?:)?(?://[^/]+)?/(?:.*/)?(\d{4})/(\d\d)/(?:(\d\d)/)?([^/?#]+?)"
                    r"(?:\.html)?/?(?:[?#].*)?\Z")  # fmt: skip
_ROOTS = ("", "static/", "public/", "source/", "assets/", "content/", "src/", "images/")
"""Where sites keep what their addresses start from."""


class Places:
    """The addresses by which an archive's texts and pictures are known."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.wrapper = wrapper([member.name for member in intake.archive.members])
        self.pictures = {m.name.lower(): m.name for m in intake.archive.members
                         if _PICTURE.match(m.name)}  # fmt: skip
        self.items: dict[str, str] = {}  # every address of a text, to its id
        self.dated: dict[tuple[str, str], str] = {}  # (month, name) to an id

    def of(self, intake: Intake) -> "Places":
        """The same places, for texts that another intake takes."""
        other = copy(self)
        other.intake = intake
        return other

    def add(self, member: str, item: str, created: str, addresses: Iterable[str]) -> None:
        """A text, and the other addresses that it says it has."""
        path = "/" + posixpath.splitext(member.removeprefix(self.wrapper))[0]
        stem = path.rsplit("/", 1)[-1]
        for address in (path, path.removesuffix("/index"), "/_posts/" + stem):
            self.items.setdefault(_key(address), item)
        for address in addresses:
            self.items.setdefault(_key(_path(address)), item)
        date, name = of_name(stem)
        if len(date) == 10:
            self.dated.setdefault((date[:7], name.lower()), item)
        elif len(created) >= 10:
            self.dated.setdefault((created[:7], stem.lower()), item)

    def resolve(self, member: str, url: str) -> tuple[str, str]:
        """A link's address, and the item of this archive that it leads to, or ""."""
        if url.startswith("#"):
            return "", ""
        if "://" in url or url.startswith("//"):
            return url, self._dated(url)
        if ":" in url.split("/", 1)[0]:
            return url, ""
        item = self._item(member, url) or self._dated(url)
        return ("" if url.startswith("/_posts/") else url), item  # Jekyll's name, no address

    def _dated(self, url: str) -> str:
        found = _DATED.match(url)
        return self.dated.get((f"{found[1]}-{found[2]}", found[4].lower()), "") if found else ""

    def _item(self, member: str, url: str) -> str:
        path = unquote(url.split("#", 1)[0].split("?", 1)[0])
        if not path.startswith("/"):
            folder = posixpath.dirname(member.removeprefix(self.wrapper))
            path = posixpath.normpath(posixpath.join("/", folder, path))
        return self.items.get(_key(path), "")

    def holds(self, member: str, src: str) -> bool:
        """Whether the archive holds the picture that an address in a member's text means."""
        return any(name.lower() in self.pictures for name in self._candidates(member, src))

    def picture(self, member: str, src: str) -> str:
        """The key of a picture, by its address in the text of a member."""
        if src.startswith("data:"):
            return self.intake.absent(src[:40], "it lies within the text, not in a file")
        path = src.split("#", 1)[0].split("?", 1)[0]
        if "://" in src or src.startswith("//"):
            return self.intake.absent(src, "on the web, not in the archive")
        for name in self._candidates(member, path):
            found = self.pictures.get(name.lower())
            if found is not None:
                return self.intake.picture(found)
        return self.intake.absent(src, f"the archive does not hold {path}")

    def _candidates(self, member: str, path: str) -> Iterable[str]:
        """The paths inside the archive that an address may mean, the likeliest first."""
        for spelling in dict.fromkeys((path, unquote(path))):
            bare = spelling.lstrip("/")
            if not spelling.startswith("/"):
                yield posixpath.normpath(posixpath.join(posixpath.dirname(member), spelling))
            for root in _ROOTS:
                yield self.wrapper + root + bare


def wrapper(names: list[str]) -> str:
    """The one folder at the top that holds everything, with its slash; or ""."""
    tops = {name.split("/", 1)[0] for name in names}
    if len(tops) != 1 or not all("/" in name for name in names):
        return ""
    top = tops.pop()
    return "" if top.startswith("_") else top + "/"


def _path(address: str) -> str:
    """The path of an address, from the site's root."""
    return "/" + re.sub(r"\A(?:https?:)?//[^/]+", "", address).lstrip("/")


def _key(address: str) -> str:
    """Addresses that differ only in their ending or their case are one."""
    key = address.lower().rstrip("/")
    for ending in (".markdown", ".html", ".mdx", ".md", "/index"):
        key = key.removesuffix(ending)
    return key
