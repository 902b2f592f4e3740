"""Pages: a finished PDF, page by page, and its text in the order in which it is read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from pipeline.inspect.paper.content import Content
from pipeline.inspect.paper.fonts import Font
from pipeline.inspect.paper.tags import Element, Tags

_ASIDE = frozenset({"/TOC", "/Lbl"})
"""What a printed book adds: its table of contents, the numbers of its lists."""

_RUNNING = frozenset({"/Span", "/Strong", "/Em", "/Sub", "/Quote", "/Code", "/Link", "/Reference"})
"""What stands within a line."""


class Box(Struct, frozen=True):
    width: float
    height: float


class Sheet(Struct):
    """One page."""

    trim: Box
    media: Box
    content: Content
    annotations: int
    images: dict[str, tuple[int, int]]  # name -> width and height in dots


class Paper:
    """A PDF that is opened once and read whole."""

    def __init__(self, data: bytes) -> None:
        self.size = len(data)
        self._reader = PdfReader(io.BytesIO(data))
        self.encrypted = self._reader.is_encrypted
        self.fonts: dict[int, Font] = {}
        self.sheets: list[Sheet] = []
        self._numbers: dict[int, int] = {}  # the page's object -> its number from 0
        for number, page in enumerate(self._reader.pages):
            reference = page.indirect_reference
            if reference is not None:
                self._numbers[reference.idnum] = number
            self.sheets.append(self._sheet(page))
        root: Any = self._reader.trailer["/Root"]
        self.bookmarks = "/Outlines" in root
        self.forms = "/AcroForm" in root
        self.script = "/OpenAction" in root or "/JavaScript" in root.get("/Names", {})
        self.labels = self._reader.page_labels if "/PageLabels" in root else []
        self._tree = Tags(data, self._reader).root()
        self.tagged = self._tree is not None
        self.alts: list[str] = []
        self.text = "".join(self._told())

    def _sheet(self, page: Any) -> Sheet:
        resources = page.get("/Resources", {})
        fonts = {
            name.lstrip("/"): self._font(reference)
            for name, reference in _items(resources, "/Font")
        }
        images: dict[str, tuple[int, int]] = {}
        for name, reference in _items(resources, "/XObject"):
            found = reference.get_object()
            if found.get("/Subtype") == "/Image":
                images[name.lstrip("/")] = (int(found["/Width"]), int(found["/Height"]))
        contents = page.get_contents()
        data = contents.get_data() if contents is not None else b""
        return Sheet(
            trim=_box(page.trimbox),
            media=_box(page.mediabox),
            content=Content(data, fonts),
            annotations=len(page.get("/Annots", [])),
            images=images,
        )

    def _font(self, reference: Any) -> Font:
        number = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
        known = self.fonts.get(number)
        if known is None:
            known = self.fonts[number] = Font(reference.get_object())
        return known

    # -- the text in order -------------------------------------------------------------------------

    def _told(self) -> Iterator[str]:
        """The text, as its tags order it: blocks set apart by newlines, notes in ⟦brackets⟧."""
        if self._tree is not None:
            yield from self._inner(self._tree, -1)

    def _inner(self, element: Element, page: int) -> Iterator[str]:
        for kid in element.kids:
            if isinstance(kid, int):
                yield self._marked(page, kid)
            else:
                yield from self._element(kid, page)

    def _element(self, element: Element, page: int) -> Iterator[str]:
        page = self._numbers.get(element.page, page) if element.page else page
        if element.text >= 0:
            yield self._marked(page, element.text)
            return
        if element.sort in _ASIDE:
            return
        if element.alt is not None:
            self.alts.append(element.alt)
        if element.sort == "/Note":
            yield "⟦"
            yield "".join(self._inner(element, page)).strip("\n")
            yield "⟧"
            return
        apart = "" if element.sort in _RUNNING else "\n"
        yield apart
        yield from self._inner(element, page)
        yield apart

    def _marked(self, page: int, mcid: int) -> str:
        if not 0 <= page < len(self.sheets):
            return ""
        return "".join(self.sheets[page].content.said.get(mcid, ()))


def _items(resources: Any, key: str) -> list[tuple[str, Any]]:
    found = resources.get(key, {})
    return [(name, found.raw_get(name)) for name in found]


def _box(box: Any) -> Box:
    return Box(float(box.width), float(box.height))
