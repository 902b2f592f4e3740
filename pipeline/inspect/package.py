"""A finished docx as an inspector sees it: its parts, read back from the bytes on their own.

Nothing here is shared with the export. Text is taken out of the raw XML by a few substitutions over
the whole part, which is quick and owes nothing to the way it was written.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cached_property

from lxml import etree

from pipeline.model.errors import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {"w": W[1:-1]}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

_NOTE = re.compile(
    r'<w:(?:foot|end)note (?:w:type="\w+" )?w:id="(-?\d+)"[^>]*>(.*?)</w:(?:foot|end)note>',
    re.DOTALL,
)
_MARK = re.compile(r'<w:(?:foot|end)noteReference\b[^>]*?w:id="(\d+)"[^>]*/>')
_PICTURE = re.compile(r"<wp:docPr\b[^>]*>")
_ALT = re.compile(r'descr="([^"]*)"')
_ENDS = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
_TAGS = re.compile(r"<[^>]+>")
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|(\w+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Package:
    """One docx. Raises Refused when it cannot be opened at all."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.parts = self._zip.namelist()
        except zipfile.BadZipFile as error:
            raise Refused("this is not a docx", file=name, cause=str(error)) from error

    def read(self, part: str) -> bytes:
        return self._zip.read(part) if part in self.parts else b""

    def tree(self, part: str) -> etree._Element:
        """A part as XML. Raises Refused when it is not well-formed."""
        try:
            return etree.fromstring(self.read(part), _PARSER)
        except etree.XMLSyntaxError as error:
            raise Refused(
                f"the part {part} is not well-formed", file=self.name, cause=str(error)
            ) from error

    @cached_property
    def document(self) -> etree._Element:
        return self.tree("word/document.xml")

    @cached_property
    def styles(self) -> dict[str, str]:
        """styleId -> name."""
        root = self.tree("word/styles.xml")
        return {
            str(style.get(f"{W}styleId")): str(style.find(f"{W}name").get(f"{W}val"))  # type: ignore[union-attr]
            for style in root.iter(f"{W}style")
        }

    def values(self, path: str, root: etree._Element | None = None) -> list[str]:
        """The strings that an XPath (prefix w) gives on the document."""
        found = (self.document if root is None else root).xpath(path, namespaces=_SPACES)
        return [str(value) for value in found] if isinstance(found, list) else [str(found)]

    @cached_property
    def notes(self) -> dict[str, str]:
        """The text of every note, by its id."""
        found = {}
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            for id, xml in _NOTE.findall(self.read(part).decode("utf-8")):
                found[id] = _text(xml).strip("\n")
        return found

    def text(self) -> str:
        """The text of the body: paragraphs, breaks, cells and tabs by newlines; notes and
        alternative texts in ⟦white brackets⟧ at their places."""
        xml = self.read("word/document.xml").decode("utf-8")
        _, _, body = xml.partition("<w:body>")
        if "<wp:docPr" in body:
            body = _PICTURE.sub(_alt, body)
        if "noteReference" in body:
            body = _MARK.sub(lambda mark: f"⟦{_escaped(self.notes.get(mark[1], '?'))}⟧", body)
        return _text(body)


def _text(xml: str) -> str:
    text = _TAGS.sub("", _ENDS.sub("\n", xml))
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _alt(picture: re.Match[str]) -> str:
    alt = _ALT.search(picture.group())
    return f"⟦{alt[1]}⟧" if alt and alt[1] else ""


def _entity(entity: re.Match[str]) -> str:
    number, hexadecimal, name = entity.groups()
    if number or hexadecimal:
        return chr(int(number) if number else int(hexadecimal, 16))
    return _NAMED.get(name, entity.group())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
