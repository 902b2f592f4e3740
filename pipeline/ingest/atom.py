"""Atom: what its elements say, as exports and feeds that are written in it share it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Literal

from lxml import etree
from msgspec import Struct

from pipeline.ingest.xml import local
from pipeline.markup import html, plain
from pipeline.markup.context import Context
from pipeline.markup.html.inline import outward
from pipeline.model.text import Blocks, Embed, Inlines, Link, Text
from pipeline.model.walk import leaves, targets

Kind = Literal["text", "html"]

_KINDS: dict[str, Kind] = {
    "": "text",
    "text": "text",
    "text/plain": "text",
}
_DECLARATIONS = r"\A(<[\w.-]+)(?:\sxmlns(?::[\w.-]+)?=\"[^\"]*\")+"
_MARKED = r"</(?:i|b|em|strong|cite|sup|sub|span|u|s|del|code|a|q|small|font|big|tt)>|<br\s*/?>"


class Words(Struct, frozen=True):
    """A text, and whether it is HTML."""

    text: str = ""
    kind: Kind = "text"


def words(element: etree._Element) -> Words:
    """What an element of text says. Markup that stands in it as elements is HTML as well."""
    if len(element):
        return Words(inner(element), "html")
    text = element.text or ""
    kind = (element.get("type") or "").lower().strip()
    return Words(text, _KINDS.get(kind, "html"))


def inner(element: etree._Element) -> str:
    """The elements and text within an element, as HTML."""
    for child in element.iter(etree.Element):
        name = local(child)
        if child is not element and name != child.tag:
            child.tag = name
    etree.cleanup_namespaces(element)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    undeclared = [re.sub(_DECLARATIONS, r"\1", part) for part in parts]
    return escape(element.text or "", quote=False) + "".join(undeclared)


def blocks(said: Words, context: Context) -> Blocks:
    """The blocks of a text."""
    if said.kind == "html":
        return html.blocks(said.text, context)
    return plain.blocks(said.text, context)


def title(said: Words, context: Context) -> Inlines:
    """The inlines of a title. Platforms do not say whether a title is HTML: it is where it closes
    a tag for words; a title that speaks of tags is none."""
    text = said.text.strip()
    if not text:
        return ()
    if said.kind == "html" and re.search(_MARKED, text, re.IGNORECASE):
        return html.inlines(text, context)
    text = unescape(text) if said.kind == "html" else text
    return (Text(plain.clean_text(re.sub(r"[ \t\r\n]+", " ", text))),)


def led(title: Inlines, url: str, blocks: Blocks, context: Context) -> tuple[Inlines, Blocks]:
    """A title that leads to the page elsewhere that a post speaks of, as on the blog; where its
    text leads there as well, once is enough. Without a title, the address is the first block."""
    url = outward(url)
    if "://" not in url or any(url in targets(leaf) for leaf in leaves(blocks)):
        return title, blocks
    if not title:
        return title, (Embed(url, (), context.origin()), *blocks)
    linked = any(isinstance(node, Link) for node in title)
    return title if linked else (Link(title, url),), blocks
