"""Chapters: a document laid flat, and divided at its highest headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.ingest.readers.documents import ast, styles
from pipeline.ingest.readers.documents.blocks import is_plain
from pipeline.ingest.readers.documents.styles import Named

_UNSAFE = re.compile(r"[\W_]+")
_LONGEST = 60
_STYLED = "sourceCode"
_NO_ATTR: ast.Attr = ("", [], [])


class Flat(Struct):
    """A document's blocks without the divisions that say nothing, and where its anchors are."""

    blocks: list[ast.Block]
    anchors: dict[str, int]  # an identifier, to the number of the block that it stands in or before
    quote: int = -1  # the number of the last quotation of a manuscript


class Chapter(Struct, frozen=True):
    """A stretch of a document: its heading, None before the first one, and what stands below."""

    heading: list[ast.Inline] | None
    blocks: list[ast.Block]
    first: int  # the number of its first block in the document, its heading's where it has one
    kind: str = "chapter"  # of a manuscript's pages of matter which they are
    part: str = ""  # the part that it stands in


def flat(nodes: list[ast.Block], named: Named = styles.PLAIN) -> Flat:
    made = Flat([], {})
    _lay(nodes, made, named)
    return made


def _literal(nodes: list[ast.Inline]) -> str:
    """The characters of a line of code, spaces and all."""
    out = []
    for node in nodes:
        match node:
            case ast.Space():
                out.append(" ")
            case ast.SoftBreak() | ast.LineBreak():
                out.append("\n")
            case ast.Str():
                out.append(node.c.replace("\xa0", " "))
            case _:
                out.append(ast.words([node]))
    return "".join(out)


def _add_code(made: Flat, nodes: list[ast.Block]) -> None:
    """Paragraphs of a style for code: lines of one piece of it, with those before them."""
    lines = [_literal(n.c) if isinstance(n, ast.Para | ast.Plain) else "" for n in nodes]
    last = made.blocks[-1] if made.blocks else None
    if isinstance(last, ast.CodeBlock) and _STYLED in last.c[0][1]:
        made.blocks[-1] = ast.CodeBlock((last.c[0], "\n".join([last.c[1], *lines])))
    else:
        made.blocks.append(ast.CodeBlock((("", [_STYLED], []), "\n".join(lines))))


def _lay(nodes: list[ast.Block], made: Flat, named: Named) -> None:
    for node in nodes:
        use = _use(node, named) if type(node) is ast.Div else ""
        if type(node) is ast.Div and is_plain(node, named):
            made.anchors.setdefault(node.c[0][0], len(made.blocks))
            _lay(node.c[1], made, named)
        elif type(node) is ast.Div and use == "code" and _is_lines(node.c[1]):
            _add_code(made, node.c[1])
        elif type(node) is ast.Div and use == "quote" and named is not styles.PLAIN:
            _quote(node, made, named)
        elif type(node) is ast.Div and use == "heading":
            for inner in node.c[1]:
                if isinstance(inner, ast.Para | ast.Plain):
                    inner = ast.Header((1, _NO_ATTR, inner.c))
                made.blocks.append(inner)
        elif type(node) is ast.Para and node.c and _only_anchors(node.c):
            for anchor in _anchors(node):
                made.anchors.setdefault(anchor, len(made.blocks))
        else:
            for anchor in _anchors(node):
                made.anchors.setdefault(anchor, len(made.blocks))
            made.blocks.append(node)


def _quote(node: ast.Div, made: Flat, named: Named) -> None:
    """A paragraph of a manuscript's quotation, joined to those before it: each names the style, and
    those of a quotation within a quotation say how deep they stand."""
    if made.quote != len(made.blocks) - 1:
        made.blocks.append(ast.BlockQuote([]))
        made.quote = len(made.blocks) - 1
    for anchor in _anchors(node):
        made.anchors.setdefault(anchor, made.quote)
    into = made.blocks[made.quote]
    for _ in range(named.depth(_style(node)) - 1):
        assert isinstance(into, ast.BlockQuote)
        if not into.c or not isinstance(into.c[-1], ast.BlockQuote):
            into.c.append(ast.BlockQuote([]))
        into = into.c[-1]
    assert isinstance(into, ast.BlockQuote)
    for block in node.c[1]:  # pandoc takes an indent for a quotation as well
        into.c.extend(block.c if isinstance(block, ast.BlockQuote) else [block])


