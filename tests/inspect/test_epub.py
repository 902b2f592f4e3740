"""The inspection of an EPUB sees what was done to it."""

import pytest

from pipeline.model.errors import Refused
from tests.export.ebook.conftest import Made, faults, tampered
from tests.export.word.sample import manuscript

PAGE = "text/year_2013.xhtml"


@pytest.fixture(scope="module")
def one():
    return Made(manuscript())


def test_a_file_as_it_was_made_has_no_fault(one):
    assert faults(one.inspected()) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        (PAGE, "Oil, two", "Oil, three", "epub.difference"),
        (PAGE, "On a clear night.", "On a night.", "epub.difference"),
        (PAGE, 'alt="The lens"', 'alt="A lens"', "epub.difference"),
        (PAGE, 'alt="The lens"', "", "epub.picture-without-alt"),
        (PAGE, "goodnight.", "", "epub.difference"),
        (PAGE, 'href="#note-2"', 'href="#note-1"', "epub.note-lost"),
        (PAGE, 'id="_bw_502"', 'id="_bw_503"', "epub.link-lost"),
        (PAGE, 'id="_bw_501_0"', 'id="_bw_501_1"', "epub.id-twice"),
        (PAGE, 'src="../images/', 'src="https://example.org/', "epub.resource"),
        (PAGE, "<h2", "<h3", "epub.headings"),
        (PAGE, ' lang="en" xml:lang="en"', "", "epub.language"),
        ("package.opf", "schema:accessibilityHazard", "schema:other", "epub.metadata"),
        ("package.opf", '<itemref idref="page-6"/>', "", "epub.page-lost"),
        ("package.opf", 'href="book.css"', 'href="other.css"', "epub.part-lost"),
        ("nav.xhtml", 'href="text/preface.xhtml"', 'href="text/gone.xhtml"', "epub.contents"),
    ],
)
def test_what_was_done_to_a_part_is_seen(one, part, old, new, code):
    if part == PAGE and old == "<h2":
        data = tampered(tampered(one.bytes(), part, "<h2", "<h3"), part, "</h2>", "</h3>")
    else:
        data = tampered(one.bytes(), part, old, new)
    assert code in faults(one.inspected(data))


def test_a_page_that_is_not_well_formed_is_refused(one):
    with pytest.raises(Refused, match="well-formed"):
        one.inspected(tampered(one.bytes(), PAGE, "</p>", "</q>"))


def test_a_chapter_that_changed_its_place_is_seen(one):
    book = manuscript()
    turned = manuscript((*book.divisions[:-2], *reversed(book.divisions[-2:])))
    assert "epub.difference" in faults(one.inspected(book=turned))
