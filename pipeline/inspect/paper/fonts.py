"""Fonts as a PDF holds them: whether they are inside, what their codes say, how wide they are."""

from __future__ import annotations

import re
import sys
from array import array
from typing import Any

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f ]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


BOX = "\uffff"
"""Says that a box stands for a sign of which the PDF tells nothing."""


class _Says(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return BOX


class _Widths(dict[int, float]):
    """In thousandths of the size; `rest` is that of codes for which there is none."""

    rest = 0.0

    def __missing__(self, code: int) -> float:
        return self.rest


class Font:
    """One font of a page. Codes are of two bytes, and 0 is a box, save where each sign is a picture
    (`drawn`), as in fonts of coloured emoji."""

    def __init__(self, data: Any) -> None:
        self.name = str(data.get("/BaseFont", "?")).lstrip("/")
        self.embedded = _embedded(data)
        self.drawn = data.get("/Subtype") == "/Type3"
        self.says = _Says(_says(data))
        widths, rest = _widths(data)
        self._widths = _Widths(widths)
        self._widths.rest = rest

    def codes(self, said: bytes) -> list[int]:
        """The codes that a string says."""
        if self.drawn:
            return list(said)
        data = array("H", said)
        if sys.byteorder == "little":
            data.byteswap()
        return data.tolist()

    def across(self, codes: list[int]) -> float:
        """How wide codes are, in thousandths of the size."""
        return sum(map(self._widths.__getitem__, codes))


def _embedded(data: Any) -> bool:
    if data.get("/Subtype") == "/Type3":
        return True
    inner = data.get("/DescendantFonts")
    described = inner[0].get_object() if inner else data
    descriptor = described.get("/FontDescriptor")
    return descriptor is not None and any(file in descriptor.get_object() for file in _FILES)


def _says(data: Any) -> dict[int, str]:
    if "/ToUnicode" not in data:
        return {}
    table = data["/ToUnicode"].get_object().get_data()
    out: dict[int, str] = {}
    for part in _CHARS.findall(table):
        for code, said in _CODES.findall(part):
            out[int(code, 16)] = _text(said)
    for part in _RANGES.findall(table):
        for first, last, said in _RANGE.findall(part):
            start, base = int(first, 16), _text(said)
            for step in range(int(last, 16) - start + 1):
                out[start + step] = base[:-1] + chr(ord(base[-1]) + step)
    return out


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().replace(" ", "")).decode("utf-16-be", "replace")


def _widths(data: Any) -> tuple[dict[int, float], float]:
    inner = data.get("/DescendantFonts")
    if not inner:
        first = int(data.get("/FirstChar", 0))
        unit = 1000 * float(data.get("/FontMatrix", (0.001,))[0])
        return {first + at: unit * float(w) for at, w in enumerate(data.get("/Widths", []))}, 0.0
    described = inner[0].get_object()
    out: dict[int, float] = {}
    row = list(described.get("/W", []))
    while row:
        first = int(row.pop(0))
        then = row.pop(0).get_object()
        if isinstance(then, list):
            out |= {first + at: float(width) for at, width in enumerate(then)}
        else:
            width = float(row.pop(0))
            out |= dict.fromkeys(range(first, int(then) + 1), width)
    return out, float(described.get("/DW", 1000))
