"""The inspections can fail: a docx that was tampered with is refused, by the name of the fault."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.inspect import docx, fidelity
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables, File
from pipeline.model.manuscript import Manuscript
from tests.floor import Floor

DOCUMENT = "word/document.xml"
NOTES = "word/footnotes.xml"


class Shelf:
    """A store of bytes that a test hands to an inspection."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self.kept[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        return self.kept[digest]

    def writer(self) -> object:
        raise NotImplementedError


class Gate:
    """A finished book, and what the inspections say of a docx in its place."""

    def __init__(self, data: bytes, book: Manuscript) -> None:
        self.data = data
        self.book = book

    def codes(self, data: bytes) -> set[str]:
        """The codes of the errors that the inspections find."""
        shelf = Shelf()
        file = File("small.docx", shelf.put(data), len(data), "docx")
        files = Deliverables((file,))
        bench = Bench(shelf, book=self.book.book, house="generic")  # type: ignore[arg-type]
        fidelity.run(files, self.book, bench)
        docx.run(files, bench)
        return {finding.code for finding in bench.findings if finding.severity == "error"}

    def tampered(self, part: str, pattern: str, instead: str) -> set[str]:
        """What is found once the first match of a pattern in a part reads otherwise."""
        xml = self._part(part)
        changed = re.sub(pattern, instead, xml, count=1, flags=re.DOTALL)
        assert changed != xml, f"{pattern} is nowhere in {part}"
        return self.codes(with_part(self.data, part, changed.encode()))

    def _part(self, part: str) -> str:
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return package.read(part).decode("utf-8")


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename == part else old.read(info))
    return out.getvalue()


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    from pipeline.shop.archive_room import opened

    floor = Floor(tmp_path_factory.mktemp("gate"))
    made = floor.build(("docx",))
    with opened("small", floor.places) as record:
        return Gate(Path(made.files[0]).read_bytes(), record.manuscript())


def test_an_untouched_docx_passes(gate: Gate) -> None:
    assert gate.codes(gate.data) == set()


def test_a_word_that_is_gone_is_missed(gate: Gate) -> None:
    assert "fidelity.unlike" in gate.tampered(DOCUMENT, "went out at", "went at")


def test_a_character_that_was_added_is_noticed(gate: Gate) -> None:
    assert "fidelity.unlike" in gate.tampered(DOCUMENT, "no chart shows", "no chart, shows")


def test_paragraphs_that_changed_places_are_noticed(gate: Gate) -> None:
    assert "fidelity.unlike" in gate.tampered(
        DOCUMENT, "oil(.*?)wick", r"wick\1oil"
    )  # fmt: skip


def test_a_note_whose_text_is_gone_is_missed(gate: Gate) -> None:
    assert "fidelity.unlike" in gate.tampered(NOTES, "A good one", "A one")


def test_a_note_without_its_mark_is_missed(gate: Gate) -> None:
    mark = r"<w:r>(?:(?!</w:r>).)*<w:footnoteReference[^>]*/></w:r>"
    assert gate.tampered(DOCUMENT, mark, "") >= {"fidelity.unlike", "docx.note-lost"}


def test_a_note_that_is_gone_is_missed(gate: Gate) -> None:
    note = r'<w:footnote w:id="[1-9]\d*".*?</w:footnote>'
    assert gate.tampered(NOTES, note, "") >= {"fidelity.unlike", "docx.note-lost"}


def test_bold_letters_of_no_style_are_refused(gate: Gate) -> None:
    found = gate.tampered(DOCUMENT, "<w:r><w:t", "<w:r><w:rPr><w:b/></w:rPr><w:t")
    assert found == {"docx.stray-formatting"}


def test_a_paragraph_with_an_indent_of_its_own_is_refused(gate: Gate) -> None:
    found = gate.tampered(
        DOCUMENT, r'(<w:pStyle w:val="[^"]*"/>)', r'\1<w:ind w:left="720"/>'
    )  # fmt: skip
    assert found == {"docx.stray-formatting"}


def test_a_paragraph_without_a_style_is_refused(gate: Gate) -> None:
    assert "docx.unstyled" in gate.tampered(DOCUMENT, r"<w:pPr><w:pStyle [^>]*/></w:pPr>", "")


def test_a_style_that_is_not_the_houses_is_refused(gate: Gate) -> None:
    style = '<w:style w:type="paragraph" w:styleId="Odd"><w:name w:val="Odd"/></w:style></w:styles>'
    xml = gate._part("word/styles.xml").replace("</w:styles>", style)
    data = with_part(gate.data, "word/styles.xml", xml.encode())
    worn = gate._part(DOCUMENT).replace('<w:pStyle w:val="', '<w:pStyle w:val="Odd" w:was="', 1)
    assert "docx.foreign-style" in gate.codes(with_part(data, DOCUMENT, worn.encode()))


def test_a_bookmark_that_never_ends_is_refused(gate: Gate) -> None:
    assert "docx.bookmark-open" in gate.tampered(DOCUMENT, r"<w:bookmarkEnd [^>]*/>", "")


def test_a_bookmark_that_stands_twice_is_refused(gate: Gate) -> None:
    found = gate.tampered(
        DOCUMENT,
        r'(<w:bookmarkStart [^>]*w:name=")([^"]+)(.*?<w:bookmarkStart [^>]*w:name=")([^"]+)',
        r"\1\2\3\2",
    )
    assert "docx.bookmark-twice" in found
