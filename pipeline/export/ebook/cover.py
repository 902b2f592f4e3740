"""The cover of a book that brought none: its own title, set large on a colour of its own.

Everything follows from the words: the same title has the same cover in every edition.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.export.press.fonts import folders, serif
from pipeline.export.press.literal import quoted
from pipeline.export.site.marks import is_from_right

WIDTH, HEIGHT = 1600, 2400
_POINTS = 480, 720  # the same sheet as Typst measures it

_INKS = (
    ("1d3340", "e9dfca", "d9915b"), ("23332b", "ece5d3", "c9a24b"), ("3a2530", "efe2da", "d58a7a"),
    ("20264a", "e6e4ee", "e0b155"), ("f1ead9", "2b2a28", "b2452f"), ("e4e9e6", "1f2f36", "2f7a78"),
    ("f2e4dc", "3b2430", "a8505d"), ("2c2a27", "e9e3d6", "9fb08a"), ("e8e3f0", "2a2740", "6d5aa8"),
    ("123a3f", "f0e9d8", "e5b98b"),
)  # fmt: skip
"""Ground, letters, and a third colour for the drawing."""

_UNDRAWN = re.compile("[\u200d\u20e3\u2600-\u27bf\ufe0e\ufe0f\U0001f000-\U000fffff\ufffd]|\\s+")
_LONGEST = 260


_TASK = """
import pathlib, sys, typst
room, resolution, *fonts = sys.argv[1:]
source = sys.stdin.buffer.read()
compiler = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True)
made = compiler.compile(format="png", ppi=float(resolution))
for number, data in enumerate([made] if isinstance(made, bytes) else made):
    pathlib.Path(room, f"{number:04}").write_bytes(data)
