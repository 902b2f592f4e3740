"""Programs that are not ours open the file, and find in it what we put there."""

import io
import json
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from lxml import etree

from tests.export.word.conftest import W, text_of
from tests.export.word.sample import COMBINING, EMOJI, HEBREW, manuscript

pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not here to read the file")
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def resaved(tmp_path_factory):
    """A file of ours, and the same as LibreOffice saved it again."""
    from tests.export.word.conftest import Made

    folder = tmp_path_factory.mktemp("office")
    ours = Made(manuscript()).bytes()
    (folder / "book.docx").write_bytes(ours)
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", folder / "out", folder / "book.docx"],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    return ours, (folder / "out" / "book.docx").read_bytes()


def part(docx, name):
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def styled(docx):
    """(style name, text) of each paragraph of the body that has text."""
    names = {
        row.get(f"{W}styleId"): row.find(f"{W}name").get(f"{W}val").lower()
        for row in part(docx, "styles").iter(f"{W}style")
    }
    rows = []
    for p in part(docx, "document").iter(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        rows.append((names.get(style.get(f"{W}val")) if style is not None else "", text_of(p)))
    return [row for row in rows if row[1]]


def bookmarks(docx):
    return {row.get(f"{W}name") for row in part(docx, "document").iter(f"{W}bookmarkStart")}


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here to open the file")
def test_libreoffice_keeps_text_styles_notes_and_bookmarks(resaved):
    ours, theirs = resaved
    assert styled(theirs) == styled(ours)
    assert bookmarks(ours) <= bookmarks(theirs)
    for docx in (ours, theirs):
        notes = [text_of(row) for row in part(docx, "footnotes").iter(f"{W}footnote")]
        assert "On a clear night." in [note.strip() for note in notes]
    drawn = [len(list(part(docx, "document").iter(f"{W}drawing"))) for docx in resaved]
    assert drawn[0] == drawn[1]


def strings(node):
    """The words of a pandoc tree, in reading order."""
    match node:
        case {"t": "Str", "c": text}:
            yield text
        case {"t": "Code" | "CodeBlock" | "Math", "c": [_, text]}:
            yield text
        case {"t": "Image", "c": [*_]}:
            return
        case dict():
            yield from strings(list(node.values()))
        case list():
            for inner in node:
                yield from strings(inner)


def words(pieces):
    return Counter("".join("".join(pieces).split()))


def test_pandoc_takes_out_the_same_characters(made):
    file = made(manuscript())
    command = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "json"]
    tree = json.loads(subprocess.run(command, input=file.bytes(), check=True,
                                     capture_output=True).stdout)  # fmt: skip
    theirs = list(strings([tree["meta"], tree["blocks"]]))
    ours = [text_of(file.part()), text_of(file.part("word/footnotes.xml"))]
    assert words(theirs) == words(ours)
    whole = "".join("".join(theirs).split())
    for line in (HEBREW, COMBINING, EMOJI):
        assert "".join(line.split()) in whole
