"""Bookmarks: the hidden names that lead from a paragraph back to the block that it came from.

Each spans its paragraph's text: such a bookmark survives editing, and a paragraph that was split
or joined can be told. Past the house's limit each post has one bookmark, from its first block to
its last, because programs that save the file again take a time that grows with their square.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import Figure, Heading, Paragraph, PostBlock, Table, Verse
from pipeline.model.walk import Leaf, every_division, leaves

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_LONGEST = 40


def shown(leaf: Leaf) -> bool:
    """Whether a leaf puts anything on the page. An empty paragraph does not."""
    match leaf:
        case Paragraph() | Heading():
            return bool(leaf.content)
        case PostBlock():
            return bool(leaf.author or leaf.date)
        case Verse():
            return bool(leaf.lines)
        case Figure():
            return bool(leaf.images or leaf.caption)
        case Table():
            return bool(any(leaf.head) or any(leaf.body) or leaf.caption)
        case _:
            return True


class Bookmarks:
    """The bookmarks of one file whose divisions, without those left out, are `divisions`."""

    def __init__(self, divisions: Iterable[Division], limit: int) -> None:
        origins = _origins(divisions)
        self._first = {origin.item: origin.block for origin in reversed(origins)}
        self._left = Counter([origin.item for origin in origins])
        self.by_post = len(origins) > limit
        self._item: str | None = None  # of the block before: most are followed by their like
        self._anchor = ""
        self._open: dict[str, str] = {}  # item -> what ends its bookmark
        self._used: set[str] = set()
        self._pieces: Counter[str] = Counter()
        self._last = 0

    def target(self, item: str) -> str:
        """The bookmark at which an item begins; "" where it is not in this file."""
        block = self._first.get(item)
        if block is None:
            return ""
        return anchor(item) if self.by_post else anchor(item, block)

    def wrap(self, origin: tuple[Origin, ...]) -> tuple[str, str]:
        """What stands before and behind the text of a block. Each block asks once."""
        if self.by_post:
            return self._wrap_post(origin)
        if len(origin) == 1:
            return self._mark(self._name(origin[0]))
        marks = [self._mark(self._name(row)) for row in origin]
        return "".join(mark[0] for mark in marks), "".join(mark[1] for mark in reversed(marks))

    def wrap_note(self, origin: tuple[Origin, ...]) -> tuple[str, str]:
        """As `wrap`, for a block inside a note, which its post's bookmark covers already."""
        return ("", "") if self.by_post else self.wrap(origin)

    def land(self, id: str) -> tuple[str, str]:
        """As `wrap`, for a heading that the shop made: a place to land on."""
        name = id if _NAME.match(id) else anchor(id)
        return self._mark(name) if id and name.lower() not in self._used else ("", "")

    def _wrap_post(self, origin: tuple[Origin, ...]) -> tuple[str, str]:
        before = after = ""
        for row in origin:
            item = row.item
            if item not in self._open:
                start, self._open[item] = self._mark(anchor(item))
                before += start
            self._left[item] -= 1
            if self._left[item] == 0:
                after += self._open[item]
        return before, after

    def _name(self, origin: Origin) -> str:
        if origin.item != self._item:
            self._item, self._anchor = origin.item, anchor(origin.item)
        block = origin.block
        return f"{self._anchor}_{block}" if block >= 0 else anchor(origin.item, block)

    def _mark(self, name: str) -> tuple[str, str]:
        key = name.lower()  # Word takes names that differ only in case for the same
        if key in self._used:
            name = self._free(name)
            key = name.lower()
        self._used.add(key)
        id = self._last
        self._last = id + 1
        return (
            f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>',
            f'<w:bookmarkEnd w:id="{id}"/>',
        )

    def _free(self, name: str) -> str:
        """The name for a second piece of one block: `_bw_x_3b`, then `_bw_x_3c` and on."""
        while True:
            number = self._pieces[name] = self._pieces[name] + 1
            tried = name[: _LONGEST - 6] + _letters(number)
            if tried.lower() not in self._used:
                return tried


def _letters(number: int) -> str:
    """1 is b, 25 is z, 26 is ba."""
    more, letter = divmod(number, 26)
    return (_letters(more) if more else "") + chr(ord("a") + letter)


def _origins(divisions: Iterable[Division]) -> list[Origin]:
    """The origins of all that has text of its own, titles included, in reading order."""
    found: list[Origin] = []
    for division in every_division(divisions):
        if division.title:
            found += division.origin
        for block in division.blocks:
            if type(block) is Paragraph:
                found += block.origin if block.content else ()
                continue
            for leaf in leaves((block,)):
                found += leaf.origin if shown(leaf) else ()
    return found