"""


def pngs(pages: list[str]) -> list[bytes]:
    """Covers as pictures, drawn in one go, for most of the time is the fonts'. Typst draws in
    threads of its own, and a process that has such threads can branch off no other that draws: so
    it is given a process. Raises RuntimeError."""
    with tempfile.TemporaryDirectory(prefix="bookworks-cover-") as room:
        resolution = str(72 * WIDTH / _POINTS[0])
        done = subprocess.run(
            [sys.executable, "-I", "-c", _TASK, room, resolution, *folders()],
            input="\n".join(pages).encode("utf-8", "replace"),
            capture_output=True,
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(said[-1][:400] if said else f"Typst ended with {done.returncode}")
        return [path.read_bytes() for path in sorted(Path(room).iterdir())]


def page(title: str, author: str, subtitle: str, volume: str, language: str) -> str:
    """The cover as Typst reads it."""
    seed = hashlib.sha256(f"{title}\0{author}".encode("utf-8", "replace")).digest()
    ground, ink, third = _INKS[seed[0] % len(_INKS)]
    words = _shown(title)
    side = "rtl" if is_from_right(language) else "ltr"
    width, height = _POINTS
    return _SHEET.format(
        width=width, height=height, ground=ground, ink=ink, third=third, side=side,
        font=serif(language or "en"), language=quoted(_base(language)),
        size=_size(words), hyphenate=str(max(map(len, words.split()), default=0) > 18).lower(),
        title=quoted(words), subtitle=quoted(_shown(subtitle)),
        author=quoted(_shown(author)), volume=quoted(_shown(volume)),
        drawing=_DRAWINGS[seed[1] % len(_DRAWINGS)](seed[2:]),
    )  # fmt: skip


def _shown(text: str) -> str:
    """Text in one line, without the signs that no font of ours draws, and no longer than fits."""
    text = " ".join(_UNDRAWN.sub(" ", text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]}…"


def _base(language: str) -> str:
    base = language.replace("_", "-").split("-")[0].lower()
    return base if re.fullmatch("[a-z]{2,3}", base) else "en"


def _size(title: str) -> int:
    """Points of the title: large, and its longest word still within the line."""
    longest = max([len(word) for word in title.split()], default=1)
    dense = any(ord(sign) > 0x2E80 for sign in title)  # signs as wide as they are high
    by_length = next((size for most, size in _SIZES if len(title) * (1 + dense) <= most), 22)
    return max(16, by_length if dense else min(by_length, 740 // longest))


_SIZES = ((14, 76), (26, 64), (48, 54), (80, 44), (130, 34), (190, 27))


# -- drawings --------------------------------------------------------------------------------------
# Each draws a few lines of one colour in the lower part of the sheet, from the bytes of the title.


def _rings(seed: bytes) -> str:
    """Circles about a point beyond the edge, like the light of a lamp."""
    x, gap = 60 + seed[0] * 360 // 255, 17 + seed[1] % 14
    return "".join([
        _placed(x, 760, f"circle(radius: {radius}pt, stroke: {_thin(1.6 - radius / 420)})", radius)
        for radius in range(40, 340, gap)
    ])  # fmt: skip


def _placed(x: float, y: float, shape: str, radius: float = 0) -> str:
    return f"#place(top + left, dx: {x - radius:.1f}pt, dy: {y - radius:.1f}pt, {shape})\n"


def _thin(width: float) -> str:
    return f"(paint: third, thickness: {max(0.5, width):.2f}pt)"


def _waves(seed: bytes) -> str:
    """Long waves, each of its own height."""
    lines = []
    for row in range(9):
        y, swell = 470 + row * 26, 8 + seed[row] % 22
        shift = seed[row + 9] % 160 - 160
        curve = f"curve.move(({shift}pt, {y}pt)), "
        curve += ", ".join(
            f"curve.quad(({shift + at + 80}pt, {y + (swell if at // 160 % 2 else -swell)}pt), "
            f"({shift + at + 160}pt, {y}pt))"
            for at in range(0, 800, 160)
        )
        lines.append(f"#place(top + left, curve(stroke: {_thin(0.8 + row * 0.12)}, {curve}))\n")
    return "".join(lines)


def _stars(seed: bytes) -> str:
    """Dots on a grid, large and small, as the bytes fall."""
    dots = []
    for row in range(7):
        for column in range(13):
            byte = seed[(row * 13 + column) % len(seed)] ^ (row * 37 + column * 11) & 0xFF
            radius = (0.7, 0.7, 1.2, 1.2, 2, 3.2, 5)[byte % 7]
            shape = f"circle(radius: {radius}pt, fill: third)"
            dots.append(_placed(48 + column * 32, 452 + row * 32, shape, radius))
    return "".join(dots)


def _steps(seed: bytes) -> str:
    """Upright lines of different heights, like days."""
    return "".join([
        _placed(
            46 + at * 9,
            720 - (height := 40 + (seed[at % len(seed)] ^ at * 29 & 0xFF) * 220 // 255),
            f"line(length: {height}pt, angle: 90deg, stroke: {_thin(1.1)})",
        )
        for at in range(44)
    ])  # fmt: skip


def _horizon(seed: bytes) -> str:
    """A disc, and the lines of a plain below it."""
    x, radius = 120 + seed[0] * 240 // 255, 54 + seed[1] % 40
    y = 560
    disc = _placed(x, y - radius / 2, f"circle(radius: {radius}pt, fill: third)", radius)
    cover = _placed(0, y, "rect(width: 480pt, height: 160pt, fill: ground)")
    lines = "".join([
        _placed(0, y + row * row * 2.3 + row * 3, f"line(length: 480pt, stroke: {_thin(1.2)})")
        for row in range(8)
    ])  # fmt: skip
    return disc + cover + lines


_DRAWINGS = (_rings, _waves, _stars, _steps, _horizon)

_SHEET = """
#let ground = rgb("{ground}")
#let ink = rgb("{ink}")
#let third = rgb("{third}")
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: ground)
#set text(font: {font}, fill: ink, lang: {language}, dir: {side}, hyphenate: {hyphenate},
  top-edge: "ascender", bottom-edge: "descender")
{drawing}
#place(top + start, dx: 0pt, dy: 0pt, block(
  width: 100%, inset: (x: 46pt, top: 62pt), {{
    set align(start)
    set par(leading: 0.02em, justify: false)
    text(size: {size}pt, weight: 600, {title})
    if {subtitle} != "" {{
      v(10pt, weak: true)
      text(size: 17pt, style: "italic", {subtitle})
    }}
    v(18pt, weak: true)
    line(length: 44pt, stroke: (paint: third, thickness: 2pt))
    v(16pt, weak: true)
    text(size: 20pt, tracking: 0.4pt, {author})
    if {volume} != "" {{
      v(10pt, weak: true)
      text(size: 14pt, fill: third, {volume})
    }}
  }}))
"""
