"""Block tags: paragraphs and containers, headings, quotations, lists, literal text, breaks."""

import re
from itertools import pairwise

from pipeline.markup.html.flow import Flow, Page, handles
from pipeline.markup.html.inline import WRAPS
from pipeline.markup.html.run import finish
from pipeline.markup.html.tree import (
    COMMENT,
    TEXT,
    Node,
    attribute,
    children,
    has_class,
    number,
    text_of,
)
from pipeline.model.text import (
    BlockQuote,
    Blocks,
    CodeBlock,
    Inlines,
    List,
    SceneBreak,
    Verse,
)

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language-|lang-|brush:\s*|highlight-source-|src-)([\w+#.-]+)", re.IGNORECASE
)


@handles(
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "address",
    "center", "form", "fieldset", "legend", "hgroup", "search", "dialog", "details", "menuitem",
    "optgroup", "body", "html", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "slot",
)  # fmt: skip
def _container(flow: Flow, node: Node) -> None:
    flow.flush()
    flow.children(node)
    flow.flush()


@handles("h1", "h2", "h3", "h4", "h5", "h6")
def _heading(flow: Flow, node: Node) -> None:
    flow.flush()
    before, flow.level = flow.level, int((node.tag or "h1")[1])
    flow.children(node)
    flow.flush()
    flow.level = before


@handles("hr")
def _hr(flow: Flow, node: Node) -> None:
    flow.flush()
    if not (node.parent and has_class(node.parent, "footnote")):
        flow.block(SceneBreak(flow.origin()))


@handles("summary")
def _summary(flow: Flow, node: Node) -> None:
    flow.flush()
    flow.open("strong", WRAPS["strong"], node)
    flow.flush()


# -- quotations ------------------------------------------------------------------------------------


@handles("blockquote")
def _blockquote(flow: Flow, node: Node) -> None:
    flow.flush()
    origin = flow.origin()
    sayer = _sayer(node)
    if sayer is not None:
        flow.page.special[sayer.mem_id] = None
    blocks = flow.within(node, role="body")
    if sayer is not None:
        blocks += flow.within(sayer, role="attribution")
    flow.put(BlockQuote(blocks, origin) if blocks else None, origin)


def _sayer(node: Node) -> Node | None:
    """The element at the end of a quotation that names who said it."""
    last = node.last_child
    while last is not None and last.tag in (TEXT, COMMENT) and not text_of(last).strip():
        last = last.prev
    if last is None or last.tag not in ("cite", "footer"):
        return None
    before = last.prev
    while before is not None and before.tag == TEXT and not (before.text_content or "").strip():
        before = before.prev
    inline = before is not None and (before.tag == TEXT or before.tag in _INLINE_BEFORE)
    return None if inline else last


_INLINE_BEFORE = ("a", "em", "i", "strong", "b", "span", "code", "q", "abbr", "sup", "sub")


# -- lists -----------------------------------------------------------------------------------------


@handles("ul", "ol", "menu", "dir")
def _list(flow: Flow, node: Node) -> None:
    flow.flush()
    origin = flow.origin()
    items: list[Blocks] = []
    first = ""
    child = node.first_child
    while child is not None:
        if child.tag == "li":
            first = first or attribute(child, "value")
            _item(flow, child, items)
        else:
            _loose(flow, child, items)
        child = child.next
    ordered = node.tag == "ol"
    start = number(attribute(node, "start") or first, 1, 0, 99999) if ordered else 1
    flow.put(List(tuple(items), origin, ordered, start) if items else None, origin)


def _item(flow: Flow, node: Node, items: list[Blocks]) -> None:
    """A list's item, unless it is a note that is shown elsewhere."""
    if not (flow.page.special and node.mem_id in flow.page.special):
        blocks = flow.within(node, role="body")
        if blocks:
            items.append(blocks)


def _loose(flow: Flow, node: Node, items: list[Blocks]) -> None:
    """What stands in a list outside its items: a list belongs to the item before it."""
    inner = flow.inner(role="body")
    inner.visit(node)
    blocks = inner.finish()
    if blocks and items and isinstance(blocks[0], List):
        items[-1] += blocks
    elif blocks:
        items.append(blocks)


@handles("li")
def _stray_item(flow: Flow, node: Node) -> None:
    """An item without a list is a paragraph."""
    flow.flush()
    flow.children(node)
    flow.flush()


@handles("dt")
def _dt(flow: Flow, node: Node) -> None:
    _definition(flow, node, "term")


@handles("dd")
def _dd(flow: Flow, node: Node) -> None:
    _definition(flow, node, "definition")


def _definition(flow: Flow, node: Node, role: str) -> None:
    flow.flush()
    before, flow.role = flow.role, role
    flow.children(node)
    flow.flush()
    flow.role = before


# -- literal text ----------------------------------------------------------------------------------


_PRE = ("pre", "xmp", "listing", "plaintext")


@handles(*_PRE)
def _pre(flow: Flow, node: Node) -> None:
    """Literal text. Some editors write an element for each line of it: they are one block."""
    flow.flush()
    if has_class(node, "wp-block-verse"):
        _verse(flow, node)
        return
    language = _language(node)
    if _beside(node, language, before=True) is not None:
        return  # it was read with the one before it
    lines, last = [node], node
    while (after := _beside(last, language, before=False)) is not None:
        last = after
        lines.append(after)
    text = _joined([_bare(literal(line)) for line in lines]).strip("\n")
    if text.strip():
        flow.block(CodeBlock(text, flow.origin(), language))
    for line in lines:
        for picture in line.css("img"):
            flow.visit(picture)
    flow.flush()


def _beside(node: Node, language: str, *, before: bool) -> Node | None:
    """The literal text of the same language next to one, with nothing but space between them."""
    other = node.prev if before else node.next
    while other is not None and other.tag == TEXT and not (other.text_content or "").strip(" \t\n"):
        other = other.prev if before else other.next
    if other is None or other.tag not in _PRE or has_class(other, "wp-block-verse"):
        return None
    return other if _language(other) == language else None


def _joined(texts: list[str]) -> str:
    """One line under the other; what has lines of its own is set apart by an empty one."""
    out = texts[0]
    for before, text in pairwise(texts):
        out += ("\n\n" if "\n" in before or "\n" in text else "\n") + text
    return out


def _bare(text: str) -> str:
    """Literal text without the empty lines around it."""
    return text.strip("\n") if text.strip() else ""


def literal(node: Node) -> str:
    """The characters within a node as they stand, line breaks as newlines."""
    parts = []
    for child in node.traverse(include_text=True):
        tag = child.tag
        if tag == TEXT:
            parts.append(child.text_content or "")
        elif tag == "br":
            parts.append("\n")
    return "".join(parts)


def _language(node: Node) -> str:
    """The language that a class of the element, of the code within or of the box around names."""
    around = node.parent.parent if node.parent is not None else None
    for place in (node, *children(node)[:1], node.parent, around):
        if place is not None and place.tag in ("pre", "code", "div", "figure"):
            match = _LANGUAGE.search(attribute(place, "class"))
            name = match[1] if match else attribute(place, "data-lang")
            if name:
                return name.lower()
    return ""


def _verse(flow: Flow, node: Node) -> None:
    """Lines whose breaks and leading spaces are the author's."""
    inner = _Lines(flow.page)
    origin = flow.origin()
    inner.children(node)
    inner.line_break()
    lines = inner.lines
    while lines and not lines[-1]:
        lines.pop()
    if lines:
        flow.block(Verse(tuple(lines), origin))


class _Lines(Flow):
    """A flow that ends at every newline and keeps every space."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.lines: list[Inlines] = []

    def text(self, text: str) -> None:
        first, *rest = text.split("\n")
        self.run += [first] if first else []
        for line in rest:
            self.line_break()
            self.run += [line] if line else []

    def line_break(self) -> None:
        self.lines.append(finish(self.cut()))

    def flush(self) -> None:
        if self.run:
            self.line_break()
