"""Properties: what the file says of itself to a library, a search, a catalogue."""

import re

from pipeline.export.word.scripts import culture
from pipeline.export.word.xml import HEAD, escape, legal
from pipeline.model.manuscript import Book

_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
_CUSTOM = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def core(book: Book, title: str) -> str:
    """The core properties. The dates are the book's own, so that no clock enters the file."""
    rows = [
        ("dc:title", title),
        ("dc:subject", "; ".join(book.subjects)),
        ("dc:creator", book.author),
        ("cp:keywords", ", ".join(book.subjects)),
        ("dc:description", book.description),
        ("cp:lastModifiedBy", book.author),
        ("cp:revision", "1"),
        ("dc:identifier", book.isbn),
        ("dc:language", culture(book.language)),
    ]
    said = "".join(f"<{tag}>{_text(text)}</{tag}>" for tag, text in rows if text)
    return f"{HEAD}<cp:coreProperties {_CORE}>{said}{_dates(book.date)}</cp:coreProperties>"


def app(book: Book) -> str:
    """The program's own properties."""
    company = f"<Company>{_text(book.publisher)}</Company>" if book.publisher else ""
    return f"{HEAD}<Properties {_APP}><Application>Bookworks</Application>{company}</Properties>"


def custom(version: str) -> str:
    """The version of the house's template, by which its programs tell their own files."""
    return (
        f'{HEAD}<Properties {_CUSTOM}><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" '
        f'pid="2" name="Version"><vt:lpwstr>{_text(version)}</vt:lpwstr></property></Properties>'
    )


def _dates(day: str) -> str:
    if not _DAY.match(day):
        return ""
    return "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{tag}>'
        for tag in ("created", "modified")
    )


def _text(text: str) -> str:
    return escape(legal(text)[0])
