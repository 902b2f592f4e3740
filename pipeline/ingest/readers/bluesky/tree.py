"""The tree of a repository: every record by its key, in the order of the keys.

A node lists its entries, each with what its key has in common with the one before (`p`), the rest
of the key (`k`), the record (`v`), and the node of the keys that follow (`t`); `l` is the node of
the keys before them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.readers.bluesky.car import Car, Lost
from pipeline.ingest.readers.bluesky.cbor import Cid

DEEPEST = 256
_LONGEST_KEY = 1024
_KEY = re.compile(rb"([A-Za-z0-9.-]{1,320})/([A-Za-z0-9._~:-]{1,512})\Z")

Entry = tuple[str, str, Cid]
"""The collection of a record, its key there, and the name of its block."""


class Tree:
    """One walk; `lost` counts the nodes that could not be read, with all that hangs on them."""

    def __init__(self, car: Car) -> None:
        self._car = car
        self.seen: set[bytes] = set()  # the names of the nodes
        self.lost = 0

    def entries(self, root: Cid) -> Iterator[Entry]:
        """Every record under a node. No node is walked twice, so that circles come to an end."""
        stack: list[Iterator[Cid | Entry]] = [self._node(root)]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
            elif isinstance(step, tuple):
                yield step
            elif step in self.seen or len(stack) == DEEPEST:
                self.lost += 1
            else:
                stack.append(self._node(step))

    def _node(self, name: Cid) -> Iterator[Cid | Entry]:
        """The nodes below and the records of one node, in order."""
        self.seen.add(name)
        try:
            node = self._car.get(name)
            steps = _steps(node)
        except (Lost, _Odd):
            self.lost += 1
            return
        yield from steps


class _Odd(Exception):
    """A node is not in the form of one."""


def _steps(node: Any) -> list[Cid | Entry]:
    """Raises _Odd: where one entry is not sound, the keys after it are not known either."""
    entries = node.get("e") if isinstance(node, dict) else None
    if not isinstance(entries, list):
        raise _Odd
    steps: list[Cid | Entry] = []
    _below(node.get("l"), steps)
    key = b""
    for entry in entries:
        key = _key(entry, key)
        found = _KEY.match(key)
        value = entry.get("v")
        if found is None or not isinstance(value, Cid):
            raise _Odd
        steps.append((found[1].decode(), found[2].decode(), value))
        _below(entry.get("t"), steps)
    return steps


def _below(name: Any, steps: list[Cid | Entry]) -> None:
    if name is None:
        return
    if not isinstance(name, Cid):
        raise _Odd
    steps.append(name)


def _key(entry: Any, before: bytes) -> bytes:
    if not isinstance(entry, dict):
        raise _Odd
    shared, rest = entry.get("p"), entry.get("k")
    if type(shared) is not int or not 0 <= shared <= len(before) or type(rest) is not bytes:
        raise _Odd
    if shared + len(rest) > _LONGEST_KEY:
        raise _Odd
    return before[:shared] + rest
