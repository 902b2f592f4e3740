"""EPUB: its description, and its spine without the pages that are no text of the book."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from lxml import etree

from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import Prepared, Said, packed, tree
from pipeline.ingest.unpack import Unpacked

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""How fonts are kept from being copied; texts are locked in other ways."""

_NO_TEXT = frozenset(("toc", "cover", "title-page", "titlepage", "index", "loi", "lot"))


def prepared(package: Unpacked) -> Prepared:
    """An EPUB for pandoc. Raises Failed, and ArchiveError for a damaged package."""
    if _is_locked(package):
        raise Failed("it is locked against copying")
    path = _description(package)
    root = tree(package.read(path), doctype=True)
    made = Prepared(b"", root=posixpath.dirname(path))
    made.said = _said(root)
    left_out = _without_furniture(root, path)
    made.told["pages"] = left_out
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    made.data = packed(package, {path: data}, _is_wanted)
    return made


def _is_wanted(name: str) -> bool:
    return name == "mimetype" or name.lower().endswith(
        (".xml", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".css")
    )


def _is_locked(package: Unpacked) -> bool:
    if _ENCRYPTION not in package:
        return False
    root = tree(package.read(_ENCRYPTION), doctype=True)
    ways = [method.get("Algorithm") for method in root.iter("{*}EncryptionMethod")]
    return any(way not in _FONTS for way in ways)


def _description(package: Unpacked) -> str:
    """The path of the file that says what the book is made of."""
    if _CONTAINER in package:
        root = tree(package.read(_CONTAINER), doctype=True)
        for found in root.iter("{*}rootfile"):
            path = unquote(found.get("full-path") or "").lstrip("/")
            if path in package:
                return path
    raise Failed("it does not say what it is made of")


def _said(root: etree._Element) -> Said:
    def fields(name: str) -> list[str]:
        found = [" ".join((one.text or "").split()) for one in root.iter(f"{{*}}{name}")]
        return [text for text in found if text]

    roles = [one for one in root.iter("{*}creator") if _is_author(one)]
    authors = [" ".join((one.text or "").split()) for one in roles]
    return Said(
        title=next(iter(fields("title")), ""),
        authors=tuple([author for author in authors if author]),
        language=next(iter(fields("language")), ""),
        date=next(iter(fields("date")), ""),
    )


def _is_author(creator: etree._Element) -> bool:
    role = next((value for key, value in creator.attrib.items() if str(key).endswith("role")), "")
    return str(role).lower() in ("", "aut")


def _without_furniture(root: etree._Element, path: str) -> int:
    """Take the navigation, the cover and the title page out of the order of reading."""
    folder = posixpath.dirname(path)
    hrefs = {
        one.get("id"): posixpath.normpath(posixpath.join(folder, unquote(one.get("href") or "")))
        for one in root.iter("{*}item")
    }
    pages = {
        posixpath.normpath(
            posixpath.join(folder, unquote((one.get("href") or "").split("#", 1)[0]))
        )
        for one in root.iter("{*}reference")
        if (one.get("type") or "").lower() in _NO_TEXT
    }
    pages |= {
        hrefs[one.get("id")]
        for one in root.iter("{*}item")
        if "nav" in (one.get("properties") or "").split()
    }
    spine = [one for one in root.iter("{*}itemref") if hrefs.get(one.get("idref")) in pages]
    kept = sum(1 for _ in root.iter("{*}itemref")) - len(spine)
    if not kept:
        return 0  # a book of one page, which is called its own contents
    for one in spine:
        above = one.getparent()
        if above is not None:
            above.remove(one)
    return len(spine)
