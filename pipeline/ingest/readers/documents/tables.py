"""Pandoc's tables -> Table; a table that only lays a page out melts into its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pipeline.ingest.readers.documents import ast
from pipeline.model.text import Blocks, Cell, Table

if TYPE_CHECKING:
    from pipeline.ingest.readers.documents.blocks import Converter

Align = Literal["", "left", "center", "right"]

_WIDEST = 63
"""Word has no more columns than that."""

_ALIGN: dict[str, Align] = {
    "AlignLeft": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
}


def table(converter: Converter, node: ast.Table) -> Blocks:
    _, (_, caption), columns, (_, head), bodies, (_, foot) = node.c
    rows = [head, *[part for _, _, heads, body in bodies for part in (heads + body,)], foot]
    if _is_layout(rows):
        return _melted(converter, caption, rows)
    aligns = [_ALIGN.get(align.t, "") for align, _ in columns]
    origin = converter.origin()
    top = _rows(converter, head, aligns)
    below = tuple([row for part in rows[1:] for row in _rows(converter, part, aligns)])
    words = converter.melted(caption)
    if not any(cell.content for row in (*top, *below) for cell in row):
        top, below = (), ()
    if not below:
        top, below = (), top
    return (Table(top, below, words, origin),) if below else ()


def _is_layout(rows: list[list[ast.Row]]) -> bool:
    """Whether the table holds what a cell cannot: one column, or a table within."""
    cells = [cells for part in rows for _, cells in part]
    widest = max((sum(cell[3] for cell in row) for row in cells), default=0)
    within = (ast.Table, ast.Header, ast.Figure)
    return widest <= 1 or any(
        isinstance(block, within) for row in cells for cell in row for block in cell[4]
    )


def _melted(converter: Converter, caption: list[ast.Block], rows: list[list[ast.Row]]) -> Blocks:
    blocks = [
        *caption,
        *[block for part in rows for _, cells in part for cell in cells for block in cell[4]],
    ]
    return converter.blocks(blocks)


def _rows(
    converter: Converter, rows: list[ast.Row], aligns: list[Align]
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of some rows; none reaches below the last of them."""
    made = []
    for place, (_, cells) in enumerate(rows):
        below = len(rows) - place
        row = [_cell(converter, cell, below, at, aligns) for at, cell in enumerate(cells)]
        if row:
            made.append(tuple(row))
    return tuple(made)


def _styled(converter: Converter, blocks: list[ast.Block]) -> Align:
    """The side that the style of a cell's paragraph says."""
    match blocks:
        case [ast.Div(c=((_, _, pairs), _)), *_]:
            style = next((value for key, value in pairs if key == "custom-style"), "")
            return converter.named.side(style)  # type: ignore[return-value]
        case _:
            return ""


def _cell(converter: Converter, cell: ast.Cell, below: int, at: int, aligns: list[Align]) -> Cell:
    _, align, rows, columns, blocks = cell
    own = _ALIGN.get(align.t, "") or _styled(converter, blocks)
    side = own or (aligns[at] if at < len(aligns) else "")
    content = converter.melted(blocks)
    return Cell(content, side, min(max(columns, 1), _WIDEST), min(max(rows, 1), below))
