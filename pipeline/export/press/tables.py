"""Tables: columns as wide as their words need, a head that comes again on each page."""

from collections.abc import Iterator

from pipeline.export.press.inlines import Writer
from pipeline.model.text import Cell, Table
from pipeline.model.walk import text

MOST_COLUMNS = 14
"""Columns that a page can hold, however small its type."""

_MEASURE = 66  # characters of running text in a line
_ALIGN = {"": "start", "left": "left", "center": "center", "right": "right"}


def columns_of(table: Table) -> int:
    """How many columns the widest row has, those included that a cell above reaches into."""
    widest = 1
    reach: list[tuple[int, int]] = []  # rows still to go, columns
    for row in table.head + table.body:
        held = sum(columns for _, columns in reach)
        widest = max(widest, held + sum(max(1, cell.columns) for cell in row))
        reach = [(rows - 1, columns) for rows, columns in reach if rows > 1]
        reach += [(cell.rows - 1, max(1, cell.columns)) for cell in row if cell.rows > 1]
    return widest


def table(block: Table, columns: int, inlines: Writer) -> str:
    """A table as Typst."""
    small = 0.88 if columns <= 4 else 0.78 if columns <= 7 else 0.66
    weights = _weights(block, columns)
    measure = _MEASURE / small
    inlines.narrow = max(3, int(measure * min(weights) / sum(weights)) - 2)
    head = "".join(_rows(block.head, columns, inlines, strong=True))
    body = "".join(_rows(block.body, columns, inlines, strong=False))
    inlines.narrow = 0
    caption = f"[{inlines.line(block.caption, block.origin)}]" if block.caption else "none"
    if not head and not body:
        return f"#p-caption{caption};" if block.caption else ""
    widths = ", ".join(f"{weight}fr" for weight in weights)
    header = f"table.header(repeat: true, {head})" if head else "none"
    return f"#rows(({widths},), {header}, {small}, {caption}, {body});"


def _weights(block: Table, columns: int) -> list[float]:
    """How wide each column is: by its longest word first, and then by how much stands in it."""
    longest, most = [1] * columns, [1] * columns
    for row in block.head + block.body:
        for at, cell in enumerate(row[:columns]):
            if cell.columns <= 1:
                said = text(cell.content)
                most[at] = max(most[at], min(len(said), 400))
                longest[at] = max(longest[at], max(map(len, said.split()), default=1))
    room = _MEASURE / (0.88 if columns <= 4 else 0.7)
    if sum(most) + 2 * columns <= room:
        wanted = [float(size + 2) for size in most]
    else:
        wanted = [
            max(min(word, 18) + 2, size**0.5 * 2) for word, size in zip(longest, most, strict=True)
        ]
    least = room / columns / 3
    return [round(max(least, size), 1) for size in wanted]


def _rows(
    rows: tuple[tuple[Cell, ...], ...], columns: int, inlines: Writer, *, strong: bool
) -> Iterator[str]:
    """The cells of rows. Each row is filled to the end: Typst lays cells one after another."""
    reach: dict[int, int] = {}  # column -> rows that a cell above still reaches down
    for number, row in enumerate(rows):
        column = 0
        out: list[str] = []
        left = len(rows) - number
        for cell in row:
            while reach.get(column, 0):
                column += 1
            width = max(1, min(cell.columns, columns - column))
            height = max(1, min(cell.rows, left))
            out.append(_cell(cell, width, height, inlines, strong=strong))
            if height > 1:
                reach |= dict.fromkeys(range(column, column + width), height)
            column += width
        while column < columns:
            if not reach.get(column, 0):
                out.append("[], ")
            column += 1
        reach = {at: more - 1 for at, more in reach.items() if more > 1}
        yield "".join(out)


def _cell(cell: Cell, columns: int, rows: int, inlines: Writer, *, strong: bool) -> str:
    said = inlines.line(cell.content)
    if strong:
        said = f"#strong[{said}];"
    shape = f"colspan: {columns}, " if columns > 1 else ""
    shape += f"rowspan: {rows}, " if rows > 1 else ""
    shape += f"align: {_ALIGN[cell.align]}, " if cell.align else ""
    return f"table.cell({shape})[{said}], " if shape else f"[{said}], "
