"""Trims: the sizes of finished pages, and how the text stands on them."""

from typing import Literal

from msgspec import Struct

Trim = Literal["5x8", "5.25x8", "5.5x8.5", "6x9", "7x10", "a5"]

_INCH = 72.0
_MM = 72 / 25.4

_SIZES: dict[Trim, tuple[float, float, float]] = {
    "5x8": (5 * _INCH, 8 * _INCH, 10),
    "5.25x8": (5.25 * _INCH, 8 * _INCH, 10),
    "5.5x8.5": (5.5 * _INCH, 8.5 * _INCH, 10.5),
    "6x9": (6 * _INCH, 9 * _INCH, 10.5),
    "7x10": (7 * _INCH, 10 * _INCH, 10.5),
    "a5": (148 * _MM, 210 * _MM, 10.5),
}
"""Width, height, and the size of running text, in points."""

_GUTTERS = ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875))
"""Pages, and the inches that a bound book of so many swallows."""

_OPEN = 0.22  # inches of the inner margin that stay in sight


class Page(Struct, frozen=True):
    """One page, in points."""

    width: float
    height: float
    inside: float
    outside: float
    top: float
    bottom: float
    size: float

    @property
    def measure(self) -> float:
        return self.width - self.inside - self.outside

    @property
    def depth(self) -> float:
        return self.height - self.top - self.bottom


def gutter(pages: int) -> float:
    """The least inner margin, in inches, of a book of so many pages."""
    return next((inches for most, inches in _GUTTERS if pages <= most), _GUTTERS[-1][1])


def page(trim: Trim, pages: int) -> Page:
    """The page of a trim for a book of so many pages."""
    width, height, size = _SIZES[trim]
    inside = max(0.625, gutter(pages) + _OPEN) * _INCH
    return Page(
        width=round(width, 3),
        height=round(height, 3),
        inside=round(inside, 3),
        outside=0.58 * _INCH,
        top=0.84 * _INCH,
        bottom=0.86 * _INCH,
        size=size,
    )
