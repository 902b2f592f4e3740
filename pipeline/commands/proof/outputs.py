"""The outputs of a book as they lie in the edition's folder, each opened for a proof."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.proof import excerpt
from pipeline.commands.proof.passages import Passage
from pipeline.model.errors import UsageError
from pipeline.model.handoff import Deliverables
from pipeline.shop.archive_room import Record

FORMATS = {"docx": "Word", "pdf": "PDF", "epub": "EPUB", "web": "Web"}
"""What is shown, in this order, and what it is called."""


class Lying(NamedTuple):
    """A finished file and its bytes."""

    name: str
    format: str
    data: bytes
    digest: str
    changed: bool  # since the shop made it


def lying(record: Record) -> dict[str, list[Lying]]:
    """The files of each format that there are. Raises UsageError when there are none."""
    run = [run for run in record.runs if run["kind"] == "Deliverables" and run["handoff"]][-1]
    made = record.handoff(run)
    assert isinstance(made, Deliverables)
    found: dict[str, list[Lying]] = {}
    for file in made.files:
        path = record.folder / file.name
        if file.format in FORMATS and path.is_file():
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            one = Lying(file.name, file.format, data, digest, digest != file.digest)
            found.setdefault(file.format, []).append(one)
    if not found:
        raise UsageError(
            f"{record.name} has no docx, PDF, EPUB or web book to look at",
            file=str(record.folder),
            todo=f"make them: bookworks book {record.name} --again, with formats: "
            "[docx, epub, pdf, web] in its recipe",
        )
    return {name: found[name] for name in FORMATS if name in found}


class Shelf:
    """Where excerpts come from: the pages of an EPUB, or of a web book."""

    def __init__(self, files: list[Lying]) -> None:
        self._books = [_unpacked(file) for file in files if file.format == "epub"]
        web = {file.name: file.data for file in files if file.format == "web"}
        self._books += [web] if web else []

    def excerpt(self, passage: Passage) -> tuple[str, str]:
        """The page and the document of a passage; ("", "") where it is not found."""
        for book in self._books:
            paths = [path for path in book if path.endswith((".xhtml", ".html"))]
            for path, data in excerpt.pages(paths, book.get, passage.anchors):
                made = excerpt.excerpt(data, path, passage.anchors, book.get)
                if made:
                    return Path(path).name, made
        return "", ""


@cache
def _unpacked(file: Lying) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file.data)) as package:
        return {name: package.read(name) for name in package.namelist()}
