"""Registers: what the index and the list of illustrations lead to, marked where it is printed.

Each row names items; each name in each item has a number of its own, and wherever the name is
printed in that item stands a mark of that number, which shows nothing. The press looks up on what
pages the marks came to stand. Where a name has no mark, the item's own tells the page.
"""

import re
from collections.abc import Iterable, Sequence

from pipeline.export.press.literal import quoted
from pipeline.model.manuscript import Division
from pipeline.model.register import ILLUSTRATIONS, Row, is_register, key, place, rows
from pipeline.model.text import Block, Figure, Paragraph, PostBlock
from pipeline.model.walk import every_division, text

Told = dict[str, list[tuple[int, str]]]
"""By the number of a mark: the pages of a volume on which it stands, and what they are called."""

_NAMED = frozenset({"byline", "attribution"})


class Registers:
    def __init__(self, divisions: Iterable[Division]) -> None:
        self._numbers: dict[tuple[str, str], int] = {}  # (item, name) -> its mark
        self._pictures: dict[str, list[str]] = {}  # item -> what is told of its pictures
        self._items: set[str] = set()
        self._item = ""  # the one being written
        self._before: list[tuple[str, Told]] = []  # the volumes that are set already
        self._volume = ""
        for division in every_division(divisions):
            if is_register(division):
                self._learn(division)

    def _learn(self, register: Division) -> None:
        for row in rows(register):
            told = _said(row, register)
            for item in row.items:
                self._items.add(item)
                self._numbers.setdefault((item, ""), len(self._numbers))
                self._numbers.setdefault((item, told), len(self._numbers))
                if register.id == ILLUSTRATIONS:
                    self._pictures.setdefault(item, []).append(told)

    def __bool__(self) -> bool:
        return bool(self._items)

    # -- marks -------------------------------------------------------------------------------------

    def enter(self, division: Division) -> str:
        """Begin to write the blocks of a division; gives the mark of its item."""
        item = place(division) if self._items else ""
        self._item = item if item in self._items else ""
        return self._mark("") if self._item else ""

    def leave(self) -> None:
        self._item = ""

    def name(self, name: str) -> str:
        """The mark of a name at the place being written; "" where no row leads there."""
        return self._mark(key(name)) if self._item else ""

    def block(self, block: Block) -> str:
        """The marks of what a block as a whole says or shows."""
        if not self._item:
            return ""
        match block:
            case PostBlock():
                return self.name(_line(block.author))
            case Paragraph() if block.role in _NAMED:
                return self.name(_line(text(block.content)).lstrip("—–―- "))
            case Paragraph(role="tags"):
                return "".join([self.name(tag) for tag in _line(text(block.content)).split(", ")])
            case Figure():
                return self._picture(block)
            case _:
                return ""

    def _picture(self, block: Figure) -> str:
        alts = [_line(image.alt or image.title) for image in block.images]
        said = _line(text(block.caption)) or " / ".join(filter(None, alts))
        for told in self._pictures.get(self._item, ()):
            whole = told.removesuffix("…")
            if said == told or (whole != told and said.startswith(whole)):
                return self._mark(told)
        return ""

    def _mark(self, name: str) -> str:
        number = self._numbers.get((self._item, name))
        return "" if number is None else f"#ix({number});"

    # -- rows --------------------------------------------------------------------------------------

    def volume(self, name: str) -> None:
        """Begin a volume, by the number that it bears where there are several."""
        self._volume = name

    def told(self, pages: Told) -> None:
        """The pages of the volume that was begun last, which is set."""
        self._before.append((self._volume, pages))

    def pages(self, row: Row, register: Division) -> str:
        """The pages of a row, as an expression of Typst's code."""
        told = _said(row, register)
        keys = [
            (str(self._numbers[item, told]), str(self._numbers[item, ""])) for item in row.items
        ]
        before = []
        for volume, pages in self._before:
            found = [p for own, whole in keys for p in pages.get(own) or pages.get(whole) or ()]
            if found:
                before.append(f"{volume}:{ranges(found)}")
        here = "".join(f'("{own}", "{whole}"), ' for own, whole in keys)
        volume = quoted(f"{self._volume}:" if self._volume else "")
        return f"at-pages(found, {quoted('; '.join(before))}, {volume}, ({here}))"


def ranges(pages: Sequence[tuple[int, str]]) -> str:
    """Pages by their numbers, those that follow one another as from the first to the last."""
    runs: list[list[tuple[int, str]]] = []
    for page, shown in sorted(dict(pages).items()):
        follows = runs and runs[-1][-1][0] + 1 == page
        if follows and runs[-1][-1][1].isdigit() == shown.isdigit():
            runs[-1].append((page, shown))
        else:
            runs.append([(page, shown)])
    return ", ".join(run[0][1] if len(run) == 1 else f"{run[0][1]}–{run[-1][1]}" for run in runs)


def _said(row: Row, register: Division) -> str:
    told = _line(text(row.told))
    return told if register.id == ILLUSTRATIONS else key(told)


def _line(said: str) -> str:
    return re.sub(r"\s+", " ", said).strip()
