"""ISBNs on a copyright page, for a house that finds them by their style."""

import re

from pipeline.export.word.art import worn
from pipeline.model.text import Blocks, Inline, Inlines, Text
from pipeline.model.walk import map_inlines, map_leaves, map_nodes

_ISBN = re.compile(r"\b97[89](?:[ -]?\d){9}[ -]?[\dX]\b")


def marked(blocks: Blocks) -> Blocks:
    """The blocks with each ISBN as a run of its own."""
    return map_leaves(blocks, lambda leaf: map_inlines(leaf, _line))


def _line(nodes: Inlines) -> Inlines:
    return map_nodes(nodes, _node)


def _node(node: Inline) -> Inline | Inlines:
    if not isinstance(node, Text) or not (found := _ISBN.search(node.text)):
        return node
    before, after = node.text[: found.start()], node.text[found.end() :]
    return (Text(before), worn("isbn", found[0]), *_line((Text(after),)))
