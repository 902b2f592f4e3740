"""A finished EPUB as an inspector sees it: its package and its pages, read back from the bytes.

Nothing here is shared with the export. Each page is read once by expat, which refuses what is not
well-formed, and which tells the text of every section apart while it looks at ids and links.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from functools import cached_property
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from msgspec import Struct

from pipeline.model.errors import Refused

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "application/xhtml+xml"
_CONTAINER = "META-INF/container.xml"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_LINES = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "td", "th", "caption", "figcaption",
    "figure", "pre", "blockquote", "div", "table", "ul", "ol", "hr", "aside",
})  # fmt: skip
"""Elements at whose start and end a line ends."""


class Row(Struct, frozen=True):
    """A row of the manifest."""

    id: str
    path: str
    mime: str
    properties: frozenset[str]


class Ebook:
    """One EPUB. Raises Refused when it cannot be opened at all."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise Refused("this is not an EPUB", file=name, cause=str(error)) from error
        self.members = self._zip.infolist()
        self.parts = [member.filename for member in self.members]
        self.opf = self._rootfile()
        self.package = self.tree(self.opf)

    def read(self, part: str) -> bytes:
        """A part's bytes, b"" for one that is not there."""
        return self._zip.read(part) if part in self._names else b""

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.parts)

    def tree(self, part: str) -> ElementTree.Element:
        """A part as XML. Raises Refused when it is not well-formed."""
        try:
            return ElementTree.fromstring(self.read(part))
        except ElementTree.ParseError as error:
            raise Refused(
                f"the part {part} is not well-formed", file=self.name, cause=str(error)
            ) from error

    def page(self, part: str) -> Page:
        """A page that has been read. Raises Refused when it is not well-formed."""
        page = Page(part)
        try:
            page.read(self.read(part))
        except expat.ExpatError as error:
            raise Refused(
                f"the page {part} is not well-formed", file=self.name, cause=str(error)
            ) from error
        return page

    def _rootfile(self) -> str:
        found = self.tree(_CONTAINER).find(f".//{_ROOTFILE}")
        return (found.get("full-path") or "") if found is not None else ""

    @cached_property
    def manifest(self) -> list[Row]:
        return [
            Row(
                row.get("id", ""),
                self.under(self.opf, row.get("href", ""))[0],
                row.get("media-type", ""),
                frozenset((row.get("properties") or "").split()),
            )
            for row in self.package.iter(f"{OPF}item")
        ]

    @cached_property
    def spine(self) -> list[str]:
        """The paths of the pages in reading order; "" for one that the manifest does not name."""
        paths = {row.id: row.path for row in self.manifest}
        return [paths.get(row.get("idref", ""), "") for row in self.package.iter(f"{OPF}itemref")]

    def said(self, property: str) -> list[str]:
        """The values of a property of the book itself."""
        return [
            (row.text or "").strip()
            for row in self.package.iter(f"{OPF}meta")
            if row.get("property") == property and not row.get("refines")
        ]

    @staticmethod
    def under(part: str, href: str) -> tuple[str, str]:
        """Where a link of a part leads: a path in the file, and an id there."""
        path, _, id = href.partition("#")
        folder = posixpath.dirname(part)
        whole = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else part
        return whole, unquote(id)


class Section(Struct):
    """A part of a page, and what it says itself, without the sections in it."""

    id: str
    pieces: list[str | tuple[str]]  # a tuple names a note that stands there


class Page:
    """One page: what stands on it, and where it leads."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.language = ""
        self.title = False
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[tuple[str, str | None, bool]] = []  # source, alt, whether undescribed
        self.sources: list[str] = []  # of style sheets and whatever else is loaded
        self.marks: list[str] = []  # the notes that are referred to
        self.levels: list[int] = []  # of the headings
        self.navs: list[str] = []
        self.sections: list[Section] = []
        self.notes: dict[str, Section] = {}
        self._open: list[tuple[str, bool]] = []  # element, and whether text in it is not the book's
        self._where: list[Section] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def text(self, section: Section) -> str:
        """What a section says, its notes in ⟦white brackets⟧ at their places."""
        return "".join([
            piece if isinstance(piece, str) else f"⟦{self._note(piece[0])}⟧"
            for piece in section.pieces
        ])  # fmt: skip

    def _note(self, id: str) -> str:
        note = self.notes.get(id)
        return _lines(self.text(note)).strip(" \n") if note else "?"

    # -- reading -----------------------------------------------------------------------------------

    def _start(self, name: str, marks: dict[str, str]) -> None:
        id, sort = marks.get("id", ""), marks.get("epub:type", "")
        if id:
            self.ids.append(id)
        silent = bool(self._open) and self._open[-1][1]
        if name in _LINES or name == "br":
            self._put("\n")
        match name:
            case "html":
                self.language = marks.get("lang", "") if marks.get("xml:lang") else ""
            case "title":
                silent, self.title = True, True
            case "section":
                self._enter(Section(id, []), [] if sort == "cover" else self.sections)
            case "aside" if sort == "footnote":
                self.notes[id] = Section(id, [])
                self._where.append(self.notes[id])
            case "a":
                silent = self._follow(marks, sort) or silent
            case "img":
                self._see(marks)
            case "nav":
                self.navs.append(sort)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.levels.append(int(name[1]))
            case "link" | "script" | "iframe" | "video" | "audio" | "object" | "source":
                self.sources.append(marks.get("href") or marks.get("src") or name)
            case _:
                pass
        self._open.append((name, silent))

    def _enter(self, section: Section, among: list[Section]) -> None:
        among.append(section)
        self._where.append(section)

    def _follow(self, marks: dict[str, str], sort: str) -> bool:
        """Take down a link; whether its words are a note's number and none of the book's."""
        href = marks.get("href", "")
        self.links.append(href)
        if sort == "noteref":
            self.marks.append(href.partition("#")[2])
            if self._where:
                self._where[-1].pieces.append((href.partition("#")[2],))
            return True
        return marks.get("role") == "doc-backlink"

    def _see(self, marks: dict[str, str]) -> None:
        alt, undescribed = marks.get("alt"), marks.get("class") == "undescribed"
        self.images.append((marks.get("src", ""), alt, undescribed))
        line = "\n" if any(name == "figure" for name, _ in self._open) else ""
        if alt and not undescribed:
            self._put(f"{line}⟦{alt}⟧{line}")

    def _end(self, name: str) -> None:
        self._open.pop()
        if name in _LINES:
            self._put("\n")
        inside_note = name == "aside" and self._where and self._where[-1].id in self.notes
        if (name == "section" or inside_note) and self._where:
            self._where.pop()

    def _text(self, text: str) -> None:
        if self._open and not self._open[-1][1]:
            self._put(text)

    def _put(self, text: str) -> None:
        if self._where:
            self._where[-1].pieces.append(text)


def _lines(text: str) -> str:
    """Text with one newline wherever a paragraph, a line or a cell ends, however many end there."""
    text = text.replace("\t", "\n")
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text


def lines(text: str) -> str:
    """As `_lines`, without those at either end."""
    return _lines(text).strip("\n")
