"""Feeds in XML -> items: RSS of every version, Atom, and what others added to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree

from pipeline.ingest.atom import Words, inner, words
from pipeline.ingest.intake import Intake
from pipeline.ingest.mend import fields
from pipeline.ingest.moments import moment
from pipeline.ingest.readers.feeds.item import Channel, Enclosure, Item, Picture
from pipeline.ingest.xml import Document, elements, is_top, local, space

_SPACES = {
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
}

_FIELDS = (
    "guid|id|title|encoded|content|body|description|summary|link|origLink|enclosure|group|author"
    "|creator|category|subject|keywords|pubDate|date|created|issued|published|updated|modified"
    "|in-reply-to|control"
)


class Written(Document[Item]):
    """One page of a feed."""

    what = "feed"
    item = r"(?:\w+:)?(?:item|entry)"
    id = r"<(?:\w+:)?(?:guid|id)\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*([^\s<>\]]{1,200})"

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        super().__init__(data, member, intake)
        self.channel = Channel()

    def parsed(self, text: str) -> Iterator[Item]:
        for element in elements(text, "item", "entry", "channel", "feed"):
            if local(element) in ("channel", "feed"):
                channel_of(element, self.channel)
            elif is_top(element):
                item = item_of(element)
                element.clear()
                yield item

    def loose(self, text: str) -> Item:
        item = item_of(fields(text, _FIELDS))
        item.draft = item.draft or re.search(r"draft>\s*yes", text) is not None
        return item


def name_of(element: etree._Element) -> str:
    """An element's name with the usual prefix of its namespace: `content:encoded`; RSS has none."""
    where = space(element)
    prefix = _SPACES.get(where, where.removeprefix("urn:undeclared:"))
    return f"{prefix}:{local(element)}" if prefix else local(element)


def address_in(element: etree._Element, *names: str) -> str:
    """The address that an element names, from where it stands."""
    said = next((value for name in names if (value := element.get(name))), "") or text_of(element)
    try:
        return urljoin(element.base or "", said.strip())
    except ValueError:
        return said.strip()


