"""Paper: the pages of a PDF as text with its places, and as pictures."""

from __future__ import annotations

import ctypes
import io
import unicodedata
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdfium2 import raw

LINE = 3.0
"""Points that a place which a bookmark names may lie off the line it stands on."""


class Box(NamedTuple):
    """A rectangle of a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Letters(NamedTuple):
    """The letters and digits of a page in one string, and which character each one is."""

    text: str
    at: list[int]


class Paper:
    """A PDF. The text of its pages is read when it is first asked for, and kept."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        self._file = pypdfium2.PdfDocument(data)
        self._letters: list[Letters] | None = None
        self._places: dict[str, tuple[int, float]] | None = None

    def __len__(self) -> int:
        return len(self._file)

    def close(self) -> None:
        self._file.close()

    def letters(self) -> list[Letters]:
        """The letters of every page."""
        if self._letters is None:
            self._letters = [letters(self._text(at)) for at in range(len(self))]
        return self._letters

    def _text(self, at: int) -> str:
        page = self._file[at].get_textpage()
        try:
            return str(page.get_text_range())
        finally:
            page.close()

    def height(self, at: int) -> float:
        return float(self._file[at].get_height())

    def boxes(self, at: int, first: int, last: int) -> list[Box]:
        """The boxes of the characters of a page from one to another, both included."""
        height = self.height(at)
        page = self._file[at].get_textpage()
        try:
            count = page.count_chars()
            found = [page.get_charbox(n, loose=True) for n in range(first, min(last + 1, count))]
        finally:
            page.close()
        boxes = [Box(left, height - top, right, height - foot) for left, foot, right, top in found]
        return [box for box in boxes if box.right > box.left and box.bottom > box.top]

    def pictures(self, at: int) -> list[Box]:
        """The boxes of the pictures on a page."""
        height = self.height(at)
        found = []
        for one in self._file[at].get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
            left, foot, right, top = _bounds(one)
            found.append(Box(left, height - top, right, height - foot))
        return found

    def place(self, bookmark: str) -> tuple[int, float] | None:
        """Where a bookmark of the docx came to stand: the page, and points from its top."""
        if self._places is None:
            self._places = _places(self._data)
        return self._places.get(bookmark.replace("_", "5F").lower())

    def picture(self, at: int, scale: float) -> Image.Image:
        """A page as a picture; at a scale of 1 a point is a pixel."""
        image: Image.Image = self._file[at].render(scale=scale).to_pil()
        return image.convert("RGB")

    def width(self, at: int) -> float:
        return float(self._file[at].get_width())


def letters(text: str) -> Letters:
    """Letters and digits alone, in one case: what stays the same however a line is broken,
    hyphenated, spaced or set in capitals."""
    kept: list[str] = []
    at: list[int] = []
    for n, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold():
            if one.isalnum():
                kept.append(one)
                at.append(n)
    return Letters("".join(kept), at)


def _bounds(one: Any) -> tuple[float, float, float, float]:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(one, *sides)
    left, foot, right, top = (side.value for side in sides)
    return left, foot, right, top


def _places(data: bytes) -> dict[str, tuple[int, float]]:
    """The named places of a PDF. LibreOffice writes `_` as 5F, its number in hexadecimal."""
    reader = PdfReader(io.BytesIO(data))
    found = {}
    for name, place in reader.named_destinations.items():
        at = reader.get_destination_page_number(place)
        if at is None or at < 0 or place.top is None:
            continue
        height = float(reader.pages[at].mediabox.height)
        found[name.lstrip("/").lower()] = (at, height - float(place.top))
    return found
