"""The HTML of a toot -> blocks: whole addresses, handles and hashtags as such."""

from __future__ import annotations

import re
from html import escape

from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.html.tree import Node, attribute, parse
from pipeline.markup.plain import clean_text
from pipeline.model import walk
from pipeline.model.text import Blocks, Hashtag, Inline, Link, Mention, Text

_HEAD = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_QUOTE = "p.quote-inline, span.quote-inline"

Kinds = dict[str, type[Mention] | type[Hashtag]]
"""Addresses of links that are handles or hashtags."""


def blocks(content: str, context: Context, quoted: str) -> tuple[Blocks, str]:
    """The blocks of a toot, and the address of the post that it quotes, as people know it where
    the toot says it: the line which stands for that post elsewhere goes."""
    kinds: Kinds = {}
    if "<a" in content:
        body = parse(clean_text(content))
        if quoted:
            quoted = _without_quote(body, context) or quoted
        content = _restructured(body, kinds)
    found = html.blocks(content, context)
    if not kinds:
        return found, quoted

    def named(node: Inline) -> Inline:
        return _named(node, kinds)

    mapped = walk.map_leaves(
        found, lambda leaf: walk.map_inlines(leaf, lambda run: walk.map_nodes(run, named))
    )
    return mapped, quoted


def _without_quote(body: Node, context: Context) -> str:
    """Take out the line "RE: address"; the address, or "" where there is no such line."""
    address = ""
    for node in body.css(_QUOTE):
        address = next((attribute(link, "href") for link in node.css("a")), "") or address
        context.dropped("mastodon.quote-line", " ".join(node.text().split()))
        node.decompose()
    return address


def _restructured(body: Node, kinds: Kinds) -> str:
    for link in body.css("a"):
        kind = _kind(link)
        if kind is None:
            _show_whole(link)
        else:
            kinds[attribute(link, "href")] = kind
    return body.inner_html or ""


def _kind(link: Node) -> type[Mention] | type[Hashtag] | None:
    """What a link is besides a link, by its class and the sign that its text starts with."""
    classes = attribute(link, "class").split()
    sign = link.text().lstrip()[:1]
    if sign in ("#", "＃") and ("hashtag" in classes or "tag" in attribute(link, "rel").split()):
        return Hashtag
    return Mention if sign in ("@", "＠") and "mention" in classes else None


def _show_whole(link: Node) -> None:
    """Servers hide the head and the tail of an address; paper has nothing to hide them with. The
    head goes, and the tail is text like the rest."""
    if not link.css("span.invisible, span.ellipsis"):
        return
    shown = link.text()
    if not _HEAD.match(shown):
        shown = attribute(link, "href")
    link.inner_html = escape(_HEAD.sub("", shown, count=1), quote=False)


def _named(node: Inline, kinds: Kinds) -> Inline:
    kind = kinds.get(node.url) if isinstance(node, Link) else None
    if kind is None or not isinstance(node, Link):
        return node
    words = walk.text(node.content).strip()
    return kind(words, node.url) if words and "\n" not in words else node


def prose(found: Blocks) -> str:
    """The author's own words without addresses, handles and tags, whose letters tell nothing of
    the language."""
    said: list[str] = []
    for leaf in walk.leaves(found):
        nodes = list(walk.inlines(leaf))
        linked = {id(part) for node in nodes if isinstance(node, Link) for part in node.content}
        said += [n.text for n in nodes if isinstance(n, Text) and id(n) not in linked]
    return " ".join(said)
