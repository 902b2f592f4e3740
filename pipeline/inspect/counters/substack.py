"""Substack: the rows of the table of posts, and the pages that no row names."""

import csv
import io

from pipeline.inspect.counters.held import Count, Held


def count(held: Held) -> list[Count] | None:
    tables = [name for name in held.names if name.endswith(".csv") and b"is_published" in
              held.read(name, 500)]  # fmt: skip
    if not tables:
        return None
    csv.field_size_limit(1 << 30)
    rows: list[str] = []
    for name in tables:
        text = held.read(name).decode("utf-8-sig", "replace")
        lines = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
        rows += [row[0].strip() for row in lines[1:]]
    numbers = {row.split(".")[0] for row in rows}
    pages = [name.rpartition("/")[2].removesuffix(".html") for name in held.names
             if name.endswith(".html")]  # fmt: skip
    loose = [page for page in pages if page not in rows and page.split(".")[0] not in numbers]
    return [Count("letters", frozenset(), len(rows) + len(loose))]
