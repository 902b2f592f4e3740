"""Pictures of paper: contact sheets of all its pages, and a window on one passage."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw, ImageFont

from pipeline.commands.proof.locate import Spot
from pipeline.commands.proof.paper import Box, Paper

ACROSS, DOWN = 6, 4
THUMB = 220
"""Pixels that a page is wide on a sheet."""

GAP, FOOT = 18, 30
DESK, INK, EDGE, MARK = "#e9e6df", "#5d5951", "#c9c3b6", "#c4692b"
SCALE = 2.0
"""Pixels to a point in a window: sharp on a screen whose pixels are small."""

LEAST = 50.0
ROOM = 34.0
"""Points of the page above and below a passage."""


def sheets(paper: Paper, most: int, facing: bool, told: Callable[[int], None]) -> Iterator[bytes]:
    """Contact sheets of the first `most` pages (0 for all), as PNG. `facing` lays a left page by
    its right one, as they lie in the open book; so the first page begins one place further on."""
    count = min(len(paper), most) if most else len(paper)
    shift = 1 if facing else 0
    each = ACROSS * DOWN
    for first in range(0, count + shift, each):
        slots = [(n - first, n - shift) for n in range(first, min(first + each, count + shift))]
        yield _sheet(paper, [(slot, at) for slot, at in slots if at >= 0], facing)
        told(min(count, slots[-1][1] + 1))


def spans(count: int, most: int, facing: bool) -> list[tuple[int, int]]:
    """The first and last page of each sheet, from 1."""
    count = min(count, most) if most else count
    shift, each = (1 if facing else 0), ACROSS * DOWN
    return [
        (max(1, first + 1 - shift), min(first + each - shift, count))
        for first in range(0, count + shift, each)
    ]


def _sheet(paper: Paper, slots: list[tuple[int, int]], facing: bool) -> bytes:
    shape = max(paper.height(at) / paper.width(at) for _, at in slots)
    tall = min(int(THUMB * shape), THUMB * 3)
    rows = slots[-1][0] // ACROSS + 1
    across = ACROSS if rows > 1 else max(2, slots[-1][0] + 1 + (facing and slots[-1][0] % 2 == 0))
    size = (GAP + across * (THUMB + GAP), GAP + rows * (tall + FOOT + GAP))
    sheet = Image.new("RGB", size, DESK)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for slot, at in slots:
        row, column = divmod(slot, ACROSS)
        left = GAP + column * (THUMB + GAP)
        left += GAP // 2 * (1 if column % 2 == 0 else -1) if facing else 0
        top = GAP + row * (tall + FOOT + GAP)
        page = paper.picture(at, 2 * THUMB / paper.width(at))
        page = page.resize((THUMB, min(tall, round(page.height * THUMB / page.width))),
                           Image.Resampling.LANCZOS)  # fmt: skip
        sheet.paste(page, (left, top))
        draw.rectangle((left - 1, top - 1, left + THUMB, top + page.height), outline=EDGE)
        draw.text((left + THUMB / 2, top + tall + 6), str(at + 1), INK, font, anchor="ma")
    return png(sheet)


def window(paper: Paper, spot: Spot, above: float = ROOM, foot: Spot | None = None) -> bytes:
    """A passage in its page, as PNG, with a rule beside it; below it the foot of the page, where
    its note stands."""
    cuts = [_cut(paper, spot, above)]
    cuts += [_cut(paper, foot, 8)] if foot else []
    size = (max(cut.width for cut in cuts), sum(cut.height for cut in cuts) + 8 * (len(cuts) - 1))
    whole = Image.new("RGB", size, DESK)
    top = 0
    for cut in cuts:
        whole.paste(cut, (0, top))
        top += cut.height + 8
    return png(whole)


def _cut(paper: Paper, spot: Spot, above: float) -> Image.Image:
    width, height = paper.width(spot.page), paper.height(spot.page)
    boxes = paper.boxes(spot.page, 0, 100_000)
    left, right = _measure(boxes + paper.pictures(spot.page), width)
    top, bottom = max(0.0, spot.top - above), min(height, spot.bottom + ROOM)
    # No line is cut in two: half a line looks like a fault of the page.
    top = min((box.top - 2 for box in boxes if box.top < top < box.bottom), default=top)
    bottom = max((box.bottom + 2 for box in boxes if box.top < bottom < box.bottom), default=bottom)
    top = max(0.0, top)
    bottom = min(height, max(bottom, top + LEAST))
    page = paper.picture(spot.page, SCALE)
    box = [round(side * SCALE) for side in (left, top, right, bottom)]
    cut = page.crop((box[0], box[1], min(box[2], page.width), min(box[3], page.height)))
    start, end = (round((side - top) * SCALE) for side in (spot.top, spot.bottom))
    ImageDraw.Draw(cut).rectangle((6, start, 10, min(end, cut.height)), fill=MARK)
    return cut


def _measure(boxes: list[Box], width: float) -> tuple[float, float]:
    """The sides of what is printed on a page, with some of its margins."""
    left = min((box.left for box in boxes), default=0.0)
    right = max((box.right for box in boxes), default=width)
    left, right = max(0.0, left - 22), min(width, right + 16)
    wished = min(width, 300.0)
    if right - left < wished:  # a page of few words
        left = max(0.0, min(left, (width - wished) / 2))
        right = left + wished
    return left, min(width, right)


def png(image: Image.Image) -> bytes:
    """A picture as PNG, in at most 128 colours: text looks the same, at a third of the size."""
    made = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
