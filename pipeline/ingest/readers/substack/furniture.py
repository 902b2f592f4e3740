"""Furniture: boxes, buttons and notices that only work on the web."""

from __future__ import annotations

import html
import re

from pipeline.ingest.readers.substack.body import Desk, words_of
from pipeline.ingest.readers.substack.data import Data
from pipeline.markup.html.tree import Node, attribute, children

_PLATFORM = re.compile(
    r"/subscribe\b|[?&](?:action|gift|coupon|donate)=|/comments?\b|/survey/|/chat\b|/leaderboard\b"
    r"|/(?:refer|account|gift|upgrade|join|founding)\b|app-store|%%|substack\.com/(?:redirect|app|signup|inbox)"
    r"|open\.substack\.com/|^#",
    re.IGNORECASE,
)
"""Where buttons lead that ask readers to subscribe, to share, to comment."""

_EVERYBODY = frozenset({"non_sub", "free_sub", "everyone", "all"})


def gone(node: Node, data: Data, desk: Desk) -> str:
    """Nothing, and what it said is told."""
    desk.drop("substack.furniture", words_of(node))
    return ""


def button(node: Node, data: Data, desk: Desk) -> str:
    """A button of the platform is left out; one that leads elsewhere is a link of the author's."""
    link = node if node.tag == "a" else node.css_first("a[href]")
    url = data.text("url") or (attribute(link, "href") if link is not None else "")
    words = words_of(node) or data.text("text")
    if data.text("action") or not url.startswith("http") or _PLATFORM.search(url):
        desk.drop("substack.button", words)
        return ""
    shown = html.escape(words or url)
    if node.tag == "a":
        return shown  # it is the link itself
    return f'<a href="{html.escape(url)}">{shown}</a>'


def filled_in(node: Node, data: Data, desk: Desk) -> str:
    """A link whose address Substack fills in for each reader: its words alone."""
    if "href" in node.attributes:
        del node.attrs["href"]
    return node.inner_html or ""


def mark(node: Node, data: Data, desk: Desk) -> str | None:
    """The mark of a footnote, unless the page holds no such note."""
    if attribute(node, "href").rpartition("#")[2] in desk.notes:
        return None
    desk.lost_notes += 1
    desk.drop("substack.mark-without-note", words_of(node))
    return ""


def poll(node: Node, data: Data, desk: Desk) -> str:
    desk.unshown["poll"] += 1
    return gone(node, data, desk)


def recipe(node: Node, data: Data, desk: Desk) -> str | None:
    """A recipe is often no more than its number; one that is written out stays."""
    if words_of(node):
        return None
    desk.unshown["recipe"] += 1
    return ""


def for_some(node: Node, data: Data, desk: Desk) -> str | None:
    """A passage for some readers: it is not for the public where only those who pay see it."""
    audiences = set(re.split(r"[,\s]+", attribute(node, "data-dynamic-audiences"))) - {""}
    if not desk.public or not audiences or audiences & _EVERYBODY:
        return None
    desk.withheld += 1
    return "" if children(node) or words_of(node) else None
