"""HTML tags inside a line of Markdown: what each one is, and what it stands for."""

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from pipeline.model.text import (
    Code,
    Emph,
    Inline,
    Inlines,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Use = Literal["wrap", "open", "note", "hide", "void", "break", "image", "link", "block", "unknown"]
"""What a tag does: wraps what it holds, melts away, makes a note of what it holds, hides it, has
none, breaks the line, shows a picture, links, belongs to the HTML reader, or is no tag at all."""

Wrap = Callable[[Inlines], Inline]

WRAPS: dict[str, Wrap] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Emph),
    **dict.fromkeys(("strong", "b"), Strong),
    **dict.fromkeys(("s", "strike", "del"), Strike),
    "sup": Superscript,
    "sub": Subscript,
}
LITERAL = frozenset(("code", "kbd", "samp", "tt"))
_OPEN_NAMES = """
    abbr acronym bdi bdo big data font ins label mark nobr q rb rp rt ruby small span time u
    output
"""
_OPEN = frozenset(_OPEN_NAMES.split())
_VOID_NAMES = """
    wbr input area base col link meta param source track
"""
_VOID = frozenset(_VOID_NAMES.split())
_BLOCK_NAMES = """
    address article aside audio blockquote body button canvas caption center colgroup dd details
    dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4
    h5 h6 head header hgroup hr html iframe legend li main map math menu meter nav noframes
    noscript object ol optgroup option p picture pre progress script search section select slot
    style summary svg table tbody td template textarea tfoot th thead title tr ul video applet
    marquee basefont
"""
_BLOCK = frozenset(_BLOCK_NAMES.split())
_NOTES = frozenset(("sidenote", "marginnote", "footnote"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")


class Tag(Struct, frozen=True, gc=False):
    name: str
    use: Use
    closing: bool = False
    attributes: dict[str, str] = {}


@lru_cache(4096)
def read_tag(source: str) -> Tag:
    """The tag that a piece of raw HTML is; a comment or a declaration is void."""
    found = _TAG.match(source)
    if found is None:
        return Tag("!", "void")
    name = found[2].lower()
    if found[1]:
        return Tag(name, _use(name, {}), closing=True)
    attributes = {
        key.lower(): html.unescape(value[1:-1] if value[:1] in "\"'" else value) if value else ""
        for key, value in _ATTRIBUTE.findall(source, found.end())
    }
    return Tag(name, _use(name, attributes), attributes=attributes)


def _use(name: str, attributes: dict[str, str]) -> Use:
    classes = attributes.get("class", "").split()
    if name in WRAPS or name in LITERAL:
        return "wrap"
    if name == "span" and not _NOTES.isdisjoint(classes):
        return "note"
    if name == "label" and "margin-toggle" in classes:
        return "hide"  # the sign that stands for a side note on a narrow screen
    if name in _OPEN or "-" in name:
        return "open"
    if name in _VOID:
        return "void"
    return _PLAIN_USES.get(name) or ("block" if name in _BLOCK else "unknown")


_PLAIN_USES: dict[str, Use] = {"br": "break", "img": "image", "a": "link"}


def literal(nodes: Inlines) -> Inlines:
    """The nodes with their text as code."""
    return tuple([Code(node.text) if isinstance(node, Text) else node for node in nodes])
