"""A press small enough for one book: blobs in memory, and pages read back by another program."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from pipeline.export.pdf import Options, run
from pipeline.inspect import print as inspection
from pipeline.inspect.paper.pages import Paper
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.text import Paragraph, Text
from tests.export.word.conftest import Blobs
from tests.export.word.sample import pictures


class Pressed:
    """The PDFs of one book, and what the inspection says of them."""

    def __init__(self, book, folder=None, **options):
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.bench = Bench(self.blobs, folder=folder)
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

    def paper(self, number=0):
        return Paper(self.bytes(number))

    def texts(self, folder: Path, number=0):
        """Every page as poppler reads it."""
        path = folder / "book.pdf"
        path.write_bytes(self.bytes(number))
        command = ["pdftotext", "-layout", path, "-"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return said.split("\f")

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


def font(family, signs):
    """A font that has these signs, and a square for each."""
    pen = TTGlyphPen(None)
    for at, corner in enumerate(((0, 0), (0, 700), (700, 700), (700, 0))):
        (pen.lineTo if at else pen.moveTo)(corner)
    pen.closePath()
    names = [".notdef", *(f"sign{n}" for n in range(len(signs)))]
    made = FontBuilder(1000)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(s): f"sign{n}" for n, s in enumerate(signs)})
    made.setupGlyf(dict.fromkeys(names, pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys(names, (800, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    told = ("familyName", "fullName", "psName")
    made.setupNameTable({**dict.fromkeys(told, family), "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def said(words, role="body"):
    return Paragraph((Text(words),), (), role)


@pytest.fixture
def pressed():
    return Pressed


needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
)
