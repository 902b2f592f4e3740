"""Formats: which files are documents, by their endings and by what they start with."""

from __future__ import annotations

from msgspec import Struct

from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Word before 2007 start, and those of later ones that a password protects."""

_HEAD = 1 << 12


class Format(Struct, frozen=True):
    """A kind of document."""

    name: str
    title: str  # as a person says it
    reader: str  # as pandoc calls it; "" where it is not pandoc that reads it
    packed: bool = False  # a zip of parts
    bytes: bool = False  # not text in UTF-8 as a rule


FORMATS = {
    one.name: one
    for one in (
        Format("docx", "Word", "docx+styles+empty_paragraphs", packed=True),
        Format("odt", "OpenDocument", "odt", packed=True),
        Format("epub", "EPUB", "epub", packed=True),
        Format("rtf", "RTF", "", bytes=True),
        Format("rst", "reStructuredText", "rst"),
        Format("org", "Org", "org"),
        Format("latex", "LaTeX", "latex"),
        Format("fb2", "FictionBook", "fb2", bytes=True),
        Format("textile", "Textile", "textile"),
        Format("mediawiki", "MediaWiki", "mediawiki"),
        Format("typst", "Typst", "typst"),
        Format("ipynb", "Jupyter notebook", "ipynb", bytes=True),
        Format("markdown", "Markdown", "commonmark_x"),
        Format("doc", "Word before 2007", ""),
    )
}
ENDINGS = {
    "docx": "docx", "docm": "docx", "dotx": "docx", "odt": "odt", "ott": "odt", "epub": "epub",
    "rtf": "rtf", "rst": "rst", "rest": "rst", "org": "org", "tex": "latex", "latex": "latex",
    "ltx": "latex", "fb2": "fb2", "textile": "textile", "mediawiki": "mediawiki",
    "wiki": "mediawiki", "typ": "typst", "ipynb": "ipynb", "md": "markdown",
    "markdown": "markdown", "doc": "doc", "dot": "doc",
}  # fmt: skip
OWN = frozenset(ENDINGS) - {"md", "markdown"}
"""The endings that make a folder one of documents."""


def ending(name: str) -> str:
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last[1:] else ""


def format_of(archive: Unpacked, member: str) -> Format | None:
    """What kind of document a member is: its ending says so, unless its first bytes know better.
    A file that calls itself .doc may be any of several."""
    named = ENDINGS.get(ending(member))
    if named is None and not archive.single:
        return None
    try:
        head = archive.head(member, _HEAD)
    except ArchiveError:
        return FORMATS[named] if named else None
    found = _by_head(archive, member, head, named or "")
    return FORMATS[found] if found else None


def _by_head(archive: Unpacked, member: str, head: bytes, named: str) -> str:
    if head.startswith(OLE):
        return "doc"
    if head.startswith(b"PK\x03\x04"):
        return named if named in ("docx", "odt", "epub") else _packed(archive, member) or named
    if head.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    return "" if not named and not _is_fiction(head) else named or "fb2"


def _packed(archive: Unpacked, member: str) -> str:
    """The kind of a package of another ending."""
    try:
        package = archive.package(member)
    except ArchiveError:
        return ""
    if "[Content_Types].xml" in package:
        return "docx"
    return "odt" if "content.xml" in package else "epub" if "mimetype" in package else ""


def _is_fiction(head: bytes) -> bool:
    return b"<FictionBook" in head
