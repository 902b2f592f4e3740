"""An EPUB made in memory, and its pages read back as XML."""

import io
import zipfile

import pytest
from lxml import etree

from pipeline.export.epub import Options, run
from pipeline.inspect import epub as inspection
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from tests.export.word.conftest import Blobs
from tests.export.word.sample import pictures

H = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


class Made:
    """The files that one run made, and what it had to say."""

    def __init__(self, book, folder=None, **options):
        self.book = book
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.bench = Bench(self.blobs, folder=folder)
        self.files = run(book, Options(**options), self.bench).files

    def bytes(self, number=0):
        return self.blobs.get(self.files[number].digest)

    def package(self, number=0):
        return zipfile.ZipFile(io.BytesIO(self.bytes(number)))

    def page(self, name, number=0):
        return etree.fromstring(self.package(number).read(f"EPUB/{name}"))

    def names(self, number=0):
        return [name.removeprefix("EPUB/") for name in self.package(number).namelist()]

    def inspected(self, data=None, book=None):
        """The findings of the inspection, of these files or of one that was tampered with."""
        bench = Bench(self.blobs)
        files = self.files
        if data is not None:
            first = files[0]
            files = (type(first)(first.name, self.blobs.put(data), len(data), "epub"),)
        inspection.run(Deliverables(files), book or self.book, bench)
        return [(finding.code, finding.severity) for finding in bench.findings]


def faults(findings):
    return sorted({code for code, severity in findings if severity == "error"})


def tampered(data, part, old, new):
    """An EPUB with a change in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == f"EPUB/{part}":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(member, content)
    return out.getvalue()


@pytest.fixture
def made():
    return Made
