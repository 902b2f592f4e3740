"""Registers: whether what the index and the list of illustrations name stands on the pages said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from pipeline.inspect.paper.pages import Paper
from pipeline.model.manuscript import Division
from pipeline.model.register import ILLUSTRATIONS, is_register, row
from pipeline.model.text import Paragraph, Text
from pipeline.model.walk import Leaf, every_division, map_divisions, map_leaves

HERE = "\ufdd0"
"""Stands in a line of the manuscript where the pages print numbers of pages."""

_NUMBERS = re.compile(r"[0-9ivxlcdm:,;– ]+")
_PART = re.compile(r"(?:(\d+):)?([0-9ivxlcdm]+)(?:–([0-9ivxlcdm]+))?")
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Leaves(Struct):
    """The pages of one volume, by what is printed at their edge."""

    numbers: dict[str, int]
    texts: list[str]  # letters and figures alone
    pictures: list[int]


class Wrong(Struct, frozen=True):
    name: str
    page: str  # as it is said; "" where none is


def leaves(paper: Paper) -> Leaves:
    said = ["".join("".join(part) for part in s.content.said.values()) for s in paper.sheets]
    return Leaves(
        {label: number for number, label in enumerate(paper.labels)},
        [_letters(one) for one in said],
        [len(sheet.content.pictures) for sheet in paper.sheets],
    )


def opened(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    """The divisions with each register as it is printed, but for the numbers."""
    if not any(map(is_register, every_division(divisions))):
        return divisions

    def division(one: Division) -> Division:
        if not is_register(one):
            return one
        between = "\n" if one.id == ILLUSTRATIONS else ", "

        def leaf(block: Leaf) -> Leaf:
            found = row(block.content) if type(block) is Paragraph else None
            if found is None:
                return block
            middle = Text(f"{between}{HERE}")
            return replace(block, content=(*found.told, middle, *found.rest))

        return replace(one, blocks=map_leaves(one.blocks, leaf))

    return map_divisions(divisions, division)


def fill(
    wanted: list[str], found: list[str], volumes: dict[int, Leaves], volume: int
) -> Iterator[Wrong]:
    """Put the numbers of the pages into the wanted rows, and say which of them are wrong."""
    at = 0
    for nth, line in enumerate(wanted):
        if HERE not in line:
            continue
        before, _, after = line.partition(HERE)
        name = (before or wanted[nth - 1]).rstrip(", ")
        places = _matching(found, at, before, after) if before else _behind(found, at, name)
        place = next(places, None)
        if place is None:
            wanted[nth] = before.rstrip(", ") + after
            yield Wrong(name, "")
            continue
        at, wanted[nth] = place + 1, found[place]
        if not _RIGHT.search(name):
            numbers = found[place][len(before) : len(found[place]) - len(after)]
            yield from _wrong(name, numbers, volumes, volume, picture=not before)


def _matching(found: list[str], at: int, before: str, after: str) -> Iterator[int]:
    if _RIGHT.search(before):  # the text layer of such a line tells no order
        signs = _signs(before + after)
        yield from (n for n in range(at, len(found)) if _signs(found[n]) == signs)
        return
    for n in range(at, len(found)):
        said = found[n]
        if not (said.startswith(before) and said.endswith(after)):
            continue
        if _NUMBERS.fullmatch(said, len(before), len(said) - len(after)):
            yield n


def _behind(found: list[str], at: int, name: str) -> Iterator[int]:
    """The numbers that stand in a row of their own, behind what they are of."""
    signs = _signs(name)
    for n in range(at + 1, len(found)):
        if _NUMBERS.fullmatch(found[n]) and _signs(found[n - 1]) == signs:
            yield n


def _wrong(
    name: str, numbers: str, volumes: dict[int, Leaves], volume: int, *, picture: bool
) -> Iterator[Wrong]:
    letters = _letters(name)
    for part in _PART.finditer(numbers):
        volume = int(part[1]) if part[1] else volume
        pages = volumes.get(volume)
        first = pages.numbers.get(part[2]) if pages else None
        last = pages.numbers.get(part[3] or part[2]) if pages else None
        if pages is None or first is None or last is None or last < first:
            yield Wrong(name, part[0])
            continue
        for page in range(first, last + 1):
            said = "".join(pages.texts[page : page + 2])  # a name may end on the next page
            if letters not in said and not (picture and pages.pictures[page]):
                yield Wrong(name, part[0])
                break


def _letters(said: str) -> str:
    return "".join([sign for sign in normalize("NFKD", said).casefold() if sign.isalnum()])


def _signs(said: str) -> list[str]:
    return sorted(sign for sign in said if sign.isalpha())
