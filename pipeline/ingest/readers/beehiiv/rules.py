"""Rules: what the parts of Beehiiv's e-mails and pages are on paper.

The e-mails are tables within tables, whose cells have classes of a letter or two. The words differ
by publication and language, so that structure tells what is what.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from pipeline.ingest.readers.beehiiv.body import Desk, kept, words_of
from pipeline.markup.html.tree import Node, attribute, children

_FURNITURE = {
    "table": frozenset({"mob-block", "rec__content"}),  # ways to share; what others pay for
    "td": frozenset({"b", "f"}),  # the foot; "Read online"
}
_POLLS = (["e"], ["e", "ee"])
_PLATFORM = re.compile(
    r"/(?:subscribe|upgrade|forgot-password|login|unsubscribe|manage|preferences)\b|comments=true"
    r"|twitter\.com/intent|/sharer|/share(?:-offsite|Article)?\b|\{\{|^#",
    re.IGNORECASE,
)
"""Where buttons lead that ask readers to subscribe, to share, to comment."""

_FILM = re.compile(r"(?:youtube\.com/(?:watch\?v=|shorts/|embed/)|youtu\.be/)([\w-]{6,20})")
_LONGEST_CAPTION = 300


def rule_for(desk: Desk) -> Callable[[Node], str | None]:
    """The rule for the elements of one letter."""

    def rule(node: Node) -> str | None:
        if _is_unseen(node):
            return ""
        found = _BY_TAG.get(node.tag or "")
        return found(node, desk) if found is not None else None

    return rule


def _is_unseen(node: Node) -> bool:
    style = attribute(node, "style").replace(" ", "").lower()
    return "display:none" in style or "data-open-tracking" in node.attributes


# -- boxes -----------------------------------------------------------------------------------------


def _table(node: Node, desk: Desk) -> str | None:
    names = attribute(node, "class").split()
    if _FURNITURE["table"].intersection(names):
        return _gone(node, desk)
    if "j" in names and not words_of(node) and node.css_first("img") is None:
        return "<hr>"
    if "d3" in names and attribute(node, "align") == "center":
        return f"<blockquote><p>{html.escape(words_of(node))}</p></blockquote>"
    if _is_data(node):
        return kept(node.html or "")
    return _pictured(node)


def _is_data(table: Node) -> bool:
    """Whether a table says something by its columns, and is no scaffold."""
    if "bh__table" in attribute(table, "class").split():
        return True
    if attribute(table, "role") in ("none", "presentation"):
        return False
    if _holds_table(table) or table.css_first("img, h1, h2, h3, iframe") is not None:
        return False
    rows = [children(row) for row in table.css("tr")]
    return len(rows) > 1 and all(len(cells) > 1 for cells in rows)


def _holds_table(table: Node) -> bool:
    return len(table.css("table")) > 1  # it is found among those within it


def _pictured(table: Node) -> str | None:
    """A picture in one row and its caption in the next."""
    pictures, rows = table.css("img"), table.css("tr")
    if len(pictures) != 1 or len(rows) != 2 or _holds_table(table):
        return None
    caption = rows[1].css("p")
    if rows[0].css_first("img") is None or words_of(rows[0]) or len(caption) != 1:
        return None
    if len(words_of(rows[1])) > _LONGEST_CAPTION or words_of(rows[1]) != words_of(caption[0]):
        return None
    return _figure(pictures[0], caption[0].inner_html or "")


def _td(node: Node, desk: Desk) -> str | None:
    names = attribute(node, "class").split()
    if _FURNITURE["td"].intersection(names):
        return _gone(node, desk)
    if sorted(names) in _POLLS:
        desk.polls += 1
        desk.drop("beehiiv.poll", words_of(node))
        return ""
    return None


def _tr(node: Node, desk: Desk) -> str | None:
    """A card: a page elsewhere, with its picture, its title and the start of its text."""
    if not any("embed-img" in attribute(cell, "class").split() for cell in children(node)):
        return None
    link, lines = node.css_first("a[href]"), node.css("p")
    title = words_of(lines[0]) if lines else words_of(link)
    if link is None or not title:
        return None
    for line in lines[1:]:
        desk.drop("beehiiv.card", words_of(line))
    return _embed(attribute(link, "href"), title)


def _div(node: Node, desk: Desk) -> str | None:
    """A rule drawn as a box's upper side; or a box of a picture and its caption."""
    style = attribute(node, "style").replace(" ", "").lower()
    if "border-top:" in style and not words_of(node) and node.css_first("img") is None:
        return "<hr>"
    caption = node.css_first("[class*=image__source], small")
    pictures = node.css("img")
    if caption is None or len(pictures) != 1 or words_of(caption) != words_of(node):
        return None
    inner = caption.css_first("p")
    return _figure(pictures[0], (inner if inner is not None else caption).inner_html or "")


# -- lines -----------------------------------------------------------------------------------------


def _a(node: Node, desk: Desk) -> str | None:
    url = attribute(node, "href")
    film = _FILM.search(url)
    if film and node.css_first("img[src*=ytimg]") is not None:
        del node.attrs["href"]
        return _embed(f"https://www.youtube.com/watch?v={film[1]}", words_of(node))
    if "{{rp_" in url or (_PLATFORM.search(url) and _is_alone(node)):
        return _gone(node, desk)
    if "{{" in url:
        del node.attrs["href"]
    return None


def _is_alone(node: Node) -> bool:
    """Whether a link is all that its box says, as a button is."""
    while not _has_neighbours(node):
        around = node.parent
        if around is None or around.tag not in _WITHIN:
            return True
        node = around
    return False


_WITHIN = ("span", "strong", "b", "em", "button", "p")


def _has_neighbours(node: Node) -> bool:
    """Whether there are words beside a node, as far as one need look."""
    before, after = node.prev, node.next
    for _ in range(_LOOK):
        for beside in (before, after):
            if beside is not None and words_of(beside):
                return True
        before = before.prev if before is not None else None
        after = after.next if after is not None else None
        if before is None and after is None:
            return False
    return True


_LOOK = 20


def _p(node: Node, desk: Desk) -> str | None:
    return _gone(node, desk) if "{{rp_" in words_of(node) else None


def _h1(node: Node, desk: Desk) -> str | None:
    said = words_of(node)
    if not said or said.casefold() != " ".join(desk.title.split()).casefold():
        return None
    desk.drop("beehiiv.repeated-title", said)
    return ""


def _img(node: Node, desk: Desk) -> str | None:
    source = attribute(node, "src")
    return "" if "{{" in source or "/static_assets/" in source else None


def _gone(node: Node, desk: Desk) -> str:
    desk.drop("beehiiv.furniture", words_of(node))
    return ""


def _figure(picture: Node, caption: str) -> str:
    source, alt = attribute(picture, "src"), attribute(picture, "alt")
    said = f"<figcaption>{caption.strip()}</figcaption>" if caption.strip() else ""
    shown = f'<img src="{html.escape(source.strip())}" alt="{html.escape(alt)}">'
    return f"<figure>{shown}{said}</figure>"


def _embed(url: str, title: str) -> str:
    said = f"<figcaption>{html.escape(title)}</figcaption>" if title else ""
    return f'<figure><embed src="{html.escape(url)}">{said}</figure>'


_BY_TAG: dict[str, Callable[[Node, Desk], str | None]] = {
    "table": _table, "td": _td, "th": _td, "tr": _tr, "div": _div, "a": _a, "p": _p, "h1": _h1,
    "img": _img,
}  # fmt: skip
