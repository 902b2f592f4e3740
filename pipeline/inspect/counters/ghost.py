"""Ghost: the rows of the table of posts."""

import json

from pipeline.inspect.counters.held import Count, Held, rows


def count(held: Held) -> list[Count] | None:
    files = [name for name in held.names if name.lower().endswith(".json")]
    numbers = [number for number in (_posts(held, name) for name in files[:100]) if number >= 0]
    return [Count("posts", frozenset(), sum(numbers))] if numbers else None


def _posts(held: Held, member: str) -> int:
    """How many posts a file holds; -1 where it is no export."""
    head = held.read(member, 200)
    if not any(name in head for name in (b'"db"', b'"data"', b'"meta"')):
        return -1
    raw = held.read(member)
    try:
        data = json.loads(raw.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return rows(raw, b"posts") if b'"status"' in raw else -1
    for step in ("db", 0, "data", "posts"):
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and data else data
        elif isinstance(data, dict):
            data = data.get(step, data)
    known = isinstance(data, list) and all(isinstance(row, dict) for row in data[:1])
    return len(data) if known and (not data or "status" in data[0]) else -1
