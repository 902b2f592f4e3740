"""The inspection of print: each fault of a page is found by its name."""

import io

import pypdf
import pytest
from pypdf.annotations import Text as Comment
from pypdf.generic import RectangleObject

from pipeline.inspect import print as inspection
from pipeline.inspect.paper.pages import Paper
from pipeline.inspect.paper.store import load, names
from pipeline.inspect.paper.strings import read
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.handoff import Deliverables, File
from tests.export.pdf.conftest import Pressed, book, said
from tests.export.word.sample import LONG


@pytest.fixture(scope="module")
def good():
    return Pressed(book(*[said(LONG)] * 40, chapters=4), contents=True)


def found(good, spoil, manuscript=None):
    """The codes of the errors of a PDF that was spoilt."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good.bytes()))
    spoil(writer)
    out = io.BytesIO()
    writer.write(out)
    name = good.files.files[0].name
    file = File(name, good.blobs.put(out.getvalue()), len(out.getvalue()), "pdf")
    bench = Bench(good.blobs)
    inspection.run(Deliverables((file,)), manuscript or good.book, inspection.Options(), bench)
    return {finding.code for finding in bench.findings if finding.severity == "error"}


def test_a_good_book_has_no_faults(good):
    assert found(good, lambda writer: None) == set()


def test_a_comment_is_found(good):
    def spoil(writer):
        writer.add_annotation(0, Comment(rect=(50, 50, 90, 90), text="Why?"))

    assert "print.annotation" in found(good, spoil)


def test_bookmarks_are_found(good):
    assert found(good, lambda writer: writer.add_outline_item(title="One", page_number=0)) == {
        "print.bookmarks"
    }


def test_an_odd_number_of_pages_is_found(good):
    assert "print.odd" in found(good, lambda writer: writer.remove_page(len(writer.pages) - 1))


def test_a_page_of_another_size_is_found(good):
    def spoil(writer):
        writer.pages[3].mediabox = RectangleObject((0, 0, 400, 700))

    assert "print.trim" in found(good, spoil)


def test_text_in_the_margin_is_found(good):
    def spoil(writer):
        shift = pypdf.Transformation().translate(tx=-40)
        writer.pages[4].add_transformation(shift)

    assert "print.margin" in found(good, spoil)


def test_a_font_that_is_not_inside_is_found(good):
    def spoil(writer):
        for number in range(1, len(writer._objects) + 1):
            one = writer.get_object(number)
            if isinstance(one, dict) and one.get("/Type") == "/FontDescriptor":
                for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                    one.pop(key, None)

    assert "print.font" in found(good, spoil)


def test_lost_words_are_found(good):
    more = book(*[said(LONG)] * 40, said("One more line."), chapters=4)
    assert found(good, lambda writer: None, more) == {"print.unlike"}


@pytest.mark.parametrize(
    ("written", "says", "moved"),
    [
        (rb"[(\000a)-12.5(\\\(\))3 (b)]", b"\0a\\()b", -9.5),
        (rb"[(a\1)2(2)]", b"a\x012", 2),  # no figure of one string joins those of another
        (rb"[(a(5)b)1(c)]", b"a(5)bc", 1),  # parentheses that balance are text
        (rb"[<0041>4(\a\x41\501)]", b"\0Aax41A", 4),
        (rb"(\07<>])", b"\x07<>]", 0),
        (b"[(one\\\ntwo)]", b"onetwo", 0),
    ],
)
def test_strings_are_read_as_a_pdf_means_them(written, says, moved):
    assert read(written) == (says, moved)


def test_text_set_by_another_program_is_read_as_well(good):
    """Its operators stand otherwise, and its tags in other objects."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good.bytes()))
    for page in writer.pages:
        page.add_transformation(pypdf.Transformation().translate(tx=0))
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue() != good.bytes()
    ours, theirs = Paper(good.bytes()), Paper(out.getvalue())
    assert theirs.text == ours.text
    assert theirs.text.count("long frost") == 160


def test_the_rules_of_stores_are_dated():
    assert set(names()) == {"ingramspark", "kdp"}
    assert all(load(name).read.year >= 2026 for name in names())
    with pytest.raises(RecipeError, match="there is no store 'kpd'"):
        load("kpd")
