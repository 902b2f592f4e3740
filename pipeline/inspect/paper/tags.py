"""Tags: the tree that says in what order the text of a PDF is read."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from pipeline.inspect.paper.strings import STRING

_SIMPLE = re.compile(
    rb"(?P<number>\d+) 0 obj\s<</Type/StructElem/S/(?P<sort>\w+)/P \d+ 0 R(?:/T" + STRING + rb")?"
    rb"/K\[(?P<kids>[\d R]*)\](?:/Pg (?P<page>\d+) 0 R)?>>\sendobj",
    re.DOTALL,
)
"""An element as Typst writes almost every one."""

_KID = re.compile(rb"(\d+) 0 R|(\d+)")


class Element(Struct):
    sort: str = ""
    page: int = 0  # the object of the page that its text stands on; 0 is that of what holds it
    text: int = -1  # a marked stretch of text, which it is itself
    alt: str | None = None
    kids: tuple[Element | int, ...] = ()  # an element, or the number of a stretch of text


class Tags:
    """Elements, each read when it is asked for."""

    def __init__(self, data: bytes, reader: PdfReader) -> None:
        self._data = data
        self._reader = reader
        self._offsets: dict[int, int] = dict(reader.xref.get(0, {}))

    def root(self) -> Element | None:
        tree = self._root().get("/StructTreeRoot")
        return None if tree is None else self._element(tree.get_object())

    def _root(self) -> Any:
        return self._reader.trailer["/Root"]

    def _numbered(self, number: int, reference: IndirectObject) -> Element:
        """The element of an object; the reader that reads all PDFs takes long over each."""
        found = _SIMPLE.match(self._data, self._offsets.get(number, len(self._data)))
        if found is None or int(found["number"]) != number:
            return self._element(reference.get_object())
        kids = tuple(
            self._numbered(int(other), IndirectObject(int(other), 0, self._reader))
            if other
            else int(text)
            for other, text in _KID.findall(found["kids"])
        )
        return Element(f"/{found['sort'].decode()}", int(found["page"] or 0), kids=kids)

    def _element(self, found: Any) -> Element:
        where = found.raw_get("/Pg") if "/Pg" in found else None
        page = where.idnum if where is not None else 0
        if "/MCID" in found:
            return Element(page=page, text=int(found["/MCID"]))
        alt = str(found["/Alt"]) if "/Alt" in found else None
        kids = found.get("/K")
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        several = kids if isinstance(kids, list) else [] if kids is None else [kids]
        inner = tuple(kid for one in several if (kid := self._kid(one)) is not None)
        return Element(str(found.get("/S", "")), page, alt=alt, kids=inner)

    def _kid(self, kid: Any) -> Element | int | None:
        if isinstance(kid, IndirectObject):
            return self._numbered(kid.idnum, kid)
        if isinstance(kid, int):
            return int(kid)
        return self._element(kid) if isinstance(kid, DictionaryObject) else None
