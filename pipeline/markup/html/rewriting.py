"""Rewriting: the parts of a page that a platform adds, replaced on the tree before it is read.

A rule is asked about every element, outer ones first. It says what stands in the element's place,
as HTML: "" for nothing; None where the element stays as it is. What it puts there is asked about
in turn.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.markup.html.tree import Node, parse

Rule = Callable[[Node], str | None]

_STRICT = frozenset(
    {"iframe", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "ul", "ol", "li", "select"}
)
"""Tags that hold no HTML, or only tags of certain kinds: a plain box stands in their place."""

_MOST = 1 << 23
"""Characters that are put in place of others on one page. Boxes within boxes, each written anew
with all that is in it, would soon be more than fits into memory; what is left then stays as it
is."""


def rewrite(root: Node, rule: Rule) -> None:
    """Apply a rule to everything inside a node. No depth of nesting is too deep."""
    stack, put = [root], 0
    while stack:
        child = stack.pop().first_child
        while child is not None:
            after = child.next
            if child.is_element_node:
                shown = rule(child) if put < _MOST else None
                if shown is None:
                    stack.append(child)
                elif shown:
                    put += len(shown)
                    stack.append(_replaced(child, shown))
                else:
                    child.decompose()
            child = after


def _replaced(node: Node, shown: str) -> Node:
    """The node with other content, and without what marked it; or the box in its place."""
    if node.tag not in _STRICT:
        for name in [name for name in node.attributes if name != "href"]:
            del node.attrs[name]
        node.inner_html = shown
        return node
    before, around = node.prev, node.parent
    box = parse(f"<div>{shown}</div>").first_child
    assert box is not None
    assert around is not None
    node.replace_with(box)
    placed = before.next if before is not None else around.first_child
    assert placed is not None
    return placed
