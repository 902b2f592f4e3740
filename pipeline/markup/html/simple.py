"""Simple HTML, read without a tree: paragraphs, headings, lists and quotations of words, with
emphasis and links, each tag closed by its own. That is what most texts are made of, and building
a tree of them would take several times as long.

Whatever is not on the lists below, or not closed where it should be, is left to the tree, which
makes the very same blocks of simple HTML.
"""

import re
from html import unescape
from html.entities import html5

from msgspec import Struct

from pipeline.markup.html.flow import Flow
from pipeline.markup.html.inline import WRAPS, leads
from pipeline.markup.html.run import Wrap, collapse
from pipeline.model.text import (
    BlockQuote,
    Blocks,
    Inline,
    Inlines,
    Link,
    List,
    Paragraph,
    SceneBreak,
    Text,
)

_PAGE = re.compile(r"\s*<(?:!doctype|html|\?)", re.IGNORECASE)
_TAG = re.compile("<([^<>]*)>")
_SURE = re.compile(
    r"&(?:([A-Za-z]\w*;)|#(?:3[2-9]|[4-9]\d|1[01]\d|1[6-9]\d|[2-9]\d\d|8\d\d\d);| )", re.ASCII
)
"""An ampersand that parsers do not differ about: with a whole name or number, or by itself."""

_COMMENT = re.compile(r"!--(?: (?:(?!--).)+ |\w+)--", re.DOTALL)
_LINK = re.compile(
    r'a(?: (?:target|rel|class)="[^"]*")* href="([^"]*)"(?: (?:target|rel|class)="[^"]*")*'
)
_DRESSED = re.compile(r'(p|h[1-6]|ul|blockquote)(?: (?:class|style|align|dir|lang)="[^"]*")+')
"""Blocks with attributes that no handler of theirs asks for."""


class _Mark(Struct, frozen=True):
    """An inline tag: the name by which a flow knows it, what it makes of its content, its end."""

    name: str
    wrap: Wrap
    end: str


_MARKS = {
    tag: _Mark(name, WRAPS[name], "/" + tag)
    for name, tags in (
        ("emph", "em i"), ("strong", "strong b"), ("strike", "del s strike"), ("sup", "sup"),
        ("sub", "sub"), ("code", "code"),
    )
    for tag in tags.split()
}  # fmt: skip
_BREAKS = frozenset(("br", "br/", "br /"))
_RULES = frozenset(("hr", "hr/", "hr /"))
_LEVELS = {"p": 0} | {f"h{level}": level for level in range(1, 7)}
_END = "\0"
"""Stands after the last text, as the closing tag of the whole; no cleaned text holds it."""

_DEEPEST = 12
_LONGEST = 2000
"""Tags inside one another, and characters of a tag: less than the tree's own bounds."""


class _NotSimpleError(Exception):
    """Only the tree can tell what this means."""


def read(html: str, flow: Flow) -> bool:
    """Reads cleaned HTML into a new flow. False where it is not simple: the flow, and the numbers
    that its context gave away, are then no good."""
    if _PAGE.match(html):
        return False
    parts = _TAG.split(html)
    if html.count("<") != len(parts) // 2 or ("&" in html and not _is_sure(html)):
        return False
    parts.append(_END)
    odd = "&" in html or "\n" in html or "  " in html or "\t" in html
    try:
        _Reading(parts, odd).inside(flow, 0, _END)
    except _NotSimpleError:
        return False
    flow.flush()
    return True


def _is_sure(html: str) -> bool:
    """Whether there is but one way to read each ampersand."""
    names = _SURE.findall(html)
    return len(names) == html.count("&") and all(name in html5 for name in set(names) - {""})


