"""A body without what Blogger's editors and their helpers left in it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLANK = r"(<br\s*/?>|<(?:p|div)\b[^<>]*>)(?:\s|&nbsp;|&#160;)++(?=<br|</(?:p|div)>|\Z)"
"""A line of nothing but no-break spaces."""

_SIGNS = (
    r"technorati|icio\.?us|<xml|performancing|scribefire|zemanta|courier|monospace|consolas"
    r"|<img[^<>]*(?:\balign=|\bfloat\s*:)"
)
"""What some bodies have, and most have not: a tree is made only of those."""

_TYPEWRITER = r"courier|monospace|consolas|lucida console|monaco|menlo"
_LABELS = r"\s*(?:technorati|del\.?icio\.?us|flickr|icerocket|buzznet)[\w .]{0,20}\btags?\s*:"
_MOST_WORDS = 40
"""Letters of a line of labels that are no labels."""

_FLOATS = r"\b(?:left|right)\b"
_INLINE = frozenset("a b i u em strong span font small big sup sub".split())  # noqa: SIM905
_FARTHEST = 200
"""Nodes between a picture and the start of its paragraph."""


class Body(Struct, frozen=True):
    html: str
    dropped: tuple[tuple[str, str], ...] = ()  # rule, text
    labels: tuple[str, ...] = ()


def body(text: str) -> Body:
    """A body as its author meant it."""
    if "&nbsp;" in text or "\u00a0" in text or "&#160;" in text:
        text = re.sub(_BLANK, r"\1", text, flags=re.IGNORECASE)
    if re.search(_SIGNS, text, re.IGNORECASE) is None:
        return Body(text)
    from pipeline.markup.html.tree import parse
    from pipeline.markup.plain import clean_text

    tree = parse(clean_text(text))
    dropped, labels = _without_labels(tree)
    dropped += _without_junk(tree)
    _with_code(tree)
    _with_pictures_first(tree)
    return Body(tree.inner_html or "", tuple(dropped), tuple(labels))


# -- what helpers leave ----------------------------------------------------------------------------


def _without_labels(tree: LexborNode) -> tuple[list[tuple[str, str]], list[str]]:
    """Without the lines of labels that other services asked for; the labels are the post's."""
    from pipeline.markup.html.tree import prune

    lines: dict[int, LexborNode] = {}
    dropped, labels = [], []
    for link in tree.css('a[rel*="tag"]'):
        line = _line(link)
        if line is None or line.mem_id in lines:
            continue
        words = line.text()
        names = [name.text().strip() for name in line.css("a")]
        rest = sum(map(str.isalpha, words)) - sum(map(str.isalpha, "".join(names)))
        if re.match(_LABELS, words, re.IGNORECASE) and rest <= _MOST_WORDS:
            lines[line.mem_id] = line
            dropped.append(("blogger.labels", words))
            labels += [name for name in names if name]
    prune(lines.values())
    return dropped, labels


def _line(link: LexborNode) -> LexborNode | None:
    """The element that a line of labels fills."""
    above = link.parent
    while above is not None and above.tag in ("a", "b", "i", "em", "strong", "font", "small"):
        above = above.parent
    return above if above is not None and above.tag in ("p", "div", "span", "center") else None


def _without_junk(tree: LexborNode) -> list[tuple[str, str]]:
    """Without what Word and tools for writing put beside the words."""
    from pipeline.markup.html.tree import prune

    found = []
    dropped = []
    for rule, selector in (
        ("blogger.word", "xml"),
        ("blogger.tool", ".poweredbyperformancing, .scribefire-powered, .zemanta-pixie"),
    ):
        for node in tree.css(selector):
            found.append(node)
            dropped.append((rule, node.text()))
    prune(found)
    return dropped


# -- code ------------------------------------------------------------------------------------------


def _with_code(tree: LexborNode) -> None:
    """With lines that stand in a typewriter's letters and are indented as literal text: the editor
    had no other way to write a program."""
    for node in tree.css("[style], font[face]"):
        attributes = node.attributes
        look = f"{attributes.get('style') or ''} {attributes.get('face') or ''}"
        if node.tag != "pre" and re.search(_TYPEWRITER, look, re.IGNORECASE):
            _code(node)


def _code(node: LexborNode) -> None:
    from selectolax.lexbor import LexborHTMLParser

    from pipeline.markup.html.block import literal

    if node.css_first("p, div, img, ul, ol, table, pre") is not None:
        return
    lines = [line.rstrip() for line in literal(node).replace("\u00a0", " ").split("\n")]
    if len(lines) > 2 and sum(line.startswith("  ") for line in lines) > 1:
        text = html.escape("\n".join(lines).strip("\n"), quote=False)
        made = LexborHTMLParser(f"<pre>{text}</pre>").css_first("pre")
        if made is not None:
            node.replace_with(made)


# -- pictures --------------------------------------------------------------------------------------


def _with_pictures_first(tree: LexborNode) -> None:
    """With pictures that the words flow around before their paragraph, not within a sentence."""
    for picture in reversed(tree.css("img[align], img[style]")):  # so that they keep their order
        attributes = picture.attributes
        float_ = re.search(r"\bfloat\s*:\s*(\w+)", attributes.get("style") or "", re.IGNORECASE)
        side = float_[1] if float_ else attributes.get("align") or ""
        if re.match(_FLOATS, side, re.IGNORECASE):
            _put_first(picture)


def _put_first(picture: LexborNode) -> None:
    node = picture
    while node.parent is not None and node.parent.tag == "a" and not node.parent.text().strip():
        if len(node.parent.css("img")) > 1:
            return
        node = node.parent
    first = _first(node)
    if first is not None and first.mem_id != node.mem_id:
        first.insert_before(node)  # a copy of it
        node.decompose()


def _first(node: LexborNode) -> LexborNode | None:
    """The first node of the paragraph that a node is in; None where that is too far away."""
    while node.parent is not None and node.parent.tag in _INLINE:
        node = node.parent
    for _ in range(_FARTHEST):
        before = node.prev
        if before is None or not (before.tag in _INLINE or before.tag in ("-text", "br", "img")):
            return node
        if before.tag == "br" and _second_break(before):
            return node
        node = before
    return None


def _second_break(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    return before is not None and before.tag == "br"
