"""Beehiiv: the rows of the tables that have a column of HTML."""

import csv
import io

from pipeline.inspect.counters.held import Count, Held

_HEADS = (b"content_html", b"content html", b"web_title", b"web title")


def count(held: Held) -> list[Count] | None:
    named = [name for name in held.names if name.lower().endswith(".csv")]
    tables = [name for name in named if any(head in _first(held, name) for head in _HEADS)]
    if not tables:
        return None
    csv.field_size_limit(1 << 30)
    total = 0
    for name in tables:
        text = held.read(name).decode("utf-8-sig", "replace")
        rows = csv.reader(io.StringIO(text, newline=""))
        total += sum(any(cell.strip() for cell in row) for row in rows) - 1
    return [Count("letters", frozenset(), total)]


def _first(held: Held, name: str) -> bytes:
    return held.read(name, 4000).split(b"\n")[0].lower()
