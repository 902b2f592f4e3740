"""Salvage: what can be read of JSON that is broken. An entry of a list that is broken costs no
other: a `Broken` stands in its place, and the reader sets it aside."""

from __future__ import annotations

import json
import re
from typing import Any

from msgspec import Struct

DEEPEST = 6
"""Objects within one another that are looked into for lists; a list's entries are not."""

MOST_FAULTS = 2_000
"""Broken entries after which the rest is given up."""

_MOST_SOUGHT = 20
"""How often a text's length is gone over, all in all, in search of closing brackets."""

_GAP = re.compile(r"[\s,]*")
_KEY = re.compile(r'\s*,?\s*"((?:[^"\\]|\\.)*+)"\s*:\s*')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_NEXT = re.compile(r"\s*(?:,\s*[\[{\"]|[\]}]|\Z)")
_PLAIN = re.compile(r'[^\[{"]*?(?=[,\]}])|"(?:[^"\\]|\\.)*?"(?=\s*[,\]}])', re.DOTALL)
_FIRST = re.compile(
    r'\{\s*"([^"\\]{1,80})"\s*:(?:\s*(?:"[^"]{0,500}"|[-\d.]{1,40}|null|true|false)\s*,'
    r'\s*"([^"\\]{1,80})"\s*:)?'
)


class Broken(Struct, frozen=True):
    """Stands for an entry that cannot be read, and says why."""

    fault: str


class Salvaged(Struct, frozen=True):
    value: Any
    first: str  # what is wrong, and where: "line 7: a value is missing"


def salvaged(text: str, through: frozenset[str] = frozenset()) -> Salvaged | None:
    """What can be read of a text that is no JSON; None where there is nothing, or where the text
    ends before it should: how much is missing then nobody knows. `through` names the lists that
    are looked into as objects are."""
    for apart in (False, True):
        work = _Work(text, through, apart)
        start = _GAP.match(text)
        try:
            value, _ = work.value(start.end() if start else 0, 0, "")
        except _Fault:
            return None
        if not work.cut:
            return Salvaged(value, work.first)
    return None


class _Fault(Exception):
    """A value cannot be read; says why, and where."""

    def __init__(self, why: str, place: int) -> None:
        super().__init__(why[:1].lower() + why[1:])
        self.place = place


class _Work:
    """One pass. `apart` takes no entry to reach beyond where another starts as the first did: one
    that lacks a bracket swallows all that follow it."""

    def __init__(self, text: str, through: frozenset[str], apart: bool) -> None:
        self.text = text
        self.through = through
        self.apart = apart
        self.faults = 0
        self.first = ""
        self.cut = False
        self._left = _MOST_SOUGHT * len(text)  # letters to be gone over; 0 once it was in vain
        self._reader = json.JSONDecoder(
            strict=False, parse_int=_number, parse_constant=lambda _: None
        )

    def value(self, at: int, depth: int, name: str) -> tuple[Any, int]:
        """The value at a place, and the place behind it. Raises _Fault."""
        try:
            found: tuple[Any, int] = self._reader.raw_decode(self.text, at)
            return found
        except json.JSONDecodeError as error:
            fault, place = error.msg, error.pos
        except RecursionError:
            fault, place = "values nested too deep", at
        sign = self.text[at : at + 1]
        if depth < DEEPEST and sign == "{":
            return self._object(at + 1, depth)
        if depth < DEEPEST and sign == "[":
            return self._list(at + 1, depth, name in self.through)
        raise _Fault(fault, place)

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        while key := _KEY.match(self.text, at):
            try:
                value, at = self.value(key.end(), depth + 1, key[1])
            except _Fault as fault:
                value, at = self._broken(fault), self._behind(key.end(), None)
            found.setdefault(key[1], value)
        end = _GAP.match(self.text, at)
        at = end.end() if end else at
        if self.text[at : at + 1] != "}":
            self.cut = True
        return found, at + 1

    def _list(self, at: int, depth: int, through: bool) -> tuple[list[Any], int]:
        start = _start(_FIRST.match(self.text, _past_gap(self.text, at)))
        found: list[Any] = []
        while (here := _past_gap(self.text, at)) < len(self.text) and self.text[here] not in "]}":
            try:
                value, at = self.value(here, depth + 1 if through else DEEPEST, "")
                other = start.search(self.text, here + 1, at) if start and self.apart else None
                if other:
                    raise _Fault("a bracket is not closed", here)
            except _Fault as fault:
                value, at = self._broken(fault), self._behind(here, start)
            found.append(value)
            if self.faults >= MOST_FAULTS:
                return found, len(self.text)
        if here >= len(self.text):
            self.cut = True
        return found, here + 1

    def _broken(self, fault: _Fault) -> Broken:
        self._tell(fault)
        return Broken(str(fault))

    def _tell(self, fault: _Fault) -> None:
        self.faults += 1
        if not self.first:
            self.first = f"line {self.text.count(chr(10), 0, fault.place) + 1}: {fault}"

    def _behind(self, at: int, start: re.Pattern[str] | None) -> int:
        """The end of a broken value: where an entry starts as the first did; or where its brackets
        close and something that may follow it does, if that is sooner."""
        if self.text[at : at + 1] not in ("{", "["):
            plain = _PLAIN.match(self.text, at)
            return plain.end() if plain else len(self.text)
        end = self._closed(at) if self._left > 0 else 0
        end = end if end and _NEXT.match(self.text, end) else len(self.text)
        found = start.search(self.text, at + 1, end) if start else None
        return found.end() if found else end

    def _closed(self, at: int) -> int:
        depth = 0
        for token in _TOKEN.finditer(self.text, at):
            if token[0] in ("{", "["):
                depth += 1
            elif token[0] in ("}", "]"):
                depth -= 1
                if depth <= 0:
                    self._left -= token.end() - at
                    return token.end() if depth == 0 else token.start()
        self._left = 0
        return 0


def _start(first: re.Match[str] | None) -> re.Pattern[str] | None:
    """What an entry starts with that starts as this one does: the same two keys, if the first says
    something plain."""
    if first is None:
        return None
    key, other = re.escape(first[1]), re.escape(first[2] or "")
    more = r"\s*(?:\"[^\"]{0,500}\"|[-\w.]{1,40})\s*,\s*\"" + other + r"\"\s*:" if other else ""
    return re.compile(r",\s*(?=\{\s*\"" + key + r"\"\s*:" + more + ")")


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _number(digits: str) -> int | str:
    """A number; one of more digits than any program counts with stays as it is spelled."""
    return int(digits) if len(digits) < 19 else digits