def _is_lines(nodes: list[ast.Block]) -> bool:
    return all(isinstance(node, ast.Para | ast.Plain) for node in nodes)


def _use(node: ast.Div, named: Named) -> str:
    return named.use(_style(node))


def _style(node: ast.Div) -> str:
    return next((value for key, value in node.c[0][2] if key == "custom-style"), "")


def _only_anchors(nodes: list[ast.Inline]) -> bool:
    return all(type(node) is ast.Span and not node.c[1] for node in nodes)


def _anchors(node: ast.Block) -> Iterator[str]:
    """The identifiers within a block."""
    left: list[object] = [node]
    while left:
        found = left.pop()
        if isinstance(found, ast.Header):
            yield found.c[1][0]
        elif isinstance(found, ast.Span | ast.Div | ast.Figure | ast.Table | ast.CodeBlock):
            yield found.c[0][0]
        if isinstance(found, ast.Node):
            left.append(getattr(found, "c", None))
        elif isinstance(found, list | tuple):
            left += found


# -- headings --------------------------------------------------------------------------------------


def headings(blocks: list[ast.Block]) -> list[int]:
    """The places of the highest headings of a document that have words."""
    found = [
        (place, node.c[0])
        for place, node in enumerate(blocks)
        if type(node) is ast.Header and ast.words(node.c[2])
    ]
    highest = min((level for _, level in found), default=0)
    return [place for place, level in found if level == highest]


def heading_of(blocks: list[ast.Block], place: int) -> list[ast.Inline]:
    node = blocks[place]
    return node.c[2] if isinstance(node, ast.Header) else []


def first_text(blocks: list[ast.Block]) -> int:
    """The place of the first block that is more than an empty paragraph."""
    for place, node in enumerate(blocks):
        if not (isinstance(node, ast.Para | ast.Plain) and not node.c):
            return place
    return len(blocks)


def divided(blocks: list[ast.Block], places: list[int]) -> list[Chapter]:
    """The chapters that start at some places, and what stands before the first of them."""
    made = []
    if any(not (isinstance(b, ast.Para | ast.Plain) and not b.c) for b in blocks[: places[0]]):
        made.append(Chapter(None, blocks[: places[0]], 0))
    for start, end in zip(places, [*places[1:], len(blocks)], strict=True):
        made.append(Chapter(heading_of(blocks, start), blocks[start + 1 : end], start))
    return made


def slugs(chapters: list[Chapter]) -> list[str]:
    """A name for each chapter, by its heading, which stays when chapters are moved about."""
    taken: dict[str, int] = {}
    out = []
    for chapter in chapters:
        words = ast.words(chapter.heading or []).lower()
        name = _UNSAFE.sub("-", words).strip("-")[:_LONGEST].strip("-")
        name = name or ("start" if chapter.kind == "chapter" else chapter.kind)
        taken[name] = taken.get(name, 0) + 1
        out.append(name if taken[name] == 1 else f"{name}-{taken[name]}")
    return out


def pauses(blocks: list[ast.Block]) -> bool:
    """Whether an empty paragraph stands for a pause: where but few of them are empty. Where many
    are, they are how the author sets paragraphs apart."""
    empty = sum(
        1
        for node, before in zip(blocks, [None, *blocks], strict=False)
        if type(node) is ast.Para and not node.c and not (type(before) is ast.Para and not before.c)
    )
    full = sum(1 for node in blocks if isinstance(node, ast.Para | ast.Div) and node.c)
    return 0 < empty * 4 <= full


def indents(blocks: list[ast.Block]) -> bool:
    """Whether an indented paragraph is a quotation: not where most of them are indented."""
    quoted = sum(len(node.c) for node in blocks if isinstance(node, ast.BlockQuote))
    plain = sum(1 for node in blocks if isinstance(node, ast.Para | ast.Div))
    return quoted <= max(plain, 1)
