"""Registers: pages at the back that lead to places of the book, row by row, as an index does. On
paper the numbers of pages stand in them for the places."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.model.manuscript import Division
from pipeline.model.text import Inlines, Link, Paragraph, Text
from pipeline.model.walk import leaves

INDEX, ILLUSTRATIONS = "_bw_page_index", "_bw_page_illustrations"

_SIGNS = str.maketrans("＠＃", "@#")
_BETWEEN = " ,;·\u00a0"


class Row(Struct, frozen=True):
    """One row: what is looked up, the items where it is found, and what stands behind them."""

    told: Inlines
    items: tuple[str, ...]
    rest: Inlines


def is_register(division: Division) -> bool:
    return division.id in (INDEX, ILLUSTRATIONS)


def rows(division: Division) -> Iterator[Row]:
    for leaf in leaves(division.blocks):
        found = row(leaf.content) if type(leaf) is Paragraph else None
        if found:
            yield found


def row(content: Inlines) -> Row | None:
    """The row that a paragraph is; None for one that leads nowhere."""
    at = [n for n, node in enumerate(content) if type(node) is Link and node.item and not node.url]
    if not at:
        return None
    items = [node.item for node in content if type(node) is Link and node.item and not node.url]
    return Row(_trimmed(content[: at[0]]), tuple(items), content[at[-1] + 1 :])


def key(name: str) -> str:
    """By what spellings are one: `@Ada` and `@ada` are, and a tag with its sign or without."""
    return name.translate(_SIGNS).casefold().removeprefix("#")


def place(division: Division) -> str:
    """The item that a division was made of; "" for one that holds nothing of any."""
    if division.origin:
        return division.origin[0].item
    return next((block.origin[0].item for block in division.blocks if block.origin), "")


def _trimmed(content: Inlines) -> Inlines:
    """What is looked up, without what parts it from its places."""
    if not content or type(last := content[-1]) is not Text:
        return content
    kept = last.text.rstrip(_BETWEEN)
    return (*content[:-1], Text(kept)) if kept else content[:-1]
