"""The site: what the items of an export know of one another, by number and by address."""

from __future__ import annotations

import html
import re
from copy import copy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.wordpress.export import Channel
from pipeline.ingest.readers.wordpress.item import Item

if TYPE_CHECKING:
    from pipeline.ingest.readers.wordpress.shortcodes import Attributes

_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{3,4}\Z)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)\Z", re.IGNORECASE)
_PHOTON = re.compile(r"https?://i\d\.wp\.com/(.+)", re.IGNORECASE)
_USUAL = re.compile(
    r"https?://(?:www\.)?(?!www\.)([a-z0-9.-]+)((?:/[\w.~%@+,:;=!$'()*-]*)*)(?:\?([\w.~%-]+=[\w.~%-]*))?(?:#\S*)?",
    re.ASCII,
)
"""Most addresses: the host, the path, and one part of a query at most."""

_UPLOADS = re.compile(r"/(?:uploads|files)/(.+)\Z")

_ASIDE = ("utm_", "w=", "h=")
"""Parts of a query that do not tell pages apart."""

NOT_HERE = "not in the archive"


class Site:
    """Tables of one blog, filled before any body is converted."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.base = ""
        self.attachments: dict[str, Item] = {}
        self.children: dict[str, list[Item]] = {}  # attachments by the post they belong to
        self.reusable: dict[str, str] = {}
        self._files: dict[str, Item] = {}  # attachments by their files' addresses
        self._pages: dict[str, str] = {}  # addresses -> the item's id
        self._files_of_pages: dict[str, str] = {}  # an attachment's own page -> its file
        self._members = _members(intake)

    def of(self, intake: Intake) -> Site:
        """The same site, for items that another intake takes."""
        other = copy(self)
        other.intake = intake
        return other

    def learn(self, items: list[Item], channel: Channel) -> None:
        """Take in the items of one export."""
        fields = channel.fields
        self.base = (self.base or fields.get("base_blog_url") or fields.get("link", "")).rstrip("/")
        for item in items:
            if item.kind == "attachment":
                self._attachment(item)
            elif item.kind == "wp_block":
                self.reusable[item.id] = item.content
            elif item.status == "publish" and not item.password:
                for address in self.addresses(item):
                    self._pages.setdefault(_plain(address), item.id)

    def _attachment(self, item: Item) -> None:
        self.attachments[item.id] = item
        self.children.setdefault(item.parent, []).append(item)
        if item.file:
            self._files[_plain(item.file)] = item
            for address in (*self.addresses(item), f"{self.base}/?attachment_id={item.id}"):
                self._files_of_pages.setdefault(_plain(address), item.file)

    def addresses(self, item: Item) -> list[str]:
        """The addresses by which an item is known: its own first."""
        query = "page_id" if item.kind == "page" else "p"
        short = f"{self.base}/?{query}={item.id}" if self.base and item.id else ""
        found = [address for address in (item.link, item.guid, short) if "://" in address]
        return list(dict.fromkeys(found))

    def resolve(self, url: str) -> tuple[str, str]:
        """Where a link leads: (URL, the id of the post of this blog or "")."""
        whole = self.base + url if url[:1] == "/" and url[:2] != "//" else url
        plain = _plain(whole)
        file = self._files_of_pages.get(plain)
        if file is not None:
            return file, ""
        return whole, self._pages.get(plain, "")

    # -- pictures ----------------------------------------------------------------------------------

    def picture(self, url: str) -> str:
        """The key of a picture, by its address: the whole picture where a smaller one is named."""
        url = self._whole(html.unescape(url))
        member = self._member(url)
        if member:
            return self.intake.picture(member)
        return self.intake.absent(url, NOT_HERE)

    def described(self, url: str) -> str:
        """What the library says of a picture without a description in the text."""
        item = self._files.get(_plain(self._whole(url)))
        return item.meta.get("_wp_attachment_image_alt", "") if item is not None else ""

    def _whole(self, url: str) -> str:
        match = _PHOTON.match(url)
        url = "https://" + match[1] if match else url
        url = "https:" + url if url.startswith("//") else url
        url = self.base + url if url.startswith("/") else url
        bare = url.split("?")[0].split("#")[0]
        url = bare if _PICTURE.search(bare) else url
        whole = _SIZE.sub("", url)
        return whole if whole != url and self._is_known(whole) else url

    def _is_known(self, url: str) -> bool:
        return _plain(url) in self._files or bool(self._member(url))

    def _member(self, url: str) -> str:
        match = _UPLOADS.search(url) if self._members else None
        return self._members.get(match[1], "") if match else ""

    # -- what shortcodes ask for -------------------------------------------------------------------

    def file(self, number: str) -> str:
        item = self.attachments.get(number)
        return item.file if item is not None else ""


class Shelf:
    """The pictures of one post, as its shortcodes ask for them."""

    def __init__(self, site: Site, item: Item) -> None:
        self.site = site
        self.item = item
        self.empty = 0  # galleries whose pictures the export does not name

    def file(self, number: str) -> str:
        return self.site.file(number)

    def gallery(self, attributes: Attributes) -> str:
        """The figure of a gallery: of the pictures that it names, or of all that the post has."""
        named = attributes.get("ids") or attributes.get("include") or ""
        if named:
            shown = [_picture(self.site, number) for number in re.findall(r"\d+", named)]
        else:
            shown = [_shown(item) for item in self._own(attributes)]
        self.empty += not shown
        return f'<figure class="gallery">{"".join(shown)}</figure>' if shown else ""

    def _own(self, attributes: Attributes) -> list[Item]:
        left_out = set(re.findall(r"\d+", attributes.get("exclude", "")))
        owner = attributes.get("id") or self.item.id
        own = [
            item
            for item in self.site.children.get(owner, ())
            if item.id not in left_out and _PICTURE.search(item.file)
        ]
        ordered = sorted(own, key=lambda item: (item.order, len(item.id), item.id))
        return ordered[::-1] if attributes.get("order", "").upper() == "DESC" else ordered


def _picture(site: Site, number: str) -> str:
    item = site.attachments.get(number)
    return _shown(item) if item is not None else f'<img src="attachment:{number}">'


def _shown(item: Item) -> str:
    alt = html.escape(item.meta.get("_wp_attachment_image_alt", ""))
    picture = f'<img src="{html.escape(item.file)}" alt="{alt}">'
    caption = f"<figcaption>{item.excerpt}</figcaption>" if item.excerpt.strip() else ""
    return f"<figure>{picture}{caption}</figure>"


def _plain(url: str) -> str:
    """An address without what does not tell pages apart."""
    usual = _USUAL.fullmatch(url)
    if usual and not (usual[3] or "").startswith(_ASIDE):
        return f"{usual[1]}{usual[2].rstrip('/')}?{usual[3] or ''}"
    return _taken_apart(url)


def _taken_apart(url: str) -> str:
    try:
        parts = urlsplit(html.unescape(url))
    except ValueError:
        return url
    host = parts.netloc.lower().removeprefix("www.")
    query = "&".join(
        sorted(part for part in parts.query.split("&") if part and not part.startswith(_ASIDE))
    )
    return f"{host}{parts.path.rstrip('/')}?{query}"


def _members(intake: Intake) -> dict[str, str]:
    """Pictures that lie beside the export, by their path below the folder of uploads."""
    found: dict[str, str] = {}
    for member in intake.archive.members:
        match = _UPLOADS.search("/" + member.name)
        if match and _PICTURE.search(member.name):
            found.setdefault(match[1], member.name)
    return found
