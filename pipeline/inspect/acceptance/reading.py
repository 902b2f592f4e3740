"""A docx of unknown making, read into paragraphs with all that a house might mind."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from pipeline.model.errors import Refused

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OLE = b"\xd0\xcf\x11\xe0"  # how an encrypted docx begins, and an old .doc

_LARGEST = 200_000_000  # bytes of all that is read: more is no manuscript
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError,
           RuntimeError, EOFError, OSError, ValueError)  # fmt: skip
"""What a zip that is none can make its reader raise."""

_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']+)")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}

_HARMLESS = {"pStyle", "rStyle", "numPr", "lang", "rtl", "cs", "bidi", "sectPr", "noProof",
             "rPr", "webHidden", "ins", "del", "moveFrom", "moveTo", "rPrChange",
             "pPrChange", "ilvl", "numId", "tabs", "suppressAutoHyphens", "snapToGrid"}  # fmt: skip
"""Properties that are no formatting, or of which another rule speaks."""

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
            "cellIns", "cellDel", "tblPrChange")  # fmt: skip
_GONE = tuple([f"{W}{name}" for name in ("del", "moveFrom")])
_FALLBACK = f"{_COMPATIBLE}Fallback"
_BOXES = (f"{W}txbxContent", _FALLBACK)
"""Where paragraphs stand within paragraphs."""

_P, _T = f"{W}p", f"{W}t"
_ROOMS = {f"{W}body", f"{W}footnote", f"{W}endnote"}
_DIGITS = tuple("0123456789")
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
_TOLD = tuple([
    f"{W}{name}"
    for name in ("r", "drawing", "pict", "br", "footnoteReference", "endnoteReference", *_CHANGES)
])  # fmt: skip
"""What a paragraph's words, pictures, notes and changes are told from."""


class Para(Struct):
    """One paragraph."""

    number: int  # counted from 1 through the body, or through the notes
    style: str  # its name; that of the default style where it names none
    named: bool  # whether it names one
    text: str
    part: str = "body"  # or footnotes, endnotes
    in_table: bool = False
    after_table: bool = False
    numbered: bool = False  # with a number or a bullet of a list
    formatting: tuple[str, ...] = ()  # names of properties set by hand
    fonts: tuple[str, ...] = ()
    run_styles: tuple[tuple[str, str], ...] = ()  # style, text
    pictures: int = 0
    breaks: int = 0  # of a page, by hand
    ends_section: str = ""  # how the next section begins
    marks: tuple[str, ...] = ()  # "footnote", "endnote", "custom" of each reference to a note
    changes: int = 0
    outline: int = 0  # 1 for a heading of the first level


class Docx(Struct):
    """A whole file."""

    name: str
    size: int
    body: list[Para]
    notes: list[Para]
    styles: dict[str, str]  # id -> name
    levels: dict[str, int]  # id -> the level of a heading
    comments: int
    bookmarks: int
    protected: bool
    tracking: bool
    cover: bool
    strict: bool
    version: str
    lost: tuple[str, ...]  # pictures that are pointed at and not there
    fonts: tuple[str, ...]  # that styles name
    symbols: tuple[str, ...]  # fonts of signs that stand in no alphabet


def read(name: str, data: bytes) -> Docx:
    """The docx. Raises Refused when it cannot be opened at all."""
    if data.startswith(_OLE):
        raise Refused(
            "this is an old .doc, or it is locked with a password",
            file=name, todo="save it as .docx, without a password",
        )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {info.filename: info for info in package.infolist()}
            if "word/document.xml" not in parts:
                raise Refused("this is not a docx", file=name, cause="it has no word/document.xml")
            if sum(info.file_size for part, info in parts.items() if _wanted(part)) > _LARGEST:
                raise Refused("this is too large to be read", file=name)
            read = {part: package.read(part) for part in parts if _wanted(part)}
    except _BROKEN as error:
        raise Refused("this is not a docx", file=name, cause=str(error)) from error
    trees = {part: _tree(name, xml) for part, xml in read.items()}
    docx = _Reader(name, len(data), trees, {*parts}).docx()
    docx.strict = _STRICT in read["word/document.xml"]
    return docx


