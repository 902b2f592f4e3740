"""Elements: the item that an element of an export holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from pipeline.ingest.readers.wordpress.item import FIELDS, Comment, Item, add_category

Part = Callable[[Item, etree._Element], None]
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
