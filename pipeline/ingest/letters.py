"""Letters: what the newsletters of all platforms have in common."""

from __future__ import annotations

import html

from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model.text import Block, Blocks, Inlines, Paragraph, SceneBreak, Text
from pipeline.model.walk import own_text


def line(text: str) -> Inlines:
    """A title or a subtitle from a table; some tables have its characters escaped as in HTML."""
    words = " ".join(clean_text(html.unescape(text)).split())
    return (Text(words),) if words else ()


def standfirst(subtitle: str, context: Context) -> Paragraph | None:
    """The line under a title; None for none. It is numbered before the blocks of the body."""
    words = line(subtitle)
    return Paragraph(words, context.origin(), "standfirst") if words else None


def opened(
    above: Paragraph | None, body: Blocks, context: Context, between: Block | None = None
) -> Blocks:
    """A body with the line above it, unless the body starts with that line anyway, and with what
    stands between the two."""
    opening: list[Block] = []
    if above is not None and body and _says_same(body[0], above):
        context.dropped("letter.repeated-subtitle", own_text(above))
    elif above is not None:
        opening.append(above)
    if between is not None:
        opening.append(between)
    return (*opening, *body) if opening else body


def _says_same(block: Block, other: Paragraph) -> bool:
    if not isinstance(block, Paragraph):
        return False
    one, two = (" ".join(own_text(leaf).split()).casefold() for leaf in (block, other))
    return one == two


def trimmed(blocks: Blocks) -> Blocks:
    """The blocks without breaks that a box stood behind: at either end, and a second in a row."""
    out: list[Block] = []
    for block in blocks:
        if not isinstance(block, SceneBreak) or (out and not isinstance(out[-1], SceneBreak)):
            out.append(block)
    while out and isinstance(out[-1], SceneBreak):
        out.pop()
    return tuple(out) if len(out) < len(blocks) else blocks
