"""A finished docx as an inspector sees it: its parts, read back from the bytes on their own.

Nothing here is shared with the export. Text is taken out of the raw XML by a few substitutions over
the whole part, which is quick and owes nothing to the way it was written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from xml.parsers import expat

from pipeline.model.bench import Blobs
from pipeline.model.errors import Refused
from pipeline.model.handoff import File

_STYLE = re.compile(
    rb'<w:style\b[^>]*w:styleId="([^"]*)"[^>]*>.*?<w:name w:val="([^"]*)"', re.DOTALL
)
_NOTE = re.compile(
    rb'<w:(?:foot|end)note (?:w:type="\w+" )?w:id="(-?\d+)"[^>]*>(.*?)</w:(?:foot|end)note>',
    re.DOTALL,
)
_ELEMENT = re.compile(
    rb"<(w:(?:[pr]Style|bookmark(?:Start|End)|(?:foot|end)noteReference|hyperlink)|wp:docPr)\b([^>]*)>"
)
"""What `values` and `kinds` can be asked for."""

_MARK = re.compile(rb'<w:(?:foot|end)noteReference\b[^>]*?w:id="(\d+)"[^>]*/>')
_PICTURE = re.compile(rb"<wp:docPr\b[^>]*>")
_ALT = re.compile(rb'descr="([^"]*)"')
_SAID = re.compile(rb"<w:t(?: [^>]*)?>([^<]+)|<(?:/w:p|w:br/|w:tab/)>")
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|(\w+));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}  # the last one last
_LEFT, _RIGHT = "<w:t>⟦".encode(), "⟧</w:t>".encode()


_SPEAKING = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
MOST_OPEN = 8


class Package:
    """One docx. Raises Refused when it cannot be opened at all."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._read: dict[str, bytes] = {}
            self.parts = self._zip.namelist()
        except zipfile.BadZipFile as error:
            raise Refused("this is not a docx", file=name, cause=str(error)) from error

    def read(self, part: str) -> bytes:
        """A part's bytes, b"" for one that is not there."""
        if part not in self._read:
            self._read[part] = self._zip.read(part) if part in self.parts else b""
        return self._read[part]

    def well_formed(self, part: str) -> bytes:
        """A part's bytes. Raises Refused when they are no well-formed XML."""
        data = self.read(part)
        try:
            expat.ParserCreate().Parse(data, True)
        except expat.ExpatError as error:
            raise Refused(
                f"the part {part} is not well-formed", file=self.name, cause=str(error)
            ) from error
        return data

    @cached_property
    def document(self) -> bytes:
        return self.read("word/document.xml")

    @cached_property
    def styles(self) -> dict[str, str]:
        """styleId -> name."""
        xml = self.well_formed("word/styles.xml")
        return {id.decode(): _unescaped(name.decode()) for id, name in _STYLE.findall(xml)}

    @cached_property
    def _marks(self) -> dict[bytes, list[bytes]]:
        """The attributes of each element that an inspection asks for, found in one reading."""
        found: dict[bytes, list[bytes]] = defaultdict(list)
        for element, attributes in _ELEMENT.findall(self.document):
            found[element].append(attributes)
        return found

    def values(self, element: str, attribute: str) -> list[str]:
        """The values of one attribute of an element, all through the document."""
        return _values(self._marks.get(element.encode(), ()), attribute)

    def kinds(self, element: str, attribute: str) -> set[str]:
        """As `values`, each once: a document has many paragraphs and few styles."""
        return set(_values(set(self._marks.get(element.encode(), ())), attribute))

    @cached_property
    def notes(self) -> dict[str, bytes]:
        """The text of every note, still escaped, by its id."""
        found: dict[str, bytes] = {}
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            for id, xml in _NOTE.findall(self.read(part)):
                found[id.decode()] = _bare(xml).strip(b"\n")
        return found

    def text(self) -> str:
        """As `said`, in characters."""
        return self.said.decode("utf-8", "replace")

    @cached_property
    def said(self) -> bytes:
        """The text of the body in UTF-8: paragraphs, breaks, cells and tabs by newlines; notes and
        alternative texts in ⟦white brackets⟧ at their places."""
        _, _, body = self.document.partition(b"<w:body>")
        if b"<wp:docPr" in body:
            body = _PICTURE.sub(_alt, body)
        if b"noteReference" in body:
            body = _MARK.sub(self._note, body)
        return _plain(_bare(body))

    def said_without(self, names: set[str]) -> bytes:
        """As `said`, without the paragraphs and runs in some styles, by their names."""
        ids = [id for id, name in self.styles.items() if name in names]
        one = b"|".join([re.escape(id.encode()) for id in ids])
        if not ids:
            return self.said
        paragraph = rb'<w:p><w:pPr><w:pStyle w:val="(?:%s)"/>.*?</w:p>' % one
        run = rb'<w:r><w:rPr><w:rStyle w:val="(?:%s)"/>.*?</w:r>' % one
        bare = Package.__new__(Package)
        bare.name, bare.parts, bare._zip = self.name, self.parts, self._zip
        bare._read = {part: self.read(part) for part in _SPEAKING if part in self.parts}
        for part, xml in bare._read.items():
            xml = re.sub(paragraph, b"", xml, flags=re.DOTALL)
            bare._read[part] = re.sub(run, b"", xml, flags=re.DOTALL)
        return bare.said

    def _note(self, mark: re.Match[bytes]) -> bytes:
        return _LEFT + self.notes.get(mark[1].decode(), b"?") + _RIGHT


_OPEN: dict[str, Package] = {}


def opened(file: File, blobs: Blobs) -> Package:
    """The package of a finished file; the last few are kept, since each inspection opens them."""
    package = _OPEN.get(file.digest)
    if package is None:
        while len(_OPEN) >= MOST_OPEN:
            del _OPEN[next(iter(_OPEN))]
        package = _OPEN[file.digest] = Package(file.name, blobs.get(file.digest))
    return package


def _values(marks: Iterable[bytes], attribute: str) -> list[str]:
    """The values of one attribute in the attributes of several elements."""
    pattern = re.compile(rf'\s{attribute}="([^"]*)"'.encode())
    found = pattern.findall(b"".join(marks))
    return b"\0".join(found).decode().split("\0") if found else []


def _bare(xml: bytes) -> bytes:
    """What XML says: the text of its runs, a newline for each end of a paragraph or line."""
    return b"".join([said or b"\n" for said in _SAID.findall(xml)])


def _plain(text: bytes) -> bytes:
    """Text without its entities."""
    if b"&#" in text:
        return _unescaped(text.decode("utf-8", "replace")).encode()
    if b"&" in text:
        for entity, sign in _NAMED.items():
            text = text.replace(f"&{entity};".encode(), sign.encode())
    return text


def _alt(picture: re.Match[bytes]) -> bytes:
    alt = _ALT.search(picture.group())
    return _LEFT + alt[1] + _RIGHT if alt and alt[1] else b""


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(entity: re.Match[str]) -> str:
    number, hexadecimal, name = entity.groups()
    if number or hexadecimal:
        return chr(int(number) if number else int(hexadecimal, 16))
    return _NAMED.get(name, entity.group())
