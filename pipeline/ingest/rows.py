"""Rows: tables in CSV, as platforms write them, spreadsheets save them and transfers cut them off.

A column is known by its name in lower case with underscores, so that "Web Title" is `web_title`.
Nothing raises: what is wrong with a table is told in `problems`, and every row of it is there.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.member import LARGEST
from pipeline.ingest.unpack import Unpacked

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_DELIMITERS = (",", ";", "\t")
_MOST_MENDED = 50
"""Quotation marks left open, in one table, behind which the rest is read again."""


class Row(Struct, frozen=True):
    line: int  # of the file, counted from 1, on which the row starts
    cells: dict[str, str]  # by column

    def text(self, *columns: str) -> str:
        """The first of these cells that says anything."""
        for column in columns:
            value = self.cells.get(column, "").strip()
            if value:
                return value
        return ""


class Table(Struct, frozen=True):
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()


def columns(head: bytes) -> tuple[str, ...]:
    """The names of the columns, by the start of a table: of any file, what its first line would
    say if it were a table's."""
    wide = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    text = head[:_LONGEST_HEAD].decode("utf-16" if wide else "utf-8-sig", "replace")
    if text.lstrip()[:1] in ("{", "[", "<"):
        return ()  # it is no table, whatever it quotes
    text = text.replace("\r", "\n").lstrip("\n").split("\n", 1)[0]
    return _names(next(_records(text, _delimiter(text)), (1, []))[1])


_LONGEST_HEAD = 10_000


def of(archive: Unpacked, member: str) -> Table:
    """The table that a member of an archive is, whatever its bytes are."""
    text, problem = archive.salvaged(member)
    table = read(text)
    return replace(table, problems=(problem, *table.problems)) if problem else table


def read(text: str) -> Table:
    """The rows of a table, those without any word left out."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text.lstrip("\n"))
    problems: list[str] = []
    records = _mended(text, delimiter, problems)
    names: tuple[str, ...] = ()
    rows: list[Row] = []
    odd = 0
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _names(cells)
            continue
        odd += len(cells) != len(names)
        rows.append(Row(line, dict(zip(names, cells, strict=False))))
    if odd:
        counted = "1 row has" if odd == 1 else f"{odd:,} rows have"
        problems.append(f"{counted} more or fewer cells than there are columns")
    return Table(names, tuple(rows), tuple(problems))


def _delimiter(text: str) -> str:
    """What sets cells apart: in much of Europe spreadsheets write semicolons."""
    head = text[:_LONGEST_HEAD].split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _names(cells: list[str]) -> tuple[str, ...]:
    """The columns' names, each once: a second one of a name is numbered."""
    out: list[str] = []
    for cell in cells:
        name = _NOT_A_NAME.sub("_", cell.lower()).strip("_") or "column"
        times = out.count(name) if len(out) < 1000 else 0
        out.append(f"{name}_{times + 1}" if times else name)
    return tuple(out)


def _records(text: str, delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it starts."""
    csv.field_size_limit(LARGEST)  # by itself it refuses a letter of 131,072 characters
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = first
    for cells in reader:
        yield line, cells
        line = first + reader.line_num


# -- a quotation mark that is left open ------------------------------------------------------------


def _mended(text: str, delimiter: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The records; those that a stray quotation mark swallowed are set free, and the last one of
    a table that was cut off stays as it is."""
    first = 1
    for _ in range(_MOST_MENDED):
        records = list(_records(text, delimiter, first))
        start = records[-1][0] - first if records else 0
        if text.count('"') % 2 == 0 or not records or not text.count("\n", 0, -1):
            yield from records
            return
        lines = text.split("\n")[start:]
        yield from records[:-1]
        if not _are_rows(lines[1:], delimiter, len(records[0][1])):
            if len(lines) > 2:
                problems.append(f"the table is cut off within the row of line {first + start}")
            yield records[-1]
            return
        problems.append(f"a quotation mark is left open in line {first + start}")
        yield from _records(lines[0], delimiter, first + start)
        first += start + 1
        text = "\n".join(lines[1:])
    yield from _records(text, delimiter, first)


def _are_rows(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether half of the lines or more are rows of their own."""
    found = [line for line in lines if line.strip()]
    whole = sum(len(next(_records(line, delimiter))[1]) == width for line in found)
    return width > 1 and whole > 0 and whole * 2 >= len(found)
