"""The export as entries: what each says of itself, in the old form and in Takeout's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from pipeline.ingest.atom import Words, words
from pipeline.ingest.intake import Intake
from pipeline.ingest.mend import fields
from pipeline.ingest.moments import moment
from pipeline.ingest.xml import Document, elements, is_top, local, space
from pipeline.model.post import Visibility

_KINDS = {
    "post": "post",
    "page": "page",
    "comment": "comment",
    "settings": "setting",
    "template": "template",
}
STATUS: dict[str, Visibility] = {
    "": "public",
    "LIVE": "public",
    "DRAFT": "draft",
    "SCHEDULED": "scheduled",
    "SOFT_TRASHED": "trashed",
    "TRASHED": "trashed",
    "PENDING": "pending",
}
_PREFIX = "tag:blogger.com,1999:blog-"
_NOT_PUBLIC = r"draft>\s*yes|status>\s*(?!LIVE|\s)|trashed>\s*[^\s<]"
_FIELDS = (
    "id|published|created|updated|control|in-reply-to|title|content|summary|author|category|link"
    "|enclosure|type|status|trashed|filename"
)
_SETTINGS = frozenset({"BLOG_LOCALE", "BLOG_READ_ACCESS_MODE"})
"""The settings that are read: the others hold addresses of people."""


class Entry(Struct):
    """One entry, as it stands: nothing converted yet."""

    id: str = ""
    kind: str = ""  # post, page, comment, setting, template; entry for any other
    status: str = ""  # as Takeout says it
    visibility: Visibility = "public"
    title: str = ""
    body: Words = field(default_factory=Words)
    created: str = ""
    author: str = ""
    url: str = ""
    path: str = ""  # of its page, in Takeout
    labels: list[str] = field(default_factory=list)
    related: str = ""  # the page elsewhere that its title leads to
    enclosures: list[tuple[str, str]] = field(default_factory=list)  # address, type


class Blog(Struct):
    """What an export says of the whole blog."""

    title: str = ""
    base: str = ""  # its address, without a slash at the end
    language: str = ""
    access: str = ""  # who may read it
    name: str = ""  # of its folder in a Takeout


class Feed(Document[Entry]):
    """One export file."""

    item = r"(?:\w+:)?entry"
    id = r"<id>[^<]*?(\d{1,25})\s*</id>"

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        super().__init__(data, member, intake)
        self.blog = Blog()

    def parsed(self, text: str) -> Iterator[Entry]:
        for element in elements(text, "entry", "feed"):
            if local(element) == "feed":
                self._about(element)
            elif is_top(element):
                entry = entry_of(element)
                if entry.kind == "setting":
                    self._setting(entry)
                element.clear()
                yield entry

    def loose(self, text: str) -> Entry:
        """What is not public stays so, wherever in a broken entry it says that it is not."""
        entry = entry_of(fields(text, _FIELDS))
        if re.search(_NOT_PUBLIC, text) and entry.visibility == "public":
            entry.visibility = "draft"
        if not re.search(r"kind#\w|type>\s*\w", text):
            entry.kind = "entry"
        return entry

    def _about(self, feed: etree._Element) -> None:
        for child in feed:
            if local(child) == "title":
                self.blog.title = " ".join((child.text or "").split())
            elif local(child) == "link" and child.get("rel") == "alternate":
                self.blog.base = (child.get("href") or "").rstrip("/")

    def _setting(self, entry: Entry) -> None:
        name = entry.id.rpartition(".")[2]
        if name in _SETTINGS:
            value = entry.body.text.strip()
            if name == "BLOG_LOCALE":
                self.blog.language = value
            else:
                self.blog.access = value
        entry.body = Words()


# -- one entry -------------------------------------------------------------------------------------


def entry_of(element: etree._Element) -> Entry:
    """The entry in an element. Only its own children speak of it: its author has a type as well."""
    entry = Entry()
    dates: dict[str, str] = {}
    takeout: dict[str, str] = {}
    for child in element:
        name = local(child)
        if name in _DATES:
            dates.setdefault(name, moment(child.text or ""))
        elif "blogger" in space(child):
            takeout.setdefault(name, (child.text or "").strip())
        elif name == "control":
            drafts = [local(part) == "draft" and part.text == "yes" for part in child]
            entry.visibility = "draft" if any(drafts) else entry.visibility
        elif name == "in-reply-to":
            entry.kind = entry.kind or "comment"
        else:
            _of_atom(entry, name, child)
    entry.created = next((dates[name] for name in _DATES if dates.get(name)), "")
    if "type" in takeout:
        _of_takeout(entry, takeout)
    entry.kind = entry.kind or _kind(entry.id)
    if entry.kind not in ("post", "page"):
        entry.title = entry.author = ""
        entry.body = entry.body if entry.kind == "setting" else Words()
    return entry


_DATES = ("published", "created", "updated")


def _of_takeout(entry: Entry, said: dict[str, str]) -> None:
    """What Takeout says in elements of its own. A status that is not known is not public."""
    entry.kind = _KINDS.get(said["type"].lower(), "entry")
    entry.status = said.get("status", "")
    entry.visibility = STATUS.get(entry.status or "?", "draft")
    if said.get("trashed"):
        entry.visibility = "trashed"
    entry.path = said.get("filename", "")


def _of_atom(entry: Entry, name: str, element: etree._Element) -> None:
    if name == "id":
        entry.id = short_id(element.text or "")
    elif name == "title":
        entry.title = (element.text or "").strip()
    elif name == "content" or (name == "summary" and not entry.body.text):
        entry.body = words(element)
    elif name == "author":
        entry.author = next(((part.text or "").strip() for part in element
                             if local(part) == "name"), "")  # fmt: skip
    elif name == "category":
        _category(entry, element.get("scheme") or "", element.get("term") or "")
    elif name in ("link", "enclosure"):
        _link(entry, element.get("rel") or name, element)


def _category(entry: Entry, scheme: str, term: str) -> None:
    if scheme.endswith("#kind"):
        entry.kind = _KINDS.get(term.rpartition("#")[2], "entry")
    elif term.strip() and term.strip() not in entry.labels:
        entry.labels.append(term.strip())


def _link(entry: Entry, relation: str, element: etree._Element) -> None:
    address = (element.get("href") or element.get("url") or "").strip()
    if relation == "alternate":
        entry.url = address
    elif relation == "related" and not entry.related:
        entry.related = address
    elif relation == "enclosure" and address:
        entry.enclosures.append((address, (element.get("type") or "").lower()))


def short_id(id: str) -> str:
    """The number of a post or a page, which no other of any blog has; of other entries, what tells
    them apart within one archive."""
    id = id.strip()
    match = re.search(r"\.(?:post|page)-(\d{1,25})\Z", id)
    return match[1] if match else id.removeprefix(_PREFIX)[:200]


def _kind(id: str) -> str:
    """The kind of an entry that does not say it: by the form of its id."""
    if ".settings." in id:
        return "setting"
    return "post" if id.isdecimal() else "entry"
