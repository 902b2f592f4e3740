"""Data: the JSON with which Substack's editor describes a part of a page, in `data-attrs`."""

from __future__ import annotations

import html
from typing import Any

import msgspec

from pipeline.markup.html.tree import Node, attribute


class Data:
    """What one element says of itself: nothing, where it is no JSON or not of the usual kind."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields

    @classmethod
    def of(cls, node: Node) -> Data:
        raw = attribute(node, "data-attrs")
        if not raw:
            return cls({})
        for spelling in (raw, html.unescape(raw)):  # some were escaped twice
            try:
                fields = msgspec.json.decode(spelling)
            except (msgspec.MsgspecError, RecursionError, UnicodeError):
                continue
            return cls(fields if isinstance(fields, dict) else {})
        return cls({})

    def text(self, *names: str) -> str:
        """The first of these fields that says anything."""
        for name in names:
            value = self._fields.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def part(self, name: str) -> Data:
        value = self._fields.get(name)
        return Data(value if isinstance(value, dict) else {})

    def parts(self, name: str) -> list[Data]:
        value = self._fields.get(name)
        listed = value if isinstance(value, list) else []
        return [Data(part) for part in listed if isinstance(part, dict)]
