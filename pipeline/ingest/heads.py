"""Heads: what the start of a file says of its form.

An item may quote the signs of any format. So only what stands before the first item counts, or what
stands in a tag, which words cannot.
"""

from __future__ import annotations

import re

_ITEM = r"<(?:\w+:)?(?:item|entry|post)[\s>]"
_COMMENT = r"<!--(?s:.*?)(?:-->|\Z)"
_WORDPRESS = r"wordpress\.org/export/|<wp:(?:wxr_version|base_(?:site|blog)_url)"
_BLOGGER = r"schemas\.google\.com/blogger/2018|tag:blogger\.com,1999:blog-\d+\.archive"
_KIND = r"<(?:\w+:)?category\s[^<>]*schemas\.google\.com/blogger/2008/kind#"


def text(head: bytes) -> str:
    """The start of a file as text, from its first sign on."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")


def before_items(start: str) -> str:
    """Of a text that starts as XML does, what stands before its first item; "" for any other."""
    if start[:1] != "<":
        return ""
    start = re.sub(_COMMENT, "", start)
    item = re.search(_ITEM, start)
    return start[: item.start()] if item else start


def is_wordpress(start: str) -> bool:
    """Whether a text starts as an export of WordPress."""
    before = before_items(start)
    return "<rss" in before and re.search(_WORDPRESS, before) is not None


def is_blogger(start: str) -> bool:
    """Whether a text starts as an export of Blogger."""
    before = before_items(start)
    if "<feed" not in before:
        return False
    return (re.search(_BLOGGER, before) or re.search(_KIND, start)) is not None