class _Reading:
    """One pass over texts (at even places) and tags (at odd ones). Every method takes the place
    of a text and gives that of the text after what it read."""

    def __init__(self, parts: list[str], odd: bool) -> None:
        self.parts = parts
        self.odd = odd  # whether any text is not as it is to be shown
        self.depth = 0

    def inside(self, flow: Flow, at: int, end: str, *, words: bool = False) -> int:
        """All up to a closing tag; with `words`, no blocks."""
        parts = self.parts
        while True:
            text = parts[at]
            if text:
                flow.text(unescape(text) if self.odd else text)
            tag = parts[at + 1]
            at += 2
            if tag == end:
                return at
            if tag in _LEVELS and not words:
                at = self._paragraph(flow, at, tag)
            elif mark := _MARKS.get(tag) or _link(flow, tag):
                at = self._marked(flow, at, mark)
            elif tag in _BREAKS:
                flow.line_break()
            elif not _COMMENT.fullmatch(tag):
                if words:
                    raise _NotSimpleError
                at = self._block(flow, at, tag)

    # -- words -------------------------------------------------------------------------------------

    def _line(self, flow: Flow, at: int, end: str) -> tuple[Inlines, int] | None:
        """Text, with formatting around text alone, up to a closing tag: most lines by far, so that
        they have a loop of their own. None where there is more to one."""
        parts = self.parts
        nodes: list[Inline] = []
        space = True  # as in a flow
        mark: _Mark | None = None
        while True:
            text = collapse(unescape(parts[at])) if self.odd else parts[at]
            tag = parts[at + 1]
            at += 2
            if space and text[:1] == " ":
                text = text[1:]
            if mark is not None:
                if tag != mark.end or not text or text.isspace():
                    return None
                nodes += mark.wrap((Text(text),))
                mark = None
            elif tag == end:
                text = text.rstrip(" ")
                if text and (nodes or not text.isspace()):
                    nodes.append(Text(text))
                elif nodes and space:
                    return None  # a space to be taken out of the formatting before
                return tuple(nodes), at
            else:
                mark = _MARKS.get(tag) or _link(flow, tag)
                if mark is None:
                    return None
                if text:
                    nodes.append(Text(text))
            if text:
                space = text[-1] == " "

    def _marked(self, flow: Flow, at: int, mark: _Mark) -> int:
        """What stands in formatting, up to the end of it."""
        self._deeper()
        pushed = flow.push(mark.name, mark.wrap)
        if not pushed and mark.name == "link":
            raise _NotSimpleError
        at = self.inside(flow, at, mark.end, words=True)
        if pushed:
            flow.close()
        self.depth -= 1
        return at

    # -- blocks ------------------------------------------------------------------------------------

    def _paragraph(self, flow: Flow, at: int, tag: str) -> int:
        flow.flush()
        flow.level = _LEVELS[tag]
        line = self._line(flow, at, "/" + tag)
        if line is None:
            at = self.inside(flow, at, "/" + tag, words=True)
            flow.flush()
        else:
            content, at = line
            flow.words(content)
        flow.level = 0
        return at

    def _block(self, flow: Flow, at: int, tag: str) -> int:
        flow.flush()
        if tag in _RULES and self.depth == 0:
            flow.block(SceneBreak(flow.origin()))
            return at
        dressed = _DRESSED.fullmatch(tag) if " " in tag and len(tag) < _LONGEST else None
        name = dressed[1] if dressed else tag
        if name in _LEVELS:
            return self._paragraph(flow, at, name)
        if name not in ("ul", "ol", "blockquote"):
            raise _NotSimpleError
        self._deeper()
        origin = flow.origin()
        if name == "blockquote":
            blocks, at = self._within(flow, at, "/blockquote")
            flow.put(BlockQuote(blocks, origin) if blocks else None, origin)
        else:
            items, at = self._items(flow, at, "/" + name)
            flow.put(List(items, origin, name == "ol") if items else None, origin)
        self.depth -= 1
        return at

    def _items(self, flow: Flow, at: int, end: str) -> tuple[tuple[Blocks, ...], int]:
        items: list[Blocks] = []
        while True:
            if self.parts[at].strip(" \t\n"):
                raise _NotSimpleError
            tag = self.parts[at + 1]
            at += 2
            if tag == end:
                return tuple(items), at
            if tag == "li":
                blocks, at = self._item(flow, at)
                items += [blocks] if blocks else []
            elif not _COMMENT.fullmatch(tag):
                raise _NotSimpleError

    def _item(self, flow: Flow, at: int) -> tuple[Blocks, int]:
        line = self._line(flow, at, "/li")
        if line is None:
            return self._within(flow, at, "/li")
        content, at = line
        return (Paragraph(content, flow.origin()),) if content else (), at

    def _within(self, flow: Flow, at: int, end: str) -> tuple[Blocks, int]:
        inner = flow.inner(role="body")
        at = self.inside(inner, at, end)
        return inner.finish(), at

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotSimpleError


def _link(flow: Flow, tag: str) -> _Mark | None:
    """The mark that an opening tag of a link is; None where it is another tag."""
    if tag[:2] != "a ":
        return None
    led = leads(flow, unescape(_href(tag)))
    if led is None:
        raise _NotSimpleError
    url, item = led
    return _Mark("link", lambda content: (Link(content, url, "", item),), "/a")


def _href(tag: str) -> str:
    """The address in a link's tag; "" where the tag says more than that."""
    if len(tag) > _LONGEST:
        return ""
    if tag.startswith('a href="') and tag.find('"', 8) == len(tag) - 1:
        return tag[8:-1]
    found = _LINK.fullmatch(tag)
    return found[1] if found else ""
