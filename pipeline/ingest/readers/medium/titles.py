"""Titles: Medium repeats a post's title at the head of its text, and gives a text without one its
first words for a title."""

from __future__ import annotations

import re

from msgspec import Struct

from pipeline.ingest.readers.medium.page import Page
from pipeline.markup.html.tree import Node, text_of

_HEADINGS = ("h1", "h2", "h3", "h4")
_FIRST = ".graf, h1, h2, h3, h4, p, figure, blockquote, ul, ol, pre"
_QUOTES = str.maketrans("‘’‚“”„", "'''\"\"\"")
_CUT = re.compile(r"\s*(?:…|\.\.\.)\Z")


class Head(Struct, frozen=True):
    """What stands above a text: the element of its title, and whether the text has headings."""

    title: Node | None
    headed: bool


def head_of(page: Page) -> Head:
    """The element that is the title: the one that Medium marked, or a heading that says the same
    as the name by which the post is listed."""
    title = page.body.css_first(".graf--title")
    if title is None:
        first = page.body.css_first(_FIRST)
        if first is not None and first.tag in _HEADINGS and says(text_of(first), page.name):
            title = first
    return Head(title, page.body.css_first(", ".join(_HEADINGS)) is not None)


def first_line(page: Page) -> Node | None:
    """The first paragraph, where it is no more than the name by which a post is listed."""
    first = page.body.css_first(_FIRST)
    if first is None or first.tag != "p" or not page.name or _CUT.search(page.name):
        return None
    alone = folded(page.body.text()) == folded(text_of(first))
    return first if says(text_of(first), page.name) and not alone else None


def standfirsts(page: Page) -> list[str]:
    """The HTML of the lines above and below the title, which are no headings of the text; they
    are taken out of it."""
    lines = page.body.css(".graf--kicker, .graf--subtitle")
    said = [line.inner_html or "" for line in lines]
    for line in reversed(lines):  # one within another goes first
        line.decompose()
    return said


def says(text: str, name: str) -> bool:
    """Whether a text is what a name says: the same but for spaces, quotation marks and capitals,
    or the whole of what was cut off with an ellipsis."""
    whole, listed = folded(text), folded(name)
    if not listed:
        return False
    short = _CUT.sub("", listed)
    return whole == listed or (short != listed and short != "" and whole.startswith(short))


def folded(text: str) -> str:
    return " ".join(text.split()).translate(_QUOTES).casefold()


# -- responses -------------------------------------------------------------------------------------


def is_response(page: Page, head: Head) -> bool:
    """Whether a text answers somebody else's post. The export does not say; but a response has no
    title, no headings, no topics, no subtitle of its own and no place in a publication."""
    posted = page.draft or head.headed or head.title is not None or page.tags
    return not (posted or _is_published(page.canonical) or _is_introduced(page))


def _is_published(canonical: str) -> bool:
    """Whether a post stands in a publication, not among its author's own."""
    return re.match(r"https?://medium\.com/(?!@|p/)[^/]+/[^/]+", canonical) is not None


def _is_introduced(page: Page) -> bool:
    """Whether the author wrote a summary: otherwise Medium takes the first words of the text."""
    summary = page.summary
    return (
        bool(summary) and not _CUT.search(summary) and bare(summary) not in bare(page.body.text())
    )


def bare(text: str) -> str:
    """The letters and digits of a text alone."""
    return re.sub(r"\W+", "", text.casefold())
