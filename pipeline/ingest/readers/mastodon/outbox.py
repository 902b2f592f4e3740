"""The JSON of an outbox: at once when it is well, item by item when it is not."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

MOST_FAULTS = 10_000
"""Broken items after which the rest is given up."""

_LIST = re.compile(r'"orderedItems"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_ACT = re.compile(
    r',\s*(?=\{\s*(?:"@context"\s*:\s*(?:"[^"]{0,200}"|\[[^\]]{0,3000}\])\s*,\s*)?'
    r'"id"\s*:\s*"[^"]{0,500}"\s*,\s*"type"\s*:\s*"(?:Create|Announce)")'
)
_NEXT = re.compile(r"\s*(?:,\s*\{|\])")
_TOTAL = re.compile(r'"totalItems"\s*:\s*(\d{1,15})\b')


class Item(Struct, gc=False):
    """One item of the list: its value, or why it has none."""

    at: int  # its place in the list, from 1
    value: Any = None
    fault: str = ""
    whole: bool = True  # False where the list itself is at fault, and no item is lost by name


class Outbox(Struct):
    items: list[Item]
    total: int | None = None  # how many items it says that there are


def outbox_of(data: bytes) -> Outbox:
    """The items of an outbox. What is broken is named, and passed over."""
    text = _utf8(data)
    try:
        value = msgspec.json.decode(text)
        found = value["orderedItems"]
        total = value.get("totalItems")
        if isinstance(found, list):
            items = [Item(at, item) for at, item in enumerate(found, 1)]
            return Outbox(items, total if type(total) is int else None)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError, KeyError):
        pass
    return _carefully(text.decode("utf-8", "replace"))


def _utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _carefully(text: str) -> Outbox:
    start = _LIST.search(text)
    if start is None:
        return Outbox([Item(0, fault="it has no list of items", whole=False)])
    said = _TOTAL.search(text, 0, start.start()) or _TOTAL.search(text, max(0, len(text) - 400))
    total = int(said[1]) if said else None
    return Outbox(list(_Careful(text).items(start.end())), total)


_reader = json.JSONDecoder(parse_constant=lambda _: None)


class _Careful:
    """One pass over a list that is not well."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closes = True  # False once a bracket was sought to the end in vain

    def items(self, at: int) -> Iterator[Item]:
        text, number, faults = self.text, 0, 0
        while (here := _past_gap(text, at)) < len(text) and text[here] != "]":
            number += 1
            value, at, fault = self._item(here)
            yield Item(number, value, fault)
            faults += bool(fault)
            if faults == MOST_FAULTS:
                yield Item(number, fault="too much is broken to read on", whole=False)
                return
        if here >= len(text):
            yield Item(number, fault="the list is cut off before its end", whole=False)

    def _item(self, at: int) -> tuple[Any, int, str]:
        """The value at a place, the place behind it, and what is wrong with it."""
        try:
            return *_reader.raw_decode(self.text, at), ""
        except json.JSONDecodeError as error:
            fault = error.msg
        except RecursionError:
            fault = "values nested too deep"
        except ValueError:
            fault = "a number of too many digits"
        return None, self._behind(at), fault

    def _behind(self, at: int) -> int:
        """The end of a broken item: where its brackets close; or, where they do not, or something
        else than the next item follows, the start of the next activity."""
        end = self._closed(at) if self.closes else 0
        if end and _NEXT.match(self.text, end):
            return end
        found = _ACT.search(self.text, at + 1)
        return found.end() if found else len(self.text)

    def _closed(self, at: int) -> int:
        depth = 0
        for token in _TOKEN.finditer(self.text, at):
            if token[0] in ("{", "["):
                depth += 1
            elif token[0] in ("}", "]"):
                depth -= 1
                if depth <= 0:
                    return token.end()
        self.closes = False
        return 0


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at
