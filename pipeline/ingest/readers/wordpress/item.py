"""One `<item>` of an export, as it stands: nothing converted yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree
from msgspec import Struct, field


class Comment(Struct, frozen=True):
    """A reader's comment: only that it is there."""

    id: str
    kind: str  # "comment", "pingback", "trackback"


class Item(Struct):
    id: str = ""
    kind: str = "post"
    status: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    published: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    excerpt: str = ""
    password: str = ""
    parent: str = ""
    file: str = ""  # of an attachment: the address of its file
    order: int = 0
    tags: list[str] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)  # nicename, name
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)


FIELDS = {
    "post_id": "id",
    "post_type": "kind",
    "status": "status",
    "title": "title",
    "link": "link",
    "guid": "guid",
    "creator": "creator",
    "pubDate": "published",
    "post_date": "date",
    "post_date_gmt": "date_gmt",
    "post_password": "password",
    "post_parent": "parent",
    "attachment_url": "file",
}


Part = Callable[["Item", etree._Element], None]
"""What takes an element that is no text of a field into an item."""


def item_of(element: etree._Element) -> Item:
    """The item in an element. Names count without their namespace, which differs by version."""
    item = Item()
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        field, part = _use(tag)
        if field:
            text = inner(child) if len(child) else child.text or ""
            setattr(item, field, text if field in _BODIES else text.strip())
        elif part is not None:
            part(item, child)
    item.kind = item.kind or "post"
    return item


_BODIES = ("content", "excerpt")


@lru_cache(200)
def _use(tag: str) -> tuple[str, Part | None]:
    """What an element of this tag is to an item: the text of a field, or a part of another kind."""
    space, _, name = tag.rpartition("}")
    if name == "encoded":
        return "excerpt" if "excerpt" in space else "content", None
    return FIELDS.get(name, ""), _PARTS.get(name)


def inner(element: etree._Element) -> str:
    """An element's text. Markup that was not written out as text is text again."""
    parts = [etree.tostring(child, encoding="unicode") for child in element]
    text = element.text or ""
    return text + re.sub(r"\sxmlns:[\w.-]+=\"[^\"]*\"", "", "".join(parts))


def texts(element: etree._Element) -> dict[str, str]:
    """The texts of an element's children, by their local names."""
    return {
        child.tag.rpartition("}")[2]: (child.text or "").strip()
        for child in element
        if isinstance(child.tag, str)
    }


def _category(item: Item, element: etree._Element) -> None:
    domain = element.get("domain", "category")
    add_category(item, domain, element.get("nicename", ""), element.text or "")


def add_category(item: Item, domain: str, nicename: str, name: str) -> None:
    """A tag or a category of an item; other domains are the program's own."""
    name = name.strip()
    if domain in ("post_tag", "tag"):
        if name and name not in item.tags:
            item.tags.append(name)
    elif domain == "category" and name not in ["", *(known for _, known in item.categories)]:
        item.categories.append((nicename, name))


def _meta(item: Item, element: etree._Element) -> None:
    parts = texts(element)
    item.meta.setdefault(parts.get("meta_key", ""), parts.get("meta_value", ""))


def _comment(item: Item, element: etree._Element) -> None:
    parts = texts(element)
    item.comments.append(Comment(parts.get("comment_id", ""), parts.get("comment_type", "")))


def _order(item: Item, element: etree._Element) -> None:
    text = (element.text or "").strip()
    item.order = int(text) if text.isdecimal() and len(text) < 9 else 0


_PARTS: dict[str, Part] = {
    "category": _category,
    "postmeta": _meta,
    "comment": _comment,
    "menu_order": _order,
}
