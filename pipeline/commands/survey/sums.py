"""The kinds of items and what became of them, as the rows of a table whose sums agree."""

from __future__ import annotations

from pipeline.commands.survey.facts import Counts, Survey

Row = list[str | int]

_NAMES = ("received", "public", "held back", "set aside", "merged")
_ALWAYS = 2


def kinds(found: Survey, most: int) -> tuple[list[str], list[Row]]:
    """The heads of the columns, and a row for each kind, the last ones as one where there are more
    than so many, and one for all. Columns that nothing is in are left out."""
    rows: list[tuple[str, list[int]]] = [
        (kind.kind, [kind.received, kind.public, total(kind.held_back), total(kind.set_aside),
                     total(kind.merged)])
        for kind in found.kinds
    ]  # fmt: skip
    sums = _added([numbers for _, numbers in rows])
    if len(rows) > most + 1:
        rest = rows[most:]
        rows = [*rows[:most], (f"{len(rest)} more", _added([numbers for _, numbers in rest]))]
    if len(rows) > 1:
        rows.append(("all", sums))
    kept = [at for at, number in enumerate(sums) if number or at < _ALWAYS]
    return ["", *[_NAMES[at] for at in kept]], [
        [name, *[numbers[at] for at in kept]] for name, numbers in rows
    ]


def total(counts: Counts) -> int:
    return sum(counts.values())


def _added(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * len(_NAMES)
