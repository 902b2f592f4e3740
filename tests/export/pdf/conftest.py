"""A press small enough for one book: blobs in memory, and pages read back by another program."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.export.pdf import Options, run
from pipeline.inspect import print as inspection
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.text import Paragraph, Text
from tests.export.word.conftest import Blobs
from tests.export.word.sample import pictures


class Pressed:
    """The PDFs of one book, and what the inspection says of them."""

    def __init__(self, book, **options):
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.bench = Bench(self.blobs)
        self.book = book
        self.files = run(book, Options(**options), self.bench)

    def bytes(self, number=0):
        return self.blobs.get(self.files.files[number].digest)

    def inspected(self, **options):
        bench = Bench(self.blobs)
        inspection.run(self.files, self.book, inspection.Options(**options), bench)
        return bench.findings

    def errors(self):
        return [f.message for f in self.inspected() if f.severity == "error"]

    def page(self, number, folder: Path):
        """One page as poppler reads it, its layout kept."""
        path = folder / "book.pdf"
        path.write_bytes(self.bytes())
        command = ["pdftotext", "-layout", "-f", str(number), "-l", str(number), path, "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def book(*blocks, language="en", title="Small Lights", chapters=1):
    """A book whose one chapter, or each of whose chapters, holds these blocks."""
    made = tuple(
        Division("chapter", f"_bw_c{number}", (Text(f"Chapter {number}"),), blocks)
        for number in range(1, chapters + 1)
    )
    return Manuscript(Book(title, "Ada Quill", language, date="2015-03-02"), made, (), ())


def said(words, role="body"):
    return Paragraph((Text(words),), (), role)


@pytest.fixture
def pressed():
    return Pressed


needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
