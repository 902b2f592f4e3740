"""Cards and frames: what a text shows of other places, as the link that a book can print."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

from pipeline.ingest.readers.medium.page import squeezed
from pipeline.markup.context import Context
from pipeline.markup.html.tree import Node, attribute, text_of


def framed(frame: Node) -> None:
    """A frame of the service by which Medium shows other services' things, by what is in it."""
    url = attribute(frame, "src")
    if "embedly.com" in url:
        asked = _query(url)
        shown = (asked.get("url") or asked.get("src") or [""])[0]
        frame.attrs["src"] = shown or url


def tweet(quote: Node, context: Context) -> None:
    """A tweet without its text, which only a script would fetch."""
    link = quote.css_first("a[href]")
    if link is not None and not text_of(quote).strip():
        quote.inner_html = f'<embed src="{escape(attribute(link, "href"))}">'
        quote.unwrap()


def tell(node: Node, context: Context) -> None:
    """What the card of a link says besides its title: the other page's own words."""
    title, said = _title(node), squeezed(node.text(separator=" "))
    said = squeezed(said.replace(title, "", 1)) if title else said
    if said and node.css_first("a[href]") is not None:
        context.dropped("medium.card", said)


def card(node: Node, context: Context) -> None:
    """The card of a link, by its title."""
    link = node.css_first("a[href]")
    if link is not None:
        node.inner_html = written(outward(attribute(link, "href")), _title(node), context)


def _title(node: Node) -> str:
    strong = node.css_first("a[href] strong")
    return squeezed(text_of(strong)) if strong is not None else ""


def written(url: str, title: str, context: Context) -> str:
    """A card's HTML. One that leads to a post of the same book is a line with a link."""
    if context.resolve(url)[1]:
        return f'<p><a href="{escape(url)}">{escape(title or url)}</a></p>'
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return f'<figure><embed src="{escape(url)}">{caption}</figure>'


def outward(url: str) -> str:
    """Where an address leads in the end: Medium counts who follows a link on the way."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.netloc.lower() != "medium.com" or parts.path.rstrip("/") != "/r":
        return url
    return (_query(url).get("url") or [url])[0]


def _query(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return {}
