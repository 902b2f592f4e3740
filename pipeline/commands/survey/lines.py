"""Lines of a terminal: labels with what they say, and tables, none wider than eighty columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

WIDE = 80


def item(label: str, told: str, before: str, wide: int) -> list[str]:
    """A label and its text, in as many lines as it takes; the label is at least `wide`."""
    head = f"{before}{label:<{wide}} " if wide else f"{before}{label} "
    indent = " " * width(head)
    lines, line = [], head
    for word in _short_enough(told, WIDE - width(head)):
        gap = "" if line in (head, indent) else " "
        if gap and width(line) + 1 + width(word) > WIDE:
            lines.append(line.rstrip())
            line, gap = indent, ""
        line += gap + word
    return [*lines, line.rstrip()]


def fit(parts: Iterable[str], room: int, between: str = ", ") -> str:
    """As many parts as there is room for, at least one, and a sign for those that are left."""
    told, rest = "", list(parts)
    while rest:
        longer = f"{told}{between}{rest[0]}" if told else rest[0]
        more = f"{between}…" if len(rest) > 1 else ""
        if told and width(longer + more) > room:
            return f"{told}{between}…"
        told = longer
        rest.pop(0)
    return told


def _short_enough(text: str, most: int) -> Iterator[str]:
    """The words of a text; one that is longer than a line, such as a file's name, in pieces."""
    for word in text.split():
        while width(word) > most:
            yield word[: most // 2 if not word.isascii() else most]
            word = word[most // 2 if not word.isascii() else most :]
        yield word


def table(rows: list[list[str]]) -> list[str]:
    """Rows of cells: the first to the left, numbers to the right."""
    columns = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + padded(row[0], columns[0]) + "".join(
            f"   {cell:>{wide}}" for cell, wide in zip(row[1:], columns[1:], strict=True)
        )
        for row in rows
    ]  # fmt: skip


def padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def width(text: str) -> int:
    """The columns that a text takes: signs of the Far East take two, marks on letters none."""
    if text.isascii():
        return len(text)
    return sum([_columns(sign) for sign in text])


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or sign in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
