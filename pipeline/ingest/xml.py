"""XML that a platform exported: read strictly; where it is not XML it is mended (see `mend`), with
a finding for each mend. What the elements mean is for each format to say."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Generic, TypeVar

from lxml import etree

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.errors import ArchiveError
from pipeline.model.finding import Severity

T = TypeVar("T")

LARGEST = 512 << 20
"""Bytes of one file."""

_ENCODING = rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']"
_DECLARATION = r"\s*<\?xml[^>]*\?>"
_PROLOG = r"(?:<!--(?s:.*?)-->|<\?(?s:.*?)\?>|[^<]+)*+"
"""What may stand before a declared document type: comments, instructions, space."""


class Document(Generic[T]):
    """One XML file of an archive: items, and what stands around them."""

    what = "export"  # as findings call the file
    item = "item"  # the local name of its items
    kind = "post"  # of an item that is set aside unread
    id = r"(?!)"  # finds an item's own id in its text

    def __init__(self, data: bytes, member: str, intake: Intake) -> None:
        """Raises ArchiveError for what no reader should open: too large, or with a DOCTYPE."""
        self.member = member
        self.intake = intake
        if len(data) > LARGEST:
            raise self.refused(
                f"this {self.what} is larger than {LARGEST >> 20} MiB",
                todo="export it in parts, by year",
            )
        self.text = self._cleaned(self._decoded(data))
        self._refuse_doctype()

    def items(self) -> list[T]:
        """Every item. What is broken is mended, or set aside; findings say which."""
        try:
            return self.strict()
        except etree.XMLSyntaxError as error:
            from pipeline.ingest import mend  # hardly any file needs it

            return list(mend.items(self, error))

    def strict(self) -> list[T]:
        """Every item of a file that is XML. Raises XMLSyntaxError."""
        return list(self.parsed(self.text))

    def parsed(self, text: str) -> Iterator[T]:
        """The items of a text that is XML; of what stands around them the document takes note.
        Raises XMLSyntaxError."""
        raise NotImplementedError

    def loose(self, text: str) -> T:
        """What can be made of an item that is not XML, which stands alone within the root."""
        raise NotImplementedError

    # -- characters --------------------------------------------------------------------------------

    def _decoded(self, data: bytes) -> str:
        match = re.search(_ENCODING, data[:400])
        codec = match[1].decode() if match else "utf-8"
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            codec = "utf-16"
        elif data.startswith(codecs.BOM_UTF8) or not _is_codec(codec):
            codec = "utf-8"
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            text = data.decode(codec, "replace")
            self.find(
                "xml.encoding",
                "warning",
                f"Some bytes of this {self.what} are no text in "
                f"{codec.upper()}; a mark stands for each.",
                line,
            )
        return text.lstrip("\ufeff\n\r\t ")

    def _cleaned(self, text: str) -> str:
        """Without the characters that XML forbids: a mark stands for each, and is counted."""
        cleaned = clean_text(text)
        if cleaned is not text and count_bad(text):
            from pipeline.ingest import mend

            mend.count_marks(self, text)
        declaration = re.match(_DECLARATION, cleaned)
        return cleaned[declaration.end() :] if declaration else cleaned

    def _refuse_doctype(self) -> None:
        """Entities can blow a small file up, or read another: no export and no feed needs any."""
        prolog = re.match(_PROLOG, self.text)
        end = prolog.end() if prolog else 0
        if re.match(r"<!\s*(?:DOCTYPE|ENTITY)", self.text[end : end + 100], re.IGNORECASE):
            raise self.refused(
                f"this {self.what} declares a document type, which none of its kind needs",
                cause="such declarations can hide attacks",
                todo="take the line that starts with <!DOCTYPE out of the file, if you trust it",
            )

    # -- telling -----------------------------------------------------------------------------------

    def find(
        self, code: str, severity: Severity, message: str, line: int, *, todo: str = ""
    ) -> None:
        place = f"{self.member}, line {line}"
        self.intake.bench.find(code, severity, message, place=place, todo=todo)

    def refused(self, message: str, *, cause: str = "", todo: str = "") -> ArchiveError:
        return refused(self.intake.archive.path, self.member, message, cause=cause, todo=todo)


# -- the tree --------------------------------------------------------------------------------------


def elements(text: str, *names: str) -> Iterator[etree._Element]:
    """The elements of these local names, each as it ends. Raises XMLSyntaxError."""
    events = etree.iterparse(
        io.BytesIO(text.encode()),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        encoding="utf-8",
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in events:
        yield element


def is_top(element: etree._Element) -> bool:
    """Whether an element stands directly within the root, or within its channel."""
    above = element.getparent()
    while above is not None and local(above) == "channel":
        above = above.getparent()
    return above is None or above.getparent() is None


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return re.split("[}:]", tag)[-1] if isinstance(tag, str) else ""


def space(element: etree._Element) -> str:
    """The namespace of an element's name, in small letters; where it declares none, its prefix."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag[1:].partition("}")[0].lower() if tag[:1] == "{" else tag.rpartition(":")[0].lower()


def _is_codec(name: str) -> bool:
    try:
        b" ".decode(name)
    except (LookupError, ValueError):
        return False
    return True
