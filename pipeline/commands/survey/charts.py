"""Charts as inline SVG: drawn in shares of the room there is, so that words keep their size on a
telephone, and coloured by the page's own variables, which know day and night.

A chart is an image to a screen reader: its title and description say what it shows, and the page
has a table of the same figures below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

_HEIGHT, _TOP, _BASE = 230, 14, 200
_LEFT = 10.0
"""Parts of a hundred that the numbers of the axis take."""

_CELL, _ROW = 7.0, 22
"""A month's part of a hundred, and a year's pixels."""


class Series(NamedTuple):
    name: str
    values: list[int]


def columns(name: str, title: str, about: str, labels: list[str], series: list[Series]) -> str:
    """A column for each label, with a part for each series; the first stands lowest."""
    sums = [sum(values) for values in zip(*[one.values for one in series], strict=True)]
    top, ticks = _scale(max(sums, default=0))
    slot = (100 - _LEFT) / max(len(labels), 1)
    parts = [_tick(value, top) for value in ticks]
    for at, label in enumerate(labels):
        parts.append(_column(_LEFT + at * slot, slot, label, [one.values[at] for one in series],
                             [one.name for one in series], top))  # fmt: skip
        parts.append(_label(_LEFT + (at + 0.5) * slot, label, at, len(labels)))
    legend = _legend([(f"k{nth}", one.name) for nth, one in enumerate(series, 1)])
    return (legend if len(series) > 1 else "") + _image(name, title, about, _HEIGHT, parts)


def heat(name: str, title: str, about: str, months: dict[str, int]) -> str:
    """A row for each year and a cell for each month, the darker the more; on a dark page the
    lighter. Months between the first and the last that hold nothing are outlined."""
    years = range(int(min(months)[:4]), int(max(months)[:4]) + 1)
    steps = _steps(max(months.values()))
    parts = [
        f'<text x="{_cell(at) + _CELL / 2:.2f}%" y="10" text-anchor="middle">{letter}</text>'
        for at, letter in enumerate("JFMAMJJASOND")
    ]
    first, last = min(months), max(months)
    for row, year in enumerate(years):
        y = 18 + row * _ROW
        parts.append(f'<text x="0" y="{y + 14}">{year:04}</text>')
        for at in range(12):
            month = f"{year:04}-{at + 1:02}"
            if first <= month <= last:
                parts.append(_month(at, y, month, months.get(month, 0), steps))
    lows = [1, *[step + 1 for step in steps[:-1]]]
    shades = [
        (_shade(high, steps), f"{low:,} to {high:,}" if low < high else f"{high:,}")
        for low, high in zip(lows, steps, strict=True)
    ]
    height = 22 + _ROW * len(years)
    drawn = _image(name, title, about, height, parts)
    return _legend([("none-here", "none"), *shades]) + drawn


def ranks(counts: Iterable[tuple[str, int]]) -> str:
    """A list of words with their numbers, and a bar below each."""
    rows = list(counts)
    most = max([n for _, n in rows], default=1)
    lines = [
        f"<li><span>{escape(label)}</span> <b>{n:,}</b>"
        f'<svg height="6" aria-hidden="true"><rect class="k1" width="{_share(n, most)}%" '
        'height="6" rx="1"/></svg></li>'
        for label, n in rows
    ]
    return f'<ul class="ranks">{"".join(lines)}</ul>'


# -- parts -----------------------------------------------------------------------------------------


def _image(name: str, title: str, about: str, height: int, parts: list[str]) -> str:
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-about" '
        f'height="{height}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-about">{escape(about)}</desc>{"".join(parts)}</svg>'
    )


def _column(
    x: float, slot: float, label: str, values: list[int], names: list[str], top: int
) -> str:
    """One column, and what it says to whoever points at it."""
    rects, y = [], float(_BASE)
    for nth, value in enumerate(values, 1):
        tall = value * (_BASE - _TOP) / top
        y -= tall
        if value:
            rects.append(
                f'<rect class="part k{nth}" x="{x + slot * 0.1:.2f}%" y="{y:.1f}" '
                f'width="{slot * 0.8:.2f}%" height="{max(tall, 0.5):.1f}"/>'
            )
    told = ", ".join([f"{n:,} {name}" for n, name in zip(values, names, strict=True) if n])
    title = f"{label or 'no date'}: {told or 'none'}"
    return f"<g><title>{escape(title)}</title>{''.join(rects)}</g>"


def _month(at: int, y: int, month: str, n: int, steps: list[int]) -> str:
    return (
        f'<rect class="{_shade(n, steps)}" x="{_cell(at) + 0.3:.2f}%" y="{y}" '
        f'width="{_CELL - 0.6:.2f}%" height="18" rx="2"><title>{month}: {n:,}</title></rect>'
    )


def _cell(at: int) -> float:
    return 100 - (12 - at) * _CELL


def _tick(value: int, top: int) -> str:
    y = _BASE - value * (_BASE - _TOP) / top
    return (
        f'<line class="grid" x1="{_LEFT}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 1}%" y="{y + 4:.1f}" text-anchor="end">{_brief(value)}</text>'
    )


def _label(x: float, label: str, at: int, count: int) -> str:
    """A year below its column: where there is no room for all, every second or third, and on a
    telephone its last two figures."""
    slim = f"’{label[2:]}" if label else "?"
    return "".join([
        f'<text class="{kind}" x="{x:.2f}%" y="{_BASE + 18}" text-anchor="middle">'
        f"{escape(told)}</text>"
        for kind, told, room in (("wide", label or "none", 24), ("slim", slim, 12))
        if at % -(-count // room) == 0
    ])  # fmt: skip


def _legend(rows: list[tuple[str, str]]) -> str:
    signs = [
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="{kind}" x=".5" y=".5" '
        f'width="11" height="11" rx="2"/></svg>{escape(name)}</li>'
        for kind, name in rows
    ]
    return f'<ul class="legend">{"".join(signs)}</ul>'


def _scale(most: int) -> tuple[int, list[int]]:
    """The end of an axis, and three to six round numbers on it."""
    step = next(
        size * power
        for power in (10**n for n in range(16))
        for size in (1, 2, 5)
        if size * power * 5 >= most
    )
    top = max(-(-most // step) * step, step)
    return top, list(range(0, top + 1, step))


def _steps(most: int) -> list[int]:
    """The largest number of each shade, of which there are four or fewer. They grow as squares do:
    a month with few items is told from one with some, and that from one with many."""
    return sorted({min(max(round(most * (at / 4) ** 2), at), most) for at in range(1, 5)})


def _shade(n: int, steps: list[int]) -> str:
    if not n:
        return "none-here"
    at = next(at for at, step in enumerate(steps) if n <= step)
    return f"h{4 - len(steps) + at + 1}"


def _share(n: int, most: int) -> str:
    return f"{max(100 * n / most, 0.8):.1f}"


def _brief(value: int) -> str:
    """A round number in few signs."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return str(value)
