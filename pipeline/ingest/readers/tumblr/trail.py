"""The trail: who says what in a text that was passed on from blog to blog.

The platform nests it: `<p><a class="tumblr_blog">name</a>:</p><blockquote>…</blockquote>`, with
the newest words last and outermost. Here it is unrolled, the oldest words first.
"""

from __future__ import annotations

import html
import re

from pipeline.ingest.readers.tumblr.item import Voice
from pipeline.markup.html.tree import TEXT, Node, attribute, children, has_class, parse, text_of
from pipeline.markup.plain import clean_text

_BLOGS = r"(?:https?:)?//(?:[\w-]+\.tumblr\.com|(?:www\.)?tumblr\.com/|tmblr\.co/)|/post/\d"
_VIA = r"\(\s*via\s+(?:the\s+lovely\s+)?(<a\b[^<>]*>)@?([^<>]{1,80})</a>\s*\)\s*(?:</\w+>\s*)*\Z"
_GONE = r"-(?:deactivated|archive-deactivated)\d*\Z"


def voices(text: str, own: frozenset[str]) -> list[Voice]:
    """Who says what in a text; what nobody else is said to have written is the blog's own."""
    if "<blockquote" not in text or not re.search(r"tumblr|tmblr|/post/", text):
        return [Voice(text)]
    said = _said(_nodes(parse(clean_text(text))), Voice(""), own)
    return [voice for voice in said if not is_blank(voice.html)]


def via(text: str) -> tuple[str, str]:
    """The blog that the end of a text gives as where it is from, and its address; or ""."""
    found = re.search(_VIA, text[-900:])
    if not found:
        return "", ""
    href = re.search(r"href=[\"']?([^\"'\s>]+)", found[1])
    url = html.unescape(href[1]) if href else ""
    blog = "tumblr_blog" in found[1] or re.search(_BLOGS, url)
    return (name_of(html.unescape(found[2])), url) if blog else ("", "")


def name_of(said: str) -> str:
    """The name of a blog, without the mark that it is gone."""
    return re.sub(_GONE, "", " ".join(said.split()))


def is_blank(text: str) -> bool:
    """Whether HTML shows nothing: no character, no picture, nothing that plays."""
    if re.search(r"<(?:img|iframe|embed|video|audio|object|hr)\b", text, re.IGNORECASE):
        return False
    bare = re.sub(r"<!--(?s:.*?)(?:-->|\Z)|<[^<>]*>", "", text)
    return not html.unescape(bare).strip(" \t\n\r\xa0\u200b\ufeff")


def _said(nodes: list[Node], who: Voice, own: frozenset[str]) -> list[Voice]:
    """The words of one person, and those of the ones whom they quote, in order."""
    out: list[Voice] = []
    held: list[str] = []
    at = 0
    while at < len(nodes):
        name, url = _sayer(nodes[at])
        quoted = _next(nodes, at + 1) if name else None
        if quoted is None:
            held.append(markup(nodes[at]))
            at += 1
            continue
        out.append(Voice("".join(held), who.author, who.url, who.other))
        held = []
        other = name.lower() not in own
        said = _said(_nodes(nodes[quoted]), Voice("", name if other else "", url, other), own)
        out += said
        at = quoted + 1
    out.append(Voice("".join(held), who.author, who.url, who.other))
    return out


def _nodes(container: Node) -> list[Node]:
    """What a container holds; a box around a trail is no more than what it holds."""
    found: list[Node] = []
    child = container.first_child
    while child is not None:
        if child.tag == "div" and any(_sayer(inner)[0] for inner in children(child)):
            found += _nodes(child)
        else:
            found.append(child)
        child = child.next
    return found


def _sayer(node: Node) -> tuple[str, str]:
    """The blog that a paragraph names, with a colon and nothing else; or ""."""
    if node.tag not in ("p", "div", "strong"):
        return "", ""
    links = node.css("a")
    if len(links) != 1 or len(said := text_of(node)) > 200:
        return "", ""
    name = " ".join(text_of(links[0]).split())
    if not name or re.sub(r"\s+", "", said) != re.sub(r"\s+", "", name) + ":":
        return "", ""
    url = attribute(links[0], "href")
    known = has_class(links[0], "tumblr_blog") or re.search(_BLOGS, url)
    return (name_of(name), url) if known else ("", "")


def _next(nodes: list[Node], at: int) -> int | None:
    """The place of the quotation that comes next, with nothing but space before it."""
    while at < len(nodes) and nodes[at].tag != "blockquote":
        if not is_blank(markup(nodes[at])):
            return None
        at += 1
    return at if at < len(nodes) else None


def markup(node: Node) -> str:
    """A node as HTML."""
    if node.tag == TEXT:
        return html.escape(node.text_content or "", quote=False)
    return "" if node.tag == "-comment" else (node.html or "")
