"""Content: what one page draws, told from its stream of operators."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from unicodedata import category

from msgspec import Struct

from pipeline.inspect.paper.fonts import BOX, Font
from pipeline.inspect.paper.strings import ARRAY, STRING, plain, read

_SIX = rb"(?:[-\d.]+ ){6}"
_OPERATION = re.compile(
    # what Typst writes for almost every stretch of text, at one go
    rb"(?P<whole>\bq (?P<at>" + _SIX + rb")cm(?:/\w+ cs [\d. ]+scn?)?\s"
    rb"BT 0 Tr/(?P<face>\w+) (?P<points>[\d.]+) Tf (?P<from>" + _SIX + rb")Tm"
    rb"(?P<says>" + ARRAY + rb")TJ\sET\sQ\b)"
    rb"|(?P<q>\bq\b)|(?P<Q>\bQ\b)"
    rb"|(?P<cm>" + _SIX + rb")cm\b"
    rb"|/(?P<tag>\w+) ?(?P<with><<(?:[^<>]|<[^<>]*>)*>>)? ?B(?:DC|MC)\b|(?P<end>\bEMC\b)"
    rb"|(?P<tm>" + _SIX + rb")Tm\b"
    rb"|/(?P<font>\w+) (?P<size>[\d.]+) Tf\b"
    rb"|(?P<show>" + ARRAY + rb"|" + STRING + rb") ?T[jJ]\b"
    rb"|/(?P<image>\w+) Do\b",
    re.DOTALL,
)
_MCID = re.compile(rb"/MCID (\d+)")
_ACTUAL = re.compile(rb"/ActualText ?<([0-9A-Fa-f]*)>")
_ACTUAL_STRING = re.compile(rb"/ActualText ?\(((?:[^()\\]|\\.)*)\)", re.DOTALL)

Matrix = tuple[float, float, float, float, float, float]
_STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Run(Struct, gc=False):
    """A stretch of text of one size: where its baseline begins, and how far it goes."""

    x: float
    y: float
    across: float
    size: float
    artifact: bool


class Drawn(Struct):
    """A picture, and how large it stands on the page, in points."""

    name: str
    width: float
    height: float
    box: tuple[float, float, float, float]


class _Mark(Struct):
    mcid: int
    artifact: bool
    actual: str | None
    turned: bool
    unsaid: bool = False  # whether it stands for what is drawn in it, and nothing is yet


class Content:
    """One page's content. `said` is its text by the number of the marked stretch that it is in."""

    def __init__(self, data: bytes, fonts: dict[str, Font]) -> None:
        self.said: dict[int, list[str]] = defaultdict(list)
        self.runs: list[Run] = []
        self.pictures: list[Drawn] = []
        self.boxes: list[str] = []  # what stands for signs that no font has
        self.furniture: list[str] = []  # text that is no part of the book's
        self._fonts = fonts
        self._font: Font | None = None
        self._size = 0.0
        self._cluster = ""  # what was said last, of the page's own text
        self._turned = (-1, 0)  # where the words from the right begin that are being drawn
        self._along = 0.0  # from where the text's own matrix begins
        self._at: Matrix = _STILL
        self._kept: list[tuple[Matrix, Font | None, float]] = []
        self._marks: list[_Mark] = []
        self._read(data)

    def _read(self, data: bytes) -> None:
        for found in _OPERATION.finditer(data):
            match found.lastgroup:
                case "whole":
                    kept = self._at, self._font, self._size
                    self._move(found["at"])
                    self._along = float(found["from"].split()[4])
                    self._font = self._fonts.get(found["face"].decode())
                    self._size = float(found["points"])
                    self._show(found["says"])
                    self._at, self._font, self._size = kept
                case "show":
                    self._show(found["show"])
                case "q":
                    self._kept.append((self._at, self._font, self._size))
                case "Q":
                    if self._kept:
                        self._at, self._font, self._size = self._kept.pop()
                case "cm":
                    self._move(found["cm"])
                case "tm":
                    self._along = float(found["tm"].split()[4])
                case "size":
                    self._font = self._fonts.get(found["font"].decode())
                    self._size = float(found["size"])
                case "end":
                    if self._marks:
                        self._close(self._marks.pop())
                case "image":
                    self._draw(found["image"].decode())
                case _:
                    self._mark(found["tag"], found["with"] or b"")

    def _move(self, numbers: bytes) -> None:
        a, b, c, d, e, f = map(float, numbers.split())
        m = self._at
        if m is _STILL:
            self._at = (a, b, c, d, e, f)
            return
        self._at = (
            a * m[0] + b * m[2], a * m[1] + b * m[3],
            c * m[0] + d * m[2], c * m[1] + d * m[3],
            e * m[0] + f * m[2] + m[4], e * m[1] + f * m[3] + m[5],
        )  # fmt: skip

    def _mark(self, tag: bytes, with_: bytes) -> None:
        above = self._marks[-1] if self._marks else _Mark(-1, False, None, False)
        mcid, actual = _told(with_)
        mark = _Mark(
            mcid=above.mcid if mcid is None else mcid,
            artifact=above.artifact or tag == b"Artifact",
            actual=above.actual,
            turned=above.turned or tag == b"ReversedChars",
        )
        if actual is not None:
            mark.actual, mark.unsaid = actual, True
        self._marks.append(mark)

    def _show(self, shown: bytes) -> None:
        font = self._font
        if font is None:
            return
        mark = self._marks[-1] if self._marks else _Mark(-1, True, None, False)
        drawn, moved = read(shown)
        codes = font.codes(drawn)
        scale = self._size * abs(self._at[0] or 1.0) / 1000
        across = (font.across(codes) - moved) * scale
        x, y = self._at[4] + self._along, self._at[5]
        self.runs.append(Run(x, y, across, self._size, mark.artifact))
        says = font.says
        if 0 in codes and not font.drawn:
            self.boxes += [mark.actual] if mark.actual else [BOX] * codes.count(0)
        if mark.actual is None:
            text = list(map(says.__getitem__, codes))
            if len(text) > 1 and _is_marked(text[0]) and self._cluster.endswith(text[0]):
                text[0] = "" if not font.across(codes[:1]) else text[0]
            said = "".join(reversed(text) if mark.turned else text)
        elif mark.unsaid:
            said, mark.unsaid = mark.actual, False
        else:
            return
        again = self._cluster.endswith(said) and _is_marked(said)
        if not (again and (len(said) > 2 or not font.across(codes))):
            self._say(said, mark)

    def _close(self, mark: _Mark) -> None:
        """The end of a marked stretch, which may say something and draw nothing."""
        if mark.unsaid and mark.actual is not None:
            self._say(mark.actual, mark)

    def _say(self, text: str, mark: _Mark) -> None:
        """Add text. Words from the right are drawn from the left: each goes before the last."""
        if mark.artifact:
            self.furniture.append(text)
            return
        self._cluster = text
        said = self.said[mark.mcid]
        if mark.turned and self._turned[0] == mark.mcid:
            said.insert(self._turned[1], text)
            return
        self._turned = (mark.mcid, len(said)) if mark.turned else (-1, 0)
        said.append(text)

    def _draw(self, name: str) -> None:
        a, b, c, d, e, f = self._at
        width, height = abs(a) + abs(c), abs(b) + abs(d)
        left, low = min(e, e + a + c), min(f, f + b + d)
        self.pictures.append(Drawn(name, width, height, (left, low, left + width, low + height)))


def _is_marked(text: str) -> bool:
    """Whether a text is one letter with marks on it. A mark that stands higher than its letter is
    drawn apart from it, takes no room, and says the letter and all its marks once more."""
    return len(text) > 1 and all(category(sign)[0] == "M" for sign in text[1:])


@lru_cache(4096)
def _told(with_: bytes) -> tuple[int | None, str | None]:
    """The number of a marked stretch, and what it stands for."""
    mcid = _MCID.search(with_)
    return int(mcid[1]) if mcid else None, _actual(with_)


def _actual(with_: bytes) -> str | None:
    if b"/ActualText" not in with_:
        return None
    found = _ACTUAL.search(with_)
    if found:
        data = bytes.fromhex(found[1].decode())
    else:
        string = _ACTUAL_STRING.search(with_)
        data = plain(string[1]) if string else b""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")
