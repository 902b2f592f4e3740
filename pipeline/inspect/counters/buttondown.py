"""Buttondown: the files of Markdown, and the rows of tables that name none of them."""

import csv
import io
import json
import re

from pipeline.inspect.counters.held import Count, Held

_TABLE = re.compile(r"(^|/)(emails?|drafts?|scheduled(_emails)?|archives?)\.(csv|json)$")
_NO_LETTER = re.compile(
    r"(^|/)((snippets|templates)/.*|(README|LICEN[CS]E|CHANGELOG|CONTRIBUTING)\.md)$"
)
_OWN = re.compile(rb"^subject:|buttondown-editor-mode", re.MULTILINE)
_ASKED = 12


def count(held: Held) -> list[Count] | None:
    tables = [name for name in held.names if _TABLE.search(name)]
    tables = tables or ([] if held.folder or held.zipped else held.names)
    rows = [(name, row) for name in tables for row in _rows(held.read(name))]
    texts = [name for name in held.names if name.endswith((".md", ".markdown"))
             and not _NO_LETTER.search(name)]  # fmt: skip
    if not any("subject" in row for _, row in rows):
        asked = sorted(texts)[:_ASKED]
        own = sum(_OWN.search(held.read(name, 4000).split(b"\n---")[0]) is not None
                  for name in asked)  # fmt: skip
        return [Count("letters", frozenset(), len(texts))] if own * 2 > len(asked) else None
    known = {name.rpartition("/")[2].rpartition(".")[0] for name in texts}
    loose = 0
    seen: dict[str, str] = {}  # the table that a row was first met in
    for table, row in rows:
        key = str(row.get("id") or row.get("slug") or "")
        if not {key, str(row.get("slug") or "")} & known and seen.get(key, table) == table:
            loose += 1
        if key:
            seen.setdefault(key, table)
    return [Count("letters", frozenset(), len(texts) + loose)]


def _rows(data: bytes) -> list[dict[str, object]]:
    text = data.decode("utf-8-sig", "replace")
    start = text.lstrip()[:1]
    if (
        start == "<"
    ):  # an export of another house in XML, and long: no table, and slow to read as one
        return []
    if start not in ("[", "{"):
        csv.field_size_limit(1 << 30)
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    listed = found.get("results", [found]) if isinstance(found, dict) else found
    rows = listed if isinstance(listed, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]
