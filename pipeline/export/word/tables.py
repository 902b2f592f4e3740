"""Tables: rows and columns, cells that span them, a head that comes again on each page."""

from collections.abc import Callable

from pipeline.export.word.draft import Draft
from pipeline.export.word.runs import Runs
from pipeline.export.word.xml import twips
from pipeline.model.text import Cell, Table

WIDEST = 63
"""Columns: Word refuses a table with more."""

STYLE = "Table"

_LOOK = (
    '<w:tblLook w:val="{val}" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" '
    'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
)
_HEADED, _HEADLESS = _LOOK.format(val="0620", first=1), _LOOK.format(val="0600", first=0)


class Grid:
    """One table being written. `style` gives the id of a cell's style by role and alignment."""

    def __init__(
        self, draft: Draft, runs: Runs, table: Table, style: Callable[[str, str], str]
    ) -> None:
        self._runs = runs
        self._table = table
        self._style = style
        self._columns = max(1, Grid.columns_of(table))
        page = draft.house.page
        self._width = twips(page.width - page.left - page.right) // self._columns
        self._spans: dict[int, tuple[int, int]] = {}  # column -> rows still to go, its columns

    @staticmethod
    def columns_of(table: Table) -> int:
        """How many columns the widest row has, those included that a cell above reaches into."""
        widest = 0
        reach: list[tuple[int, int]] = []  # rows still to go, columns
        for row in table.head + table.body:
            held = sum(columns for _, columns in reach)
            widest = max(widest, held + sum(max(1, cell.columns) for cell in row))
            reach = [(rows - 1, columns) for rows, columns in reach if rows > 1]
            reach += [(cell.rows - 1, max(1, cell.columns)) for cell in row if cell.rows > 1]
        return widest

    def xml(self, marks: tuple[str, str]) -> str:
        """The table; the bookmark `marks` spans its first cell's text."""
        table = self._table
        out = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{STYLE}"/><w:tblW w:w="5000" w:type="pct"/>'
            f"{_HEADED if any(table.head) else _HEADLESS}</w:tblPr><w:tblGrid>",
            f'<w:gridCol w:w="{self._width}"/>' * self._columns,
            "</w:tblGrid>",
        ]
        rows = [("table-head", row) for row in table.head] + [("table", r) for r in table.body]
        for role, row in rows:
            if row:
                out.append(self._row(role, row, marks))
                marks = ("", "")
        return "".join(out) + "</w:tbl>"

    def _row(self, role: str, row: tuple[Cell, ...], marks: tuple[str, str]) -> str:
        head = "<w:tblHeader/>" if role == "table-head" else ""
        cells: list[str] = []
        column = self._continued(0, role, cells)
        for cell in row:
            columns = max(1, cell.columns)
            cells.append(self._cell(role, cell, columns, marks))
            if cell.rows > 1:
                self._spans[column] = (cell.rows - 1, columns)
            marks = ("", "")
            column = self._continued(column + columns, role, cells)
        while column < self._columns:
            cells.append(self._empty(role, 1, ""))
            column = self._continued(column + 1, role, cells)
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"

    def _continued(self, column: int, role: str, cells: list[str]) -> int:
        """Write the cells that reach down from above at a column; the column behind them."""
        while column in self._spans:
            rows, columns = self._spans.pop(column)
            cells.append(self._empty(role, columns, "<w:vMerge/>"))
            if rows > 1:
                self._spans[column] = (rows - 1, columns)
            column += columns
        return column

    def _cell(self, role: str, cell: Cell, columns: int, marks: tuple[str, str]) -> str:
        runs, direction = self._runs.paragraph(cell.content, self._table.origin)
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        style = self._style(role, cell.align)
        return (
            f"<w:tc>{self._shape(columns, merge)}<w:p><w:pPr>"
            f'<w:pStyle w:val="{style}"/>{direction}</w:pPr>{marks[0]}{runs}{marks[1]}</w:p></w:tc>'
        )

    def _empty(self, role: str, columns: int, merge: str) -> str:
        style = self._style(role, "")
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
        return f"<w:tc>{self._shape(columns, merge)}{paragraph}</w:tc>"

    def _shape(self, columns: int, merge: str) -> str:
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        width = self._width * columns
        return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
