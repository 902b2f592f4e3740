"""The fields of an item that is not XML, each taken as it stands between its own two tags."""

import html
import re
from bisect import bisect_left

from pipeline.ingest.readers.wordpress.item import FIELDS, Comment, Item, add_category

_TAG = re.compile(
    r"<(/?)((?:[\w.-]+:)?(?:title|link|pubDate|guid|creator|encoded|post_\w+|status|menu_order"
    r"|attachment_url|category|meta_key|meta_value|comment_id|comment_type))((?:\s[^<>]*)?)>"
)
_ATTRIBUTE = re.compile(r"(domain|nicename)\s*=\s*[\"']([^\"']*)[\"']")
_SECTION = re.compile(r"\s*<!\[CDATA\[((?s:.*))\]\]>\s*\Z")


def item_in(text: str) -> Item:
    """The item in a text. A field without its closing tag is not one."""
    item = Item()
    tags = list(_TAG.finditer(text))
    closings: dict[str, list[int]] = {}
    for tag in tags:
        if tag[1]:
            closings.setdefault(tag[2], []).append(tag.start())
    done = 0
    key = ""
    for tag in tags:
        ends = closings.get(tag[2], [])
        at = bisect_left(ends, tag.end())
        if tag[1] or tag.start() < done or at == len(ends):
            continue
        done = ends[at]
        key = _take(item, tag, _value(text[tag.end() : done]), key)
    return item


def _value(text: str) -> str:
    """What stands between two tags: a section of character data, or text with written-out signs."""
    section = _SECTION.match(text)
    return section[1] if section else html.unescape(text)


def _take(item: Item, tag: re.Match[str], value: str, key: str) -> str:
    """One field into the item. Gives the key that the next value of the item's notes goes by."""
    space, _, name = tag[2].rpartition(":")
    attribute = FIELDS.get(name)
    if attribute is not None:
        setattr(item, attribute, value.strip())
    elif name == "encoded":
        setattr(item, "excerpt" if space == "excerpt" else "content", value)
    elif name == "category":
        given = dict(_ATTRIBUTE.findall(tag[3]))
        add_category(item, given.get("domain", "category"), given.get("nicename", ""), value)
    elif name == "meta_key":
        return value.strip()
    elif name == "meta_value":
        item.meta.setdefault(key, value.strip())
    elif name == "comment_id":
        item.comments.append(Comment(value.strip(), ""))
    return key
