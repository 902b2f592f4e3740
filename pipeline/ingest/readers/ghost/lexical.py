"""A text as the editor of version 5 and on stores it: a tree of nodes, in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from pipeline.ingest.readers.ghost.cards import Segment, card
from pipeline.ingest.readers.ghost.export import text
from pipeline.markup.context import Context

Node = dict[str, Any]

_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"))
_TEXTS = frozenset(("text", "extended-text", "tk", "hashtag", "emoji", "code-highlight"))
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def segments(document: Any, context: Context) -> Iterator[Segment]:
    """The text of a document, in order. Its depth costs no depth of ours."""
    root = document.get("root") if isinstance(document, dict) else None
    out: list[str] = []
    open_: list[tuple[Iterator[Node], str]] = [(_children(root), "")]
    while open_:
        nodes, closing = open_[-1]
        node = next(nodes, None)
        if node is None:
            out.append(closing)
            open_.pop()
        elif (tags := _tags(node)) is not None:
            out.append(tags[0])
            open_.append((_children(node), tags[1]))
        elif (words := _words(node)) is not None:
            out.append(words)
        else:
            made = card(node.get("type"), node, context)
            if made.markup == "html" or len(open_) > 1:
                out.append(made.text)
                continue
            yield Segment("html", "".join(out))
            yield made
            out = []
    yield Segment("html", "".join(out))


def _children(node: Any) -> Iterator[Node]:
    found = node.get("children") if isinstance(node, dict) else None
    return iter([child for child in found if isinstance(child, dict)] if isinstance(found, list)
                else [])  # fmt: skip


def _words(node: Node) -> str | None:
    """The HTML of a node that is words; None where it is a card."""
    kind = text(node.get("type"))
    if kind in _TEXTS:
        return _formatted(escape(text(node.get("text")), quote=False), node.get("format"))
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    return None


def _formatted(words: str, format: Any) -> str:
    bits = format if isinstance(format, int) else 0
    for bit, tag in _FORMATS if words else ():
        if bits & bit:
            words = f"<{tag}>{words}</{tag}>"
    return words


def _tags(node: Node) -> tuple[str, str] | None:
    """The tags around the children of a node; None where it is no container."""
    kind = text(node.get("type"))
    tag: str | None
    if kind in ("heading", "extended-heading"):
        named = text(node.get("tag"))
        tag = named if named in _HEADINGS else "h2"
    elif kind == "list":
        return _list(node)
    elif kind in ("link", "autolink", "at-link"):
        return f'<a href="{escape(text(node.get("url")))}">', "</a>"
    elif kind == "listitem" and _holds_lists(node):
        return "", ""  # a list within a list belongs to the item before it
    else:
        tag = _BLOCKS.get(kind, "" if isinstance(node.get("children"), list) else None)
    if tag is None:
        return None
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def _list(node: Node) -> tuple[str, str]:
    if node.get("listType") != "number" and node.get("tag") != "ol":
        return "<ul>", "</ul>"
    start = node.get("start")
    counted = f' start="{start}"' if isinstance(start, int) and 1 < start < 99999 else ""
    return f"<ol{counted}>", "</ol>"


def _holds_lists(node: Node) -> bool:
    kinds = [child.get("type") for child in _children(node)]
    return bool(kinds) and all(kind == "list" for kind in kinds)
