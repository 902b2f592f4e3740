"""Lists told by the styles of their items: what may follow what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.inspect.acceptance.fault import Fault
from pipeline.inspect.acceptance.reading import Para

_ITEM = re.compile(r"(Bullet|Num|Alpha|Unnum)-Level-([123])-List(-Paragraph)? \(")
_BETWEEN = re.compile(r"Extract[1-4] \(")
"""What may stand within a list without ending it."""


class _Item(Struct):
    kind: str
    level: int
    further: bool  # more text of an item, not an item


def judge(said: list[Para]) -> Iterator[Fault]:
    """Only the nearest item of each level counts, back to where the list began."""
    open_: dict[int, str] = {}  # level -> the kind of its last item
    for para in said:
        item = None if para.in_table else _item(para.style)
        if item is None:
            if para.in_table or not _BETWEEN.match(para.style):
                open_.clear()
            continue
        if para.after_table:
            open_.clear()
        yield from _minded(item, open_, para)
        open_ = {level: kind for level, kind in open_.items() if level < item.level}
        open_[item.level] = item.kind


def _minded(item: _Item, open_: dict[int, str], para: Para) -> Iterator[Fault]:
    before = open_.get(item.level)
    deepest = max(open_, default=0)
    if item.further and before != item.kind:
        message = f"'{para.style}' does not stand behind an item of its own list."
        yield Fault("list-nesting", "error", message, para)
    elif before is None and item.level > deepest + 1:
        message = f"'{para.style}' stands behind nothing of level {item.level - 1}."
        yield Fault("list-nesting", "error", message, para)
    elif before is None and item.level <= deepest and item.level > 1:
        message = f"'{para.style}' goes back to a level that was never open."
        yield Fault("list-nesting", "error", message, para)
    elif before is not None and before != item.kind and not item.further:
        message = f"'{para.style}' changes the kind of its list in its midst."
        yield Fault("list-change", "error" if item.level > 1 else "warning", message, para)


def _item(style: str) -> _Item | None:
    found = _ITEM.match(style)
    return _Item(found[1], int(found[2]), bool(found[3])) if found else None