def text_of(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


# -- items -----------------------------------------------------------------------------------------


def item_of(element: etree._Element) -> Item:
    """The item in an element."""
    item = Item()
    item.id = str(element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or "")
    item.base = element.base or ""
    item.language = _language(element)
    _take(item, element)
    item.url = item.url or next((link for link in item.links if "://" in link), "")
    return item


def _take(item: Item, element: etree._Element) -> None:
    for child in element:
        part = _PARTS.get(name_of(child)) if isinstance(child.tag, str) else None
        if part is not None:
            part(item, child)


def _id(item: Item, element: etree._Element) -> None:
    item.id = text_of(element) or item.id
    if local(element) == "guid" and element.get("isPermaLink") != "false" and "://" in item.id:
        item.links.append(item.id)


def _title(item: Item, element: etree._Element) -> None:
    said = words(element)
    if local(element) == "title" and name_of(element) == "title":
        said = Words(said.text, "html")  # RSS does not say which it is
    item.title = item.title if item.title.text.strip() else said


def _content(item: Item, element: etree._Element) -> None:
    said = words(element)
    kind = (element.get("type") or "").lower()
    if element.get("src"):
        item.enclosures.append(Enclosure(address_in(element, "src"), kind))
    elif name_of(element) == "content:encoded":
        said = Words(said.text, "html")
    elif local(element) == "body":
        said = Words(inner(element), "html")
    item.content = _longer(item.content, said)
    item.base = element.base or item.base


def _summary(item: Item, element: etree._Element) -> None:
    said = words(element)
    if name_of(element) in ("description", "itunes:summary"):
        said = Words(said.text, "html")
    item.summary = _longer(item.summary, said)


def _longer(one: Words, other: Words) -> Words:
    return other if len(other.text.strip()) > len(one.text.strip()) else one


def _link(item: Item, element: etree._Element) -> None:
    relation = element.get("rel") or "alternate"
    address = address_in(element, "href")
    if relation == "enclosure":
        _enclosure(item, element)
    elif relation == "alternate" and address:
        html = (element.get("type") or "text/html").lower() in (
            "text/html",
            "application/xhtml+xml",
        )
        item.links.append(address)
        item.url = address if html and not item.url else item.url
    elif relation == "related" and not item.external:
        item.external = address


def _origin(item: Item, element: etree._Element) -> None:
    """The address behind the one that counts who follows it."""
    item.url = text_of(element) or item.url


def _enclosure(item: Item, element: etree._Element) -> None:
    address = address_in(element, "url", "href")
    if address:
        kind = (element.get("type") or "").lower()
        item.enclosures.append(Enclosure(address, kind, element.get("title") or ""))


def _media(item: Item, element: etree._Element) -> None:
    """A file of Media RSS; its pictures of the people who write are none of the item's."""
    address = address_in(element, "url") if element.get("url") else ""
    medium = (element.get("medium") or element.get("type") or "").lower().partition("/")[0]
    said = {name_of(child): text_of(child) for child in element if isinstance(child.tag, str)}
    if medium == "image" or (not medium and re.search(r"\.(?:jpe?g|png|gif|webp)\b", address)):
        if address and "gravatar.com/avatar" not in address:
            words = said.get("media:description", "")
            item.pictures.append(Picture(address, words, said.get("media:text", "")))
    elif medium in ("audio", "video") and address:
        item.enclosures.append(Enclosure(address, f"{medium}/", said.get("media:title", "")))


def _group(item: Item, element: etree._Element) -> None:
    """Several forms of one picture, sound or film; what is said of it is said of the item."""
    inner = Item()
    _take(inner, element)
    item.pictures += inner.pictures[:1]
    item.enclosures += inner.enclosures
    item.summary = _longer(item.summary, inner.summary)


def _author(item: Item, element: etree._Element) -> None:
    name = person(element)
    if name and name not in item.authors:
        item.authors.append(name)


def _tag(item: Item, element: etree._Element) -> None:
    said = element.get("label") or element.get("term") or text_of(element)
    for name in said.split(",") if local(element) == "keywords" else [said]:
        if name.strip() and name.strip() not in item.tags:
            item.tags.append(name.strip())


def _published(item: Item, element: etree._Element) -> None:
    item.published = item.published or moment(text_of(element))


def _updated(item: Item, element: etree._Element) -> None:
    item.updated = max(item.updated, moment(text_of(element)))


def _reply(item: Item, element: etree._Element) -> None:
    item.reply_to = element.get("ref") or ""


def _control(item: Item, element: etree._Element) -> None:
    item.draft = any(local(part) == "draft" and text_of(part) == "yes" for part in element)


Part = Callable[[Item, etree._Element], None]

_PARTS: dict[str, Part] = {
    name: part
    for part, names in (
        (_id, "guid atom:id"),
        (_title, "title atom:title"),
        (_content, "content:encoded atom:content xhtml:body"),
        (_summary, "description atom:summary itunes:summary dc:description media:description"),
        (_link, "link atom:link"),
        (_origin, "feedburner:origLink"),
        (_enclosure, "enclosure"),
        (_media, "media:content"),
        (_group, "media:group"),
        (_author, "author atom:author dc:creator itunes:author"),
        (_tag, "category atom:category dc:subject itunes:keywords"),
        (_published, "pubDate dc:date dc:created dc:issued"),
        (_published, "atom:published atom:issued atom:created"),
        (_updated, "dc:modified atom:updated atom:modified"),
        (_reply, "thr:in-reply-to"),
        (_control, "app:control atom:control"),
    )
    for name in names.split()
}  # fmt: skip


# -- what both say ---------------------------------------------------------------------------------


def person(element: etree._Element) -> str:
    """The name of a person, never the address: RSS writes "ada@lights.example (Ada Quill)"."""
    names = [text_of(child) for child in element if local(child) == "name"]
    said = names[0] if names else ("" if len(element) else text_of(element))
    if "@" in said:
        inside = re.search(r"\(([^()]{1,200})\)", said)
        said = inside[1] if inside else re.sub(r"<?\S{1,200}@\S{1,200}", "", said)
    return "" if "@" in said or "://" in said else said.strip(" <>()\"'")


def _language(element: etree._Element) -> str:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def channel_of(element: etree._Element, channel: Channel) -> None:
    """What a channel, or the root of an Atom feed, says of the feed."""
    channel.language = channel.language or _language(element)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name, said = name_of(child), text_of(child)
        if name in ("title", "atom:title"):
            channel.title = channel.title or said
        elif name in ("language", "dc:language"):
            channel.language = channel.language or said
        elif name in ("link", "atom:link"):
            _link_of(channel, child)
        elif name in ("atom:author", "itunes:author", "dc:creator", "managingEditor"):
            channel.author = channel.author or person(child)
        elif name == "fh:complete":
            channel.complete = True


def _link_of(channel: Channel, element: etree._Element) -> None:
    relation, address = element.get("rel") or "alternate", address_in(element, "href")
    if relation == "alternate":
        channel.url = channel.url or address
    elif relation == "self":
        channel.own = channel.own or address
    elif relation in ("next", "prev-archive"):
        channel.next = channel.next or address
