"""Draws the pictures of the sample Twitter archive into pictures/.

    python sources/twitter/draw.py

The drawings are kept beside this file, so that the archive does not hang on a version of Pillow.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
WIDE, HIGH, FINE = 1200, 800, 2  # drawn at twice the size, then made smooth

PAPER, INK, BUFF, PALE = "#f6f1e4", "#1f2a33", "#e6cf9a", "#cfe3ea"
SEA, DEEP, NIGHT, RED, GLOW = "#3f6f86", "#234a5e", "#0c1722", "#b5342b", "#ffe9a8"
Draw = ImageDraw.ImageDraw
Point = tuple[float, float]


def sheet(colour: str) -> tuple[Image.Image, Draw]:
    image = Image.new("RGB", (WIDE * FINE, HIGH * FINE), colour)
    return image, ImageDraw.Draw(image)


def at(*points: Point) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def bands(draw: Draw, top: int, bottom: int, first: str, last: str, steps: int = 24) -> None:
    """A sky or a sea: flat bands from one colour to another."""
    a, b = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (first, last))
    for step in range(steps):
        mix = [round(x + (y - x) * step / (steps - 1)) for x, y in zip(a, b, strict=True)]
        y0 = top + (bottom - top) * step / steps
        draw.rectangle(at((0, y0), (WIDE, bottom)), fill=(mix[0], mix[1], mix[2]))


def waves(draw: Draw, top: int, colour: str, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(90):
        y = top + (HIGH - top) * dice.random() ** 0.7
        x, long = dice.random() * WIDE, 20 + 90 * (y - top) / (HIGH - top)
        draw.line(at((x, y), (x + long, y)), fill=colour, width=2 * FINE)


def island(draw: Draw, x: float, y: float, size: float, seed: int, fill: str) -> None:
    dice = random.Random(seed)
    turns = [math.tau * step / 40 for step in range(40)]
    far = [size * (0.75 + 0.35 * dice.random()) for _ in turns]
    far = [(far[i - 1] + far[i] + far[(i + 1) % 40]) / 3 for i in range(40)]
    edge = [
        (x + r * math.cos(t) * 1.5, y + r * math.sin(t)) for t, r in zip(turns, far, strict=True)
    ]
    draw.polygon(at(*edge), fill=fill, outline=INK, width=2 * FINE)


def ember() -> Image.Image:
    image, draw = sheet("#f7d9b0")
    bands(draw, 0, 520, "#6f97ad", "#f9dcae")
    draw.ellipse(at((860, 440), (980, 560)), fill="#fff3cf")
    bands(draw, 500, HIGH, "#7fa3b0", DEEP)
    waves(draw, 530, "#a9c6cd", 1)
    draw.polygon(at((380, 640), (450, 560), (560, 545), (690, 570), (760, 640)), fill="#3c3a38")
    for step in range(5):
        colour = RED if step % 2 == 0 else "#f4efe6"
        draw.rectangle(at((530, 300 + step * 50), (610, 350 + step * 50)), fill=colour)
    draw.rectangle(at((515, 290), (625, 302)), fill=INK)
    draw.ellipse(at((548, 240), (592, 292)), fill=GLOW, outline=INK, width=3 * FINE)
    draw.polygon(at((535, 246), (605, 246), (570, 215)), fill=INK)
    return image


def tender() -> Image.Image:
    image, draw = sheet("#c9d3d6")
    draw.polygon(
        at((0, 120), (180, 60), (420, 150), (560, 330), (620, 520), (0, 520)), fill="#6d7375"
    )
    for step in range(9):
        line = at((20 + step * 60, 160 + step * 22), (60 + step * 62, 500))
        draw.line(line, fill="#5b6163", width=3 * FINE)
    bands(draw, 510, HIGH, "#6f95a3", DEEP)
    waves(draw, 530, "#8fb0bb", 2)
    draw.polygon(at((430, 560), (1010, 545), (960, 650), (500, 650)), fill="#2c5a8c")
    draw.rectangle(at((505, 640), (955, 652)), fill=RED)
    draw.rectangle(at((800, 420), (930, 550)), fill="#f2efe6")
    for x in (815, 855, 895):
        draw.rectangle(at((x, 440), (x + 22, 470)), fill=INK)
    draw.rectangle(at((845, 350), (875, 420)), fill=INK)
    draw.line(at((560, 552), (560, 330)), fill="#e0b020", width=18 * FINE)
    draw.line(at((560, 340), (760, 270)), fill="#e0b020", width=12 * FINE)
    draw.line(at((755, 272), (755, 430)), fill=INK, width=2 * FINE)
    return image


def lens() -> Image.Image:
    image, draw = sheet("#14242c")
    for ring in range(17, 0, -1):
        size = ring * 22
        shade = 40 + (17 - ring) * 11
        fill = (shade, min(255, shade + 34), min(255, shade + 30))
        box = at((600 - size * 1.15, 400 - size), (600 + size * 1.15, 400 + size))
        draw.ellipse(box, fill=fill, outline="#0d181d", width=4 * FINE)
    draw.ellipse(at((560, 364), (640, 436)), fill="#fffbe6")
    for x in (160, 1040):
        draw.rectangle(at((x - 14, 20), (x + 14, 780)), fill="#a5843c")
    draw.rectangle(at((146, 8), (1054, 34)), fill="#a5843c")
    draw.rectangle(at((146, 766), (1054, 792)), fill="#a5843c")
    return image


def chart() -> Image.Image:
    image, draw = _chart_of(PALE, 3, 150)
    red = RED
    for x, y in ((330, 300), (690, 240), (820, 520)):
        draw.ellipse(at((x - 46, y - 34), (x + 46, y + 34)), outline=red, width=4 * FINE)
        draw.line(at((x + 46, y), (x + 120, y - 40)), fill=red, width=3 * FINE)
    draw.line(at((560, 420), (640, 380)), fill=red, width=4 * FINE)
    draw.line(at((560, 380), (640, 420)), fill=red, width=4 * FINE)
    return image


def chart1888() -> Image.Image:
    return _chart_of("#f3e8cf", 3, 26)[0]


def chart2021() -> Image.Image:
    image, draw = _chart_of(PALE, 3, 420)
    for x, y, turn in ((330, 300, 20), (690, 240, 140), (820, 520, 250)):
        box = at((x - 130, y - 130), (x + 130, y + 130))
        draw.arc(box, turn, turn + 60, fill=RED, width=9 * FINE)
        draw.arc(box, turn + 60, turn + 130, fill="#2f8a55", width=9 * FINE)
        draw.ellipse(at((x - 8, y - 8), (x + 8, y + 8)), fill="#b03a9a")
    return image


def _chart_of(water: str, seed: int, soundings: int) -> tuple[Image.Image, Draw]:
    image, draw = sheet(water)
    for step in range(0, WIDE, 150):
        draw.line(at((step, 0), (step, HIGH)), fill="#b9c8c4", width=FINE)
        draw.line(at((0, step), (WIDE, step)), fill="#b9c8c4", width=FINE)
    places = ((250, 260, 110), (600, 400, 60), (760, 210, 80), (880, 580, 130), (430, 610, 50))
    for number, (x, y, size) in enumerate(places):
        island(draw, x, y, size, seed + number, BUFF)
    _soundings(draw, soundings, places)
    _rose(draw, 1040, 160, 90)
    draw.rectangle(at((24, 24), (WIDE - 24, HIGH - 24)), outline=INK, width=4 * FINE)
    draw.rectangle(at((34, 34), (WIDE - 34, HIGH - 34)), outline=INK, width=FINE)
    return image, draw


def _soundings(draw: Draw, many: int, places: tuple[tuple[int, int, int], ...]) -> None:
    """Depths: a small cross or two strokes, wherever there is water."""
    dice = random.Random(9)
    for _ in range(many):
        x, y = 60 + dice.random() * 1080, 60 + dice.random() * 680
        dry = any(abs(x - px) < size * 1.6 and abs(y - py) < size * 1.1 for px, py, size in places)
        long = 4 + dice.randrange(6)
        if not dry:
            draw.line(at((x, y), (x + long, y)), fill=INK, width=2 * FINE)
            draw.line(at((x + long / 2, y - 5), (x + long / 2, y + 5)), fill=INK, width=2 * FINE)


def _rose(draw: Draw, x: float, y: float, size: float) -> None:
    for step in range(16):
        turn, far = math.tau * step / 16, size * (1 if step % 4 == 0 else 0.62)
        tip = (x + far * math.sin(turn), y - far * math.cos(turn))
        left = (x + 9 * math.cos(turn), y + 9 * math.sin(turn))
        draw.polygon(at(tip, left, (x, y)), fill=INK if step % 2 == 0 else "#8a9295")
    draw.ellipse(at((x - size, y - size), (x + size, y + size)), outline=INK, width=2 * FINE)


def sill() -> Image.Image:
    image, draw = sheet("#b7bcbb")
    bands(draw, 0, 250, "#e8f0f2", "#c4d2d6")
    draw.rectangle(at((0, 250), (WIDE, 275)), fill="#7d8483")
    dice = random.Random(11)
    for _ in range(160):
        x, y, long = dice.random() * WIDE, 280 + dice.random() * 500, 30 + dice.random() * 160
        draw.line(at((x, y), (x + long, y + 2)), fill="#a9afae", width=FINE)
    draw.ellipse(at((440, 430), (770, 620)), fill="#8d8a80")
    brown = "#5b4a38"
    for line in (((500, 470), (500, 580)), ((560, 470), (560, 580)), ((500, 525), (560, 525))):
        draw.line(at(*line), fill=brown, width=8 * FINE)
    draw.ellipse(at((620, 470), (700, 580)), outline=brown, width=8 * FINE)
    draw.line(at((670, 555), (712, 592)), fill=brown, width=8 * FINE)
    return image


def prism() -> Image.Image:
    image, draw = sheet("#cdb98a")
    dice = random.Random(5)
    for _ in range(700):
        x, y, turn = dice.random() * WIDE, dice.random() * HIGH, dice.random() * 0.9 - 0.4
        shade = dice.choice(("#b89d63", "#dcc998", "#c6ab70", "#a88d55"))
        tip = (x + 120 * math.cos(turn), y + 120 * math.sin(turn))
        draw.line(at((x, y), tip), fill=shade, width=3 * FINE)
    draw.polygon(at((330, 520), (700, 250), (780, 300), (420, 590)), fill="#dff0ec", outline=INK)
    draw.polygon(at((420, 590), (780, 300), (770, 380), (430, 650)), fill="#a9cfc8", outline=INK)
    draw.line(at((350, 518), (705, 262)), fill="#ffffff", width=4 * FINE)
    for step, colour in enumerate(
        ("#c23b32", "#e08a2c", "#ecd23c", "#4f9a52", "#3b74b4", "#6a4a9c")
    ):
        y = 520 + step * 16
        draw.polygon(at((800, y), (1120, y - 60), (1120, y - 42), (800, y + 16)), fill=colour)
    return image


def night() -> Image.Image:
    image, draw = sheet(NIGHT)
    bands(draw, 0, 470, "#0c1722", "#1f3442")
    bands(draw, 470, HIGH, "#15262f", "#080f15")
    draw.polygon(at((610, 430), (1200, 300), (1200, 380), (610, 436)), fill="#4b5a55")
    for x, y, size in ((200, 455, 3), (360, 462, 5), (610, 433, 9), (820, 466, 4), (1010, 458, 3)):
        draw.line(at((x, 474), (x, 474 + size * 18)), fill="#6d6a4c", width=size * FINE // 2 + 1)
        draw.ellipse(at((x - size, y - size), (x + size, y + size)), fill=GLOW)
    frame = "#05080b"
    for box in (((0, 0), (1200, 40)), ((0, 0), (44, 800)), ((1156, 0), (1200, 800)),
                ((0, 720), (1200, 800)), ((585, 0), (600, 720))):  # fmt: skip
        draw.rectangle(at(*box), fill=frame)
    draw.polygon(at((90, 720), (150, 600), (185, 560), (205, 600), (250, 600), (270, 560),
                    (290, 620), (320, 720)), fill="#020304")  # fmt: skip
    return image


PICTURES: tuple[Callable[[], Image.Image], ...] = (
    ember, tender, lens, chart, chart1888, chart2021, sill, prism, night,
)  # fmt: skip


def place() -> Image.Exif:
    """What a telephone writes into a photograph: its make, and where it stood."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Invented Telephones", "One metre"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (58.0, 31.0, 12.0)
    gps[3], gps[4] = "W", (5.0, 47.0, 30.0)
    exif[0x8825] = gps
    return exif


def film() -> bytes:
    """The smallest thing that calls itself an mp4: a type box and an empty data box."""
    kind = b"isom" + (512).to_bytes(4, "big") + b"isommp41"
    return (len(kind) + 8).to_bytes(4, "big") + b"ftyp" + kind + (8).to_bytes(4, "big") + b"mdat"


def main() -> None:
    folder = HERE / "pictures"
    folder.mkdir(exist_ok=True)
    for picture in PICTURES:
        small = picture().resize((WIDE, HIGH), Image.Resampling.LANCZOS)
        name = picture.__name__
        if picture is sill:
            small.save(folder / f"{name}.jpg", quality=82, exif=place())
        elif picture is prism:
            small.resize((900, 600)).save(folder / f"{name}.jpg", quality=60, optimize=True)
        else:
            small = small.resize((900, 600)) if picture is lens else small
            few = small.quantize(96, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(folder / f"{name}.png", optimize=True)
    (folder / "lens-turning.mp4").write_bytes(film())


if __name__ == "__main__":
    main()
