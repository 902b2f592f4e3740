"""A text's tree, arranged as a book has it: what Medium writes apart is joined, what it shows by a
script or a background becomes what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from pipeline.ingest.readers.medium.cards import card, framed, tell, tweet
from pipeline.markup.context import Context
from pipeline.markup.html.tree import TEXT, Node, attribute, children, has_class, text_of

_BACKGROUND = re.compile(r"background-image\s*:\s*url\(\s*[\"']?([^\"')\s]+)")


def arrange(body: Node, context: Context) -> None:
    """Changes the tree in place; its title is no longer in it."""
    _without_first_divider(body)
    for code in body.css("pre[data-code-block-lang]"):
        if attribute(code, "data-code-block-mode") == "2":  # what the author chose, not a guess
            code.attrs["data-lang"] = attribute(code, "data-code-block-lang")
    for frame in body.css("iframe"):
        framed(frame)
    for link in body.css(".graf--mixtapeEmbed"):
        tell(link, context)
    for selector, change in _CHANGES:
        for node in inner_first(body, selector):
            change(node, context)
    _join_quotes(body)


def inner_first(body: Node, selector: str) -> Iterator[Node]:
    """The elements of a selector in an order in which each can be changed or taken away: those
    within it were changed before."""
    return reversed(body.css(selector))


def replace(node: Node, html: str) -> None:
    """A node's place, taken by other HTML."""
    if not html:
        node.decompose()
        return
    node.inner_html = html
    node.unwrap()


def _without_first_divider(body: Node) -> None:
    """Every section starts with a rule; the one above the whole text parts nothing."""
    first = body.css_first("hr, .graf, p, h1, h2, h3, h4, figure, pre, blockquote, ul, ol")
    if first is not None and first.tag == "hr":
        first.decompose()


def _emptied(node: Node, context: Context) -> None:
    """A paragraph that shows nothing but the hint to write something."""
    if not text_of(node).strip() and node.css_first("img") is None:
        node.decompose()


def _shown(node: Node, context: Context) -> None:
    """A picture that is the background of a section; the small one of a link's card goes."""
    if has_class(node, "mixtapeImage", "js-mixtapeImage"):
        return
    found = _BACKGROUND.search(attribute(node, "style"))
    if found:
        replace(node, f'<figure><img src="{escape(found[1])}"></figure>{node.inner_html or ""}')


def _in_one(row: Node, context: Context) -> None:
    """Pictures that stand side by side are one figure, under the caption of the last."""
    figures = children(row)
    captions = row.css("figcaption")
    if len(figures) < 2 or len(captions) > 1 or any(one.tag != "figure" for one in figures):
        return
    pictures = row.css("img")
    if len(pictures) != len(figures) or row.css_first("iframe, script, blockquote") is not None:
        return
    caption = captions[0].html if captions else ""
    shown = "".join([picture.html or "" for picture in pictures])
    row.inner_html = f"<figure>{shown}{caption or ''}</figure>"


_CHANGES: tuple[tuple[str, Callable[[Node, Context], None]], ...] = (
    (".graf--empty", _emptied),
    ("[style*=background-image]", _shown),
    (".sectionLayout--outsetRow", _in_one),
    ("blockquote.twitter-tweet", tweet),
    (".graf--mixtapeEmbed", card),
)


# -- quotations ------------------------------------------------------------------------------------


def _join_quotes(body: Node) -> None:
    """Medium writes an element for each paragraph of a quotation."""
    quotes = [node for node in body.css("blockquote.graf--blockquote") if not _is_within(node)]
    run: list[Node] = []
    for quote in quotes:
        if run and not _follows(quote, run[-1]):
            _join(run)
            run = []
        run.append(quote)
    _join(run)


def _join(run: list[Node]) -> None:
    """One quotation of several paragraphs."""
    if len(run) > 1:
        whole = "".join([f"<p>{quote.inner_html or ''}</p>" for quote in run])
        for quote in run[1:]:
            quote.decompose()
        run[0].inner_html = whole


def _is_within(quote: Node) -> bool:
    """Whether a quotation stands in another."""
    above = quote.parent
    while above is not None and above.tag != "blockquote":
        above = above.parent
    return above is not None


def _follows(quote: Node, before: Node) -> bool:
    """Whether there is nothing between two quotations."""
    last = quote.prev
    while last is not None and last.tag == TEXT and not (last.text_content or "").strip():
        last = last.prev
    return last is not None and last.mem_id == before.mem_id
