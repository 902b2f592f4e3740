"""Tables: rows and cells as Table; a table that only lays a page out melts into its blocks."""

from typing import Literal

from pipeline.markup.html.figure import captioned
from pipeline.markup.html.flow import Flow, handles
from pipeline.markup.html.melt import melt
from pipeline.markup.html.tree import Node, attribute, children, has_class, number
from pipeline.model.text import Cell, Inlines, Table

Row = tuple[Cell, ...]
Align = Literal["", "left", "center", "right"]

_WIDEST = 63
"""Word has no more columns than that."""


@handles("table")
def _table(flow: Flow, node: Node) -> None:
    if has_class(node, "tr-caption-container") and node.css_first("table table") is None:
        # how Blogger captions a picture
        captioned(flow, node, node.css(".tr-caption"))
        return
    flow.flush()
    rows = _rows(node)
    if _is_layout(node, rows):
        flow.children(node)
        flow.flush()
        return
    origin = flow.origin()
    caption = _caption(flow, node)
    head, body = _head(rows)
    table = Table(_cells(flow, head), _cells(flow, body), caption, origin)
    if table.head or table.body:
        flow.block(table)
    for stray in _strays(node):
        flow.visit(stray)
    flow.flush()


def _rows(node: Node) -> list[Node]:
    """The rows as a browser shows them: head, bodies, foot."""
    foot: list[Node] = []
    rows: list[Node] = []
    for part in children(node):
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            found = [row for row in children(part) if row.tag == "tr"]
            (foot if part.tag == "tfoot" else rows).extend(found)
    return rows + foot


def _strays(node: Node) -> list[Node]:
    """What stands in a table outside its rows and caption."""
    known = ("tr", "thead", "tbody", "tfoot", "caption", "colgroup", "col")
    return [child for child in children(node) if child.tag not in known]


def _is_layout(node: Node, rows: list[Node]) -> bool:
    """Whether the table holds what a cell cannot: one column, or a table within."""
    if attribute(node, "role") in ("presentation", "none"):
        return True
    widest = max((len(_of_row(row)) for row in rows), default=0)
    return widest <= 1 or node.css_first("table table, table pre, td h1, td h2, td h3") is not None


def _of_row(row: Node) -> list[Node]:
    return [cell for cell in children(row) if cell.tag in ("td", "th")]


def _caption(flow: Flow, node: Node) -> Inlines:
    for child in children(node):
        if child.tag == "caption":
            return melt(flow.within(child, numbered=False))
    return ()


def _head(rows: list[Node]) -> tuple[list[Node], list[Node]]:
    """The rows of the head (in `thead`, or of `th` alone at the top), and the rest."""
    count = 0
    for row in rows:
        in_head = row.parent is not None and row.parent.tag == "thead"
        titled = all(cell.tag == "th" for cell in _of_row(row)) and len(_of_row(row)) > 0
        if not in_head and not (titled and count == 0):
            break
        count += 1
    return (rows[:count], rows[count:]) if count < len(rows) else ([], rows)


def _cells(flow: Flow, rows: list[Node]) -> tuple[Row, ...]:
    """The rows' cells; a cell does not reach below the last row of its part of the table."""
    made = []
    for row, below in zip(rows, _rows_left(rows), strict=True):
        cells = tuple([_cell(flow, cell, below) for cell in _of_row(row)])
        if cells:
            made.append(cells)
    return tuple(made)


def _rows_left(rows: list[Node]) -> list[int]:
    """How many rows there are from each row to the last of the same part."""
    left: dict[int, int] = {}
    counts = []
    for row in reversed(rows):
        part = row.parent.mem_id if row.parent is not None else 0
        left[part] = left.get(part, 0) + 1
        counts.append(left[part])
    return counts[::-1]


def _cell(flow: Flow, node: Node, below: int) -> Cell:
    content = melt(flow.within(node, numbered=False))
    columns = number(attribute(node, "colspan"), 1, 1, _WIDEST)
    rows = number(attribute(node, "rowspan"), 1, 0, below) or below
    return Cell(content, _align(node), columns, rows)


def _align(node: Node) -> Align:
    style = attribute(node, "style").replace(" ", "").lower()
    sides: tuple[Align, ...] = ("left", "center", "right")
    for side in sides:
        if (
            attribute(node, "align").lower() == side
            or f"text-align:{side}" in style
            or has_class(node, f"has-text-align-{side}")
        ):
            return side
    return ""
