"""A shop small enough for one operation: blobs in memory, and files read back as XML."""

import hashlib
import io
import zipfile
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from lxml import etree

from pipeline.export.docx import Options, run
from pipeline.model.bench import Bench
from tests.export.word.sample import pictures

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Blobs(dict):
    def put(self, data):
        digest = hashlib.sha256(data).hexdigest()
        self[digest] = bytes(data)
        return digest

    def get(self, digest):
        return self[digest]

    @contextmanager
    def writer(self):
        blob = SimpleNamespace(file=io.BytesIO(), digest="", size=0)
        yield blob
        data = blob.file.getvalue()
        blob.digest, blob.size = self.put(data), len(data)


class Made:
    """The files that one run made, and what it had to say."""

    def __init__(self, book, house="generic", **options):
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.bench = Bench(self.blobs, house=house)
        self.files = run(book, Options(**options), self.bench).files

    def bytes(self, number=0):
        return self.blobs.get(self.files[number].digest)

    def package(self, number=0):
        return zipfile.ZipFile(io.BytesIO(self.bytes(number)))

    def part(self, name="word/document.xml", number=0):
        return etree.fromstring(self.package(number).read(name))

    def paragraphs(self, number=0):
        """(style id, text) of each paragraph of the body, those in tables included."""
        return [
            (p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), text_of(p))
            for p in self.part(number=number).iter(f"{W}p")
        ]

    def codes(self):
        return {finding.code for finding in self.bench.findings}


def text_of(element):
    marks = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(
        (node.text or "") if marks[node.tag] is None else marks[node.tag]
        for node in element.iter(*marks)
    )


@pytest.fixture
def made():
    return Made
