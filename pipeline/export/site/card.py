"""The card: the picture of a book that others show when they name its address, and its icon."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from pipeline.export.site.marks import escape
from pipeline.model.manuscript import Book

_SIZE = (1200, 630)
_PAPER, _INK, _QUIET, _ACCENT = "#fbf9f4", "#23201b", "#665e52", "#7d2f1b"
_MARGIN, _LINES = 110, 4


def card(book: Book) -> bytes:
    """A PNG of 1200 by 630, drawn from the title and author. Letters that the font has not are left
    out rather than shown as boxes."""
    picture = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 18, _SIZE[1]), fill=_ACCENT)
    top = _words(draw, _drawable(book.title), 150, (88, 72, 58, 46), _INK)
    _words(draw, _drawable(book.subtitle), top + 14, (34,), _QUIET, most=2)
    draw.line((_MARGIN, 500, _MARGIN + 110, 500), fill=_ACCENT, width=3)
    _words(draw, _drawable(book.author), 522, (36,), _INK, most=1)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _words(
    draw: ImageDraw.ImageDraw,
    text: str,
    top: int,
    sizes: tuple[int, ...],
    fill: str,
    most: int = _LINES,
) -> int:
    """Draw text in the largest size that fits; where the next line would begin."""
    for size in sizes:
        font = ImageFont.load_default(size)
        lines = _broken(text, draw, font)
        if len(lines) * size * 1.18 <= 300 and len(lines) <= most:
            break
    for line in lines[:most]:
        draw.text((_MARGIN, top), line, font=font, fill=fill)
        top += round(size * 1.18)
    return top


def _broken(
    text: str, draw: ImageDraw.ImageDraw, font: "ImageFont.FreeTypeFont | ImageFont.ImageFont"
) -> list[str]:
    lines = [""]
    for word in text.split():
        tried = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(tried, font=font) > _SIZE[0] - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = tried
    return [line for line in lines if line]


def _drawable(text: str) -> str:
    """The letters of a text that the packaged font has: Latin ones and common signs."""
    return "".join([sign for sign in text[:400] if _has(sign)]).strip()


def _has(sign: str) -> bool:
    return " " <= sign <= "\u017f" or sign in "‘’“”–—…•"


def icon(book: Book) -> str:
    """A small book with the title's first letter."""
    letter = next((sign for sign in book.title if sign.isalnum()), "·")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect x="8" y="4" width="48" height="56" rx="4" fill="{_ACCENT}"/>'
        f'<rect x="8" y="4" width="7" height="56" rx="3" fill="#5c2011"/>'
        '<text x="35.500" y="43" font-family="Georgia, serif" font-size="32" text-anchor="middle" '
        f'fill="{_PAPER}">{escape(letter.upper())}</text></svg>\n'
    )
