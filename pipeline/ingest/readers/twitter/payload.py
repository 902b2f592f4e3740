"""The JSON of a member, behind `window.YTD.… =`: fast when all is well, item by item when not."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

MOST_FAULTS = 10_000
"""Broken items of one member after which it is given up."""

_T = TypeVar("_T")
_START = re.compile(rb"[^={\[\"]{0,200}=\s*")
_FIRST_KEY = re.compile(r'\[\s*\{\s*"(\w+)"\s*:')
_GAP = re.compile(r"[\s,]*")


class Item(Struct, gc=False):
    """One item of a member that is not well: its value, or why it has none."""

    offset: int  # bytes from the start of the member
    value: Any = None
    fault: str = ""
    whole: bool = True  # False where the list itself is at fault, and no item is lost by name


def utf8(data: bytes) -> bytes:
    """The member as UTF-8 without a mark; a UTF-16 member says so in its first bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode()
    return data


def span(data: bytes) -> tuple[int, int]:
    """Where the JSON itself starts and ends: behind a byte order mark and the assignment, before
    the `;` that may close it."""
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    found = _START.match(data, start)
    start = found.end() if found else start
    end = len(data)
    while end > start and data[end - 1] in b" \t\r\n;":
        end -= 1
    return start, end


def decode(data: bytes, kind: type[_T]) -> _T | None:
    """The whole member at once; None when any of it is not as `kind` says."""
    start, end = span(data)
    try:
        return msgspec.json.decode(memoryview(data)[start:end], type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def items(data: bytes) -> Iterator[Item]:
    """The items of a member's list one by one; a broken one is named and passed over."""
    start, end = span(data)
    text = str(memoryview(data)[start:end], "utf-8", "surrogateescape")
    first = _FIRST_KEY.match(text)
    if first is None:
        if not re.fullmatch(r"\[\s*\]", text):
            yield Item(start, fault="a list of items was expected", whole=False)
        return
    again = re.compile(r",\s*(?=\{\s*\"" + first[1] + r"\"\s*:)")
    at, offset, faults = 1, start + 1, 0
    while (here := _past_gap(text, at)) < len(text) and text[here] != "]":
        offset += _bytes(text[at:here])
        item, at = _item(text, here, offset, again)
        offset += _bytes(text[here:at])
        yield item
        faults += bool(item.fault)
        if item.fault and at == len(text):
            return
        if faults == MOST_FAULTS:
            yield Item(offset, fault="too much is broken to read on", whole=False)
            return
    if here >= len(text):
        yield Item(end, fault="the list is cut off before its end", whole=False)


def _item(text: str, at: int, offset: int, again: re.Pattern[str]) -> tuple[Item, int]:
    """The item that starts at a place, and the place behind it."""
    try:
        value, behind = _reader.raw_decode(text, at)
        return Item(offset, value), behind
    except json.JSONDecodeError as error:
        fault = f"{error.msg}, at byte {offset + _bytes(text[at : error.pos])}"
    except (ValueError, RecursionError) as error:
        fault = str(error) if isinstance(error, _Twice) else _FAULTS[type(error)]
    found = again.search(text, at + 1)
    return Item(offset, fault=fault), found.end() if found else len(text)


class _Twice(ValueError):
    """One object says two things under one key."""


_FAULTS: dict[type, str] = {
    ValueError: "a number of too many digits",
    RecursionError: "values nested too deep",
}


def _unequivocal(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object without its nulls. Raises ValueError when one key has two different values."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise _Twice(f"the key '{key[:40]}' stands twice in one object")
        if value is not None:
            found[key] = value
    return found


_reader = json.JSONDecoder(object_pairs_hook=_unequivocal, parse_constant=lambda _: None)


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))
