"""Markup -> the repaired tree of HTML 5, and questions that one asks of its nodes."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.markup.plain import MARK

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    Node = LexborNode
else:
    Node = object  # the parser is imported once a text needs it, as many do not

TEXT = "-text"
COMMENT = "-comment"

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")


def parse(html: str) -> Node:
    """The body of the tree of cleaned text. References to control characters are marked."""
    from selectolax.lexbor import LexborHTMLParser

    from pipeline.markup.html.depth import flatten

    if "&#" in html:
        html = _REFERENCE.sub(_reference, html)
    body = LexborHTMLParser("<body></body>").body
    assert body is not None
    body.inner_html = flatten(html)
    return body


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    bad = (code < 32 and code not in (9, 10, 13)) or code in (0xFFFE, 0xFFFF)
    return MARK if bad else match[0]


def attribute(node: Node, name: str) -> str:
    """An attribute's value; "" when it is missing or empty."""
    return node.attributes.get(name) or ""


def has_class(node: Node, *parts: str) -> bool:
    """Whether one of the node's classes is, or starts with, one of `parts`."""
    names = attribute(node, "class")
    return bool(names) and any(name.startswith(parts) for name in names.split())


def text_of(node: Node) -> str:
    """All characters within a node."""
    return node.text_content or "" if node.tag == TEXT else node.text()


def children(node: Node) -> list[Node]:
    """The elements directly inside a node."""
    found = []
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            found.append(child)
        child = child.next
    return found


def number(value: str, default: int, low: int, high: int) -> int:
    """The whole number at the start of an attribute's value, held between two bounds."""
    match = re.match(r"\s*(-?\d{1,9})", value)
    return min(max(int(match[1]), low), high) if match else default


def prune(nodes: Iterable[Node]) -> None:
    """Takes nodes out of their tree. Those within another go with it, and are not to be asked
    anything again."""
    found = {node.mem_id: node for node in nodes}
    for node in [node for node in found.values() if not any(a in found for a in _above(node))]:
        node.decompose()


def _above(node: Node) -> Iterator[int]:
    above = node.parent
    while above is not None:
        yield above.mem_id
        above = above.parent
