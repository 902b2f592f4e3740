"""Inline tags: emphasis, links, literal text, line breaks, quotation marks, formulas."""

import re
from collections.abc import Callable
from functools import cache

from pipeline.markup.html.flow import Flow, handles
from pipeline.markup.html.run import Wrap, coded
from pipeline.markup.html.tree import Node, attribute, has_class, text_of
from pipeline.model.text import (
    Emph,
    Inline,
    Inlines,
    Link,
    Math,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
)

_SCHEMES = frozenset(
    """http https mailto ftp ftps tel sms gemini gopher geo xmpp irc magnet doi urn feed
    """.split()  # noqa: SIM905
)
_WEB = ("https://", "http://")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


@cache
def _invisible() -> re.Pattern[str]:
    return re.compile("[\x00-\x20\x7f\ufffd]+")


@cache
def _styles() -> re.Pattern[str]:
    return re.compile(
        r"(?P<emph>font-style\s*:\s*(?:italic|oblique))"
        r"|(?P<strong>font-weight\s*:\s*(?:bold|[6-9]00))"
        r"|(?P<strike>text-decoration[^;:]*:[^;]*line-through)"
        r"|(?P<caps>font-variant[^;:]*:[^;]*small-caps)|(?P<none>display\s*:\s*none)",
        re.IGNORECASE,
    )


def _one(node: Callable[[Inlines], Inline]) -> Wrap:
    return lambda content: (node(content),)


WRAPS: dict[str, Wrap] = {
    "emph": _one(Emph),
    "strong": _one(Strong),
    "strike": _one(Strike),
    "caps": _one(SmallCaps),
    "sup": _one(Superscript),
    "sub": _one(Subscript),
    "code": coded,
}
_TAGS = {
    "emph": "em i cite dfn var",
    "strong": "strong b",
    "strike": "del s strike",
    "sup": "sup",
    "sub": "sub",
    "code": "code kbd samp tt",
}


def _formatting(name: str) -> None:
    wrap = WRAPS[name]

    @handles(*_TAGS[name].split())
    def _handler(flow: Flow, node: Node) -> None:
        flow.open(name, wrap, node)


for _name in _TAGS:
    _formatting(_name)


@handles("br")
def _br(flow: Flow, node: Node) -> None:
    flow.line_break()


@handles("span", "font")
def _span(flow: Flow, node: Node) -> None:
    attributes = node.attributes
    if not attributes:
        flow.children(node)
    elif "katex" in (attributes.get("class") or "").split():
        _katex(flow, node)
    else:
        _styled(flow, node, [match.lastgroup or "" for match in
                             _styles().finditer(attributes.get("style") or "")])  # fmt: skip


def _styled(flow: Flow, node: Node, names: list[str]) -> None:
    """A node's children under the formatting that its style asks for."""
    if "none" in names:
        flow.page.drop("html.hidden", text_of(node))
        return
    pushed = sum([flow.push(name, WRAPS[name]) for name in names])
    flow.children(node)
    for _ in range(pushed):
        flow.close()


# -- links -----------------------------------------------------------------------------------------


@handles("a")
def _a(flow: Flow, node: Node) -> None:
    attributes = node.attributes
    led = leads(flow, attributes.get("href") or "")
    if led is None:
        flow.children(node)
        return
    url, item = led
    title = attributes.get("title") or ""
    before, flow.link = flow.link, url
    flow.open("link", lambda content: (Link(content, url, title, item),), node)
    flow.link = before


def leads(flow: Flow, href: str) -> tuple[str, str] | None:
    """Where a link leads: (URL, item of the book or ""); None where a book may not print it."""
    href = outward(href)
    return flow.page.context.resolve(href) if href else None


def outward(href: str) -> str:
    """An address that a book may print; "" for a place on the same page, a script, or data."""
    href = href.strip()
    if href.startswith(_WEB) and href.isascii() and href.isprintable() and " " not in href:
        return href
    if _invisible().search(href):
        scheme = _SCHEME.match(_invisible().sub("", href))
    else:
        scheme = _SCHEME.match(href)
    if href[:1] == "#" or (scheme and scheme[1].lower() not in _SCHEMES):
        return ""
    return _invisible().sub(lambda found: "%20" if found[0].isspace() else "", href)


# -- characters that the tag stands for ------------------------------------------------------------


@handles("q")
def _q(flow: Flow, node: Node) -> None:
    """Browsers set the quotation marks of this tag."""
    inner = flow.quotes % 2 == 1
    flow.text("‘" if inner else "“")
    flow.quotes += 1
    flow.children(node)
    flow.quotes -= 1
    flow.text("’" if inner else "”")


@handles("rt")
def _rt(flow: Flow, node: Node) -> None:
    """The reading beside a word, in parentheses where the page brings none."""
    bare = node.prev is None or node.prev.tag != "rp"
    flow.text("(" if bare else "")
    flow.children(node)
    flow.text(")" if bare else "")


# -- formulas --------------------------------------------------------------------------------------


@handles("math")
def _math(flow: Flow, node: Node) -> None:
    source = _tex(node)
    if source:
        flow.add((Math(source, attribute(node, "display") == "block"),))
    else:
        flow.text(text_of(node))


def _katex(flow: Flow, node: Node) -> None:
    """What KaTeX drew, by its source: the drawing repeats the formula."""
    source = _tex(node)
    if source:
        flow.add((Math(source, has_class(node, "katex-display")),))
    else:
        flow.children(node)


def _tex(node: Node) -> str:
    """The TeX source within a formula; "" where the page does not bring it."""
    for child in node.traverse():
        if child.tag == "annotation" and "tex" in attribute(child, "encoding"):
            return text_of(child).strip()
    return attribute(node, "alttext").strip()


@handles("annotation", "annotation-xml")
def _annotation(flow: Flow, node: Node) -> None:
    """Another form of a formula that is shown already."""
