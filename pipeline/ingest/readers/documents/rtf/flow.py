"""Flow: paragraphs, lists, tables and notes of RTF, gathered into pandoc's blocks."""

from __future__ import annotations

import re
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.rtf.state import Layout, Look

NO_ATTR: ast.Attr = ("", [], [])
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|nagłówek) ?(\d)\Z", re.IGNORECASE
)
_ORDERED = re.compile(r"\W*(?:\d+|[a-zA-Z]|[ivxlcIVXLC]+)[.):]?\W*\Z")
_INDENT = 500
"""Twentieths of a point from which on an indent stands for a quotation, as pandoc has it."""

Piece = tuple[Look, ast.Inline]


class Item(Struct):
    """A paragraph that is an item of a list."""

    depth: int
    ordered: bool
    start: int
    blocks: list[ast.Block]


class Flow:
    """One stretch of blocks: the text, a note, a box."""

    def __init__(self, styles: dict[int, str]) -> None:
        self.styles = styles
        self.out: list[ast.Block | Item] = []
        self.pieces: list[Piece] = []
        self.marker = ""  # of the list whose item the paragraph is
        self.behind: list[ast.Block] = []  # boxes, for behind the paragraph
        self._rows: list[list[list[ast.Block]]] = []
        self._cells: list[list[ast.Block]] = []
        self._cell: list[ast.Block] = []

    def text(self, look: Look, words: str) -> None:
        self.pieces.append((look, ast.Str(words)))

    def add(self, look: Look, node: ast.Inline) -> None:
        self.pieces.append((look, node))

    # -- paragraphs --------------------------------------------------------------------------------

    def end(self, layout: Layout) -> None:
        """End a paragraph."""
        pieces, self.pieces = self.pieces, []
        if self._level(layout):
            pieces = [(replace(look, bold=False), node) for look, node in pieces]
        nodes = inlines(pieces)
        marker, self.marker = self.marker, ""
        if layout.in_table:
            self._cell += [ast.Para(nodes)] if nodes else []
        else:
            self._end_table()
            self.out.append(self._block(nodes, layout, marker))
        self.out += self.behind
        self.behind = []

    def _block(self, nodes: list[ast.Inline], layout: Layout, marker: str) -> ast.Block | Item:
        style = self.styles.get(layout.style, "")
        level = self._level(layout)
        if nodes and level:
            return ast.Header((level, NO_ATTR, nodes))
        if marker and nodes:
            ordered = _ORDERED.match(marker) is not None
            number = re.search(r"\d{1,6}", marker)
            start = int(number[0]) if number else 1
            return Item(layout.depth, ordered, start, [ast.Plain(nodes)])
        block: ast.Block = ast.Para(nodes)
        if layout.left >= _INDENT and layout.left + layout.first >= _INDENT and nodes:
            block = ast.BlockQuote([block])
        if style and nodes and style.lower() not in ("normal", "standard", "text body"):
            return ast.Div((("", [], [("custom-style", style)]), [block]))
        return block

    def _level(self, layout: Layout) -> int:
        """The level of a paragraph that is a heading; 0 for any other."""
        heading = _HEADING.match(self.styles.get(layout.style, ""))
        if heading:
            return max(int(heading[1]), 1)
        return layout.level + 1 if layout.level in range(9) else 0

    # -- tables ------------------------------------------------------------------------------------

    def end_cell(self, layout: Layout) -> None:
        if self.pieces:
            self.end(Layout(in_table=True))
        self._cells.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
        self._cells = []

    def _end_table(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
            self._cell = []
        self.end_row()
        rows, self._rows = self._rows, []
        if not rows:
            return
        default = ast.Tag("AlignDefault")
        body: list[ast.Row] = [
            (NO_ATTR, [(NO_ATTR, default, 1, 1, blocks) for blocks in row]) for row in rows
        ]
        columns = [(default, ast.Tag("ColWidthDefault")) for _ in range(max(map(len, rows)))]
        bodies: list[ast.TableBody] = [(NO_ATTR, 0, [], body)]
        self.out.append(
            ast.Table((NO_ATTR, (None, []), columns, (NO_ATTR, []), bodies, (NO_ATTR, [])))
        )

    # -- all of it ---------------------------------------------------------------------------------

    def blocks(self, layout: Layout) -> list[ast.Block]:
        """The blocks, once all text is in."""
        if self.pieces or self.behind:
            self.end(layout)
        self._end_table()
        return _listed(self.out)


def _listed(found: list[ast.Block | Item]) -> list[ast.Block]:
    """Blocks, with items that follow each other made lists."""
    out: list[ast.Block] = []
    for is_item, group in groupby(found, lambda block: isinstance(block, Item)):
        if is_item:
            out += _lists([block for block in group if isinstance(block, Item)])
        else:
            out += [block for block in group if not isinstance(block, Item)]
    return out


def _lists(items: list[Item]) -> list[ast.Block]:
    """Lists of items, those that are deeper within the item before them; at most nine deep."""
    out: list[ast.Block] = []
    open_: list[tuple[int, bool, list[list[ast.Block]]]] = []
    for item in items:
        depth = min(max(item.depth, 0), 8)
        while open_ and open_[-1][0] > depth:
            open_.pop()
        if not open_ or open_[-1][0] < depth or (open_[-1][1] != item.ordered):
            if open_ and open_[-1][0] == depth:
                open_.pop()
            into = open_[-1][2][-1] if open_ else out
            rows: list[list[ast.Block]] = []
            into.append(_list(item, rows))
            open_.append((depth, item.ordered, rows))
        open_[-1][2].append(item.blocks)
    return out


def _list(item: Item, rows: list[list[ast.Block]]) -> ast.Block:
    if not item.ordered:
        return ast.BulletList(rows)
    return ast.OrderedList(((item.start, ast.Tag("Decimal"), ast.Tag("Period")), rows))


# -- inlines ---------------------------------------------------------------------------------------


def inlines(pieces: list[Piece]) -> list[ast.Inline]:
    """Pieces as inlines, each look as marks around what has it."""
    out: list[ast.Inline] = []
    for link, group in groupby(pieces, lambda piece: piece[0].link):
        nodes = [
            node
            for look, run in groupby(group, lambda piece: piece[0])
            for node in _looking(look, [node for _, node in run])
        ]
        out += [ast.Link((NO_ATTR, nodes, (link, "")))] if link else nodes
    return out


def _looking(look: Look, nodes: list[ast.Inline]) -> list[ast.Inline]:
    if look.shift > 0:
        nodes = [ast.Superscript(nodes)]
    elif look.shift < 0:
        nodes = [ast.Subscript(nodes)]
    for has, kind in (
        (look.caps, ast.SmallCaps),
        (look.strike, ast.Strikeout),
        (look.underline and not look.link, ast.Underline),
        (look.italic, ast.Emph),
        (look.bold, ast.Strong),
    ):
        if has:
            nodes = [kind(nodes)]
    return nodes
