"""Opening: one document prepared for pandoc, and read by it. What happens here may happen beside
other documents: nothing is declared, and what was learnt is given back."""

from __future__ import annotations

from msgspec import Struct

from pipeline.ingest.readers.documents import (
    carried,
    epub,
    opendocument,
    pandoc,
    rtf,
    sources,
    word,
)
from pipeline.ingest.readers.documents.ast import Pandoc
from pipeline.ingest.readers.documents.formats import FORMATS, OLE, Format, format_of
from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import Prepared
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

_LOCKED = "EncryptedPackage".encode("utf-16-le")
OLD = "a file of Word from before 2007"
"""Why such a file is not read."""


class Opened(Struct):
    """What came of one document: its tree, or why there is none."""

    format: Format
    made: Prepared
    fields: dict[str, str]
    tree: Pandoc | None = None
    log: str = ""
    reason: str = ""
    detail: str = ""


def opened(archive: Unpacked, member: str) -> Opened:
    """A document, read. Never raises but for a pandoc that is not there."""
    format = format_of(archive, member) or FORMATS["doc"]
    found = Opened(format, Prepared(b""), {})
    try:
        found.made, found.fields = _prepared(archive, member, format)
        if format.name == "rtf":
            found.tree = rtf.tree(found.made.data, found.made)
        else:
            output = pandoc.read(found.made.data, format.reader)
            found.tree, found.log = output.tree, output.log
            if format.name == "odt":
                blocks = opendocument.named(found.tree.blocks)
                found.tree = Pandoc(found.tree.meta, blocks)
    except Failed as error:
        found.reason, found.detail = error.reason, error.detail
    except ArchiveError as error:
        if "pandoc" in error.message:
            raise
        found.reason = "it cannot be read"
        found.detail = ". ".join(part for part in (error.message, error.cause) if part)
    except RecursionError:
        found.reason = "it is nested too deep to be read"
    except Exception as error:
        found.reason, found.detail = "it could not be prepared", type(error).__name__
    found.made.data = b""
    return found


def _prepared(archive: Unpacked, member: str, format: Format) -> tuple[Prepared, dict[str, str]]:
    match format.name:
        case "docx":
            return word.prepared(archive.package(member)), {}
        case "odt":
            return opendocument.prepared(archive.package(member)), {}
        case "epub":
            return epub.prepared(archive.package(member)), {}
        case "fb2":
            return carried.fiction(archive.read(member)), {}
        case "ipynb":
            return carried.notebook(archive.read(member)), {}
        case "rtf":
            return Prepared(archive.read(member)), {}
        case "doc":
            data = archive.read(member)
            locked = data.startswith(OLE) and _LOCKED in data
            raise Failed("it is protected by a password" if locked else OLD)
        case _:
            made, text = sources.prepared(archive, member, format.name)
            return made, text.fields