def _wanted(part: str) -> bool:
    known = {"document", "styles", "footnotes", "endnotes", "comments", "settings"}
    plain = part.removeprefix("word/").removesuffix(".xml")
    return plain in known or part in ("docProps/custom.xml", "word/_rels/document.xml.rels")


def _tree(name: str, data: bytes) -> etree._Element:
    """A part as a tree. No part of a docx has a DTD: one that has is not looked into."""
    encoding = _ENCODING.match(data)
    plain = encoding is None or encoding[1].lower() in _ENCODINGS
    if not plain or b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise Refused("a part of this docx is no plain XML", file=name, cause="it has a DTD")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data.replace(_STRICT, WORD.encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(
            "a part of this docx is not well-formed", file=name, cause=str(error)
        ) from error


class _Reader:
    def __init__(
        self, name: str, size: int, trees: dict[str, etree._Element], parts: set[str]
    ) -> None:
        self._name, self._size = name, size
        self._trees, self._parts = trees, parts
        self._styles: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        self._default = "Normal"
        self._boxes = self._changed = False
        self._read_styles()

    def docx(self) -> Docx:
        document = self._trees["word/document.xml"]
        body = document.find(f"{W}body")
        settings = self._trees.get("word/settings.xml")
        comments = self._trees.get("word/comments.xml")
        return Docx(
            name=self._name, size=self._size,
            body=list(self._paragraphs(body if body is not None else document, "body")),
            notes=[p for kind in ("footnotes", "endnotes") for p in self._note_paragraphs(kind)],
            styles=self._styles, levels=self._levels,
            comments=len(comments) if comments is not None else 0,
            bookmarks=sum(1 for _ in document.iter(f"{W}bookmarkStart")),
            protected=_says(settings, "documentProtection", "enforcement", ("1", "true", "on")),
            tracking=settings is not None and settings.find(f"{W}trackRevisions") is not None,
            cover=any(one.get(f"{W}val") == "Cover Pages"
                      for one in document.iter(f"{W}docPartGallery")),
            strict=False, version=self._version(), lost=tuple(self._lost()),
            fonts=tuple(self._fonts()),
            symbols=tuple(sorted({one.get(f"{W}font", "") for tree in self._trees.values()
                                  for one in tree.iter(f"{W}sym")})),
        )  # fmt: skip

    def _read_styles(self) -> None:
        tree = self._trees.get("word/styles.xml")
        for style in tree.iter(f"{W}style") if tree is not None else ():
            id, name = style.get(f"{W}styleId", ""), _val(style.find(f"{W}name"))
            self._styles[id] = name
            level = _val(style.find(f"{W}pPr/{W}outlineLvl"))
            if level in _DIGITS[:9]:
                self._levels[id] = int(level) + 1
            elif name.lower().startswith("heading ") and name[8:] in _DIGITS[1:]:
                self._levels[id] = int(name[8:])
            paragraph = style.get(f"{W}type") == "paragraph"
            if paragraph and style.get(f"{W}default") in ("1", "true"):
                self._default = id

    def _note_paragraphs(self, kind: str) -> Iterator[Para]:
        tree = self._trees.get(f"word/{kind}.xml")
        number = 0
        for note in tree if tree is not None else ():
            if note.get(f"{W}type"):  # the lines that Word draws above notes
                continue
            for para in self._paragraphs(note, kind):
                number += 1
                para.number = number
                yield para

    def _paragraphs(self, root: etree._Element, part: str) -> Iterator[Para]:
        number = 0
        self._boxes = next(root.iter(*_BOXES), None) is not None
        self._changed = next(root.iter(*_GONE), None) is not None
        for element in root.iter(_P):
            if self._boxes and _within(element, _FALLBACK):
                continue
            number += 1
            yield self._paragraph(element, number, part)

    def _paragraph(self, p: etree._Element, number: int, part: str) -> Para:
        properties = p.find(f"{W}pPr")
        style = _val(properties.find(f"{W}pStyle")) if properties is not None else ""
        before, parent = p.getprevious(), p.getparent()
        plain = parent is None or parent.tag in _ROOMS
        para = Para(
            number=number, style=self._named(style or self._default), named=bool(style),
            text="", part=part, in_table=not plain and _within(p, f"{W}tc"),
            after_table=before is not None and before.tag == f"{W}tbl",
            outline=self._levels.get(style, 0),
        )  # fmt: skip
        formatting: set[str] = set()
        if properties is not None:
            formatting |= {_local(one) for one in properties} - _HARMLESS
            para.numbered = properties.find(f"{W}numPr") is not None
            section = properties.find(f"{W}sectPr")
            if section is not None:
                para.ends_section = _val(section.find(f"{W}type")) or "nextPage"
        self._runs(p, para, formatting)
        para.formatting = tuple(sorted(formatting))
        return para

    def _runs(self, p: etree._Element, para: Para, formatting: set[str]) -> None:
        said: list[str] = []
        fonts: set[str] = set()
        styles: list[tuple[str, str]] = []
        marks: list[str] = []
        for node in p.iter(*_TOLD):
            if self._boxes and _own(node) is not p:
                continue
            name = _local(node)
            if name == "r":
                words = "" if self._changed and _gone(node) else _words(node)
                said.append(words)
                self._run(node, words, styles, fonts, formatting)
            elif name in ("drawing", "pict"):
                para.pictures += not (self._boxes and _within(node, _FALLBACK))
            elif name == "br":
                para.breaks += node.get(f"{W}type") in ("page", "column")
            elif name in ("footnoteReference", "endnoteReference"):
                custom = node.get(f"{W}customMarkFollows") in ("1", "true")
                marks += [name.removesuffix("Reference")] + ["custom"] * custom
            else:
                para.changes += 1
        para.text, para.fonts = "".join(said), tuple(sorted(fonts))
        para.run_styles, para.marks = tuple(styles), tuple(marks)

    def _run(
        self, run: etree._Element, words: str, styles: list[tuple[str, str]], fonts: set[str],
        formatting: set[str],
    ) -> None:  # fmt: skip
        first = run[0] if len(run) else None
        for one in first if first is not None and first.tag == f"{W}rPr" else ():
            name = _local(one)
            if name == "rStyle":
                styles.append((self._named(_val(one)), words))
            elif name == "rFonts":
                named = {one.get(f"{W}{key}", "") for key in ("ascii", "hAnsi")} - {""}
                fonts |= named
                formatting |= {"rFonts"} if named else set()
            elif name not in _HARMLESS and words.strip():
                formatting.add(name)

    def _named(self, id: str) -> str:
        return self._styles.get(id, id)

    def _version(self) -> str:
        tree = self._trees.get("docProps/custom.xml")
        for one in tree if tree is not None else ():
            if one.get("name") == "Version":
                return "".join(str(said) for said in one.itertext()).strip()
        return ""

    def _lost(self) -> Iterator[str]:
        tree = self._trees.get("word/_rels/document.xml.rels")
        for one in tree if tree is not None else ():
            path = posixpath.normpath(posixpath.join("word", one.get("Target", ""))).lstrip("/")
            ours = one.get("Type", "").endswith("/image") and one.get("TargetMode") != "External"
            if ours and path not in self._parts:
                yield path

    def _fonts(self) -> Iterator[str]:
        tree = self._trees.get("word/styles.xml")
        rows = tree.iter(f"{W}rFonts") if tree is not None else ()
        yield from sorted({one.get(f"{W}ascii", "") for one in rows} - {""})


def _own(node: etree._Element) -> etree._Element | None:
    """The paragraph that a node belongs to: a text box has paragraphs of its own."""
    return next(node.iterancestors(f"{W}p"), None)


def _within(node: etree._Element, tag: str) -> bool:
    return next(node.iterancestors(tag), None) is not None


def _gone(run: etree._Element) -> bool:
    return next(run.iterancestors(*_GONE), None) is not None


def _words(run: etree._Element) -> str:
    return "".join([
        (one.text or "") if one.tag == _T else _SIGNS.get(str(one.tag), "") for one in run
    ])  # fmt: skip


def _val(element: etree._Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _local(element: etree._Element) -> str:
    return _name(str(element.tag))


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _says(tree: etree._Element | None, tag: str, attribute: str, yes: tuple[str, ...]) -> bool:
    one = tree.find(f"{W}{tag}") if tree is not None else None
    return one is not None and one.get(f"{W}{attribute}") in yes
