"""The print edition's pages in the e-book: each number leads to the words that begin that page."""

import io
import re
import subprocess
import warnings
import zipfile

import pypdf
import pypdfium2
import pytest
from lxml import etree

from pipeline.export import epub, pages, pdf
from pipeline.inspect import epub as ebook_inspection
from pipeline.inspect import print as print_inspection
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.text import BlockQuote, CodeBlock, Heading, List, Paragraph, Text
from tests.export.ebook.conftest import TYPE, H, tampered
from tests.export.pdf.conftest import needs_poppler
from tests.export.word.conftest import Blobs
from tests.export.word.sample import LONG, chapters, entry, front, manuscript, pictures
from tests.proof import eyes


def said(item, number, role="body"):
    words = f"Log {item} line {number}. {LONG[: 60 + 97 * number % 400]}"
    return Paragraph((Text(words),), (Origin(0, item, number),), role)


def block(item, number):
    """A block of each kind in turn. No two begin with the same words."""
    match number % 12:
        case 3:
            return BlockQuote((said(item, number), said(item, 1000 + number)), ())
        case 5:
            return List(((said(item, number),), (said(item, 1000 + number),)), ())
        case 7:
            return CodeBlock(f"log_{item}_{number} = 1\nlit = 2", (Origin(0, item, number),))
        case 9:
            words = (Text(f"Watch {item} of {number}"),)
            return Heading(1, words, (Origin(0, item, number),))
        case _:
            return said(item, number, "first" if number == 0 else "body")


def year(number):
    entries = [
        entry(
            f"{number}{nth}",
            tuple(block(f"{number}{nth}", at) for at in range(40)),
            (Text(f"Entry {nth} of {number}"),) if nth % 2 else (),
        )
        for nth in range(4)
    ]
    return Division(
        "chapter", f"_bw_year_{number}", (Text(f"The Year {number}"),), (), tuple(entries)
    )


def volume(number):
    title = (Text(f"Volume {number}"),)
    years = (year(2010 + number), year(2015 + number))
    return Division("volume", f"_bw_volume_{number}", title, (), years)


class Paired:
    """The EPUBs and the PDFs of one book, and the EPUBs with their pages told."""

    def __init__(self, book):
        self.book = book
        self.blobs = Blobs()
        for data, *_ in pictures().values():
            self.blobs.put(data)
        self.ebooks = epub.run(book, epub.Options(), Bench(self.blobs)).files
        self.printed = pdf.run(book, pdf.Options(), Bench(self.blobs)).files
        self.files = self.told((*self.ebooks, *self.printed))

    def told(self, files):
        return pages.run(Deliverables(files), self.book, Bench(self.blobs)).files

    def bytes(self, number=0):
        return self.blobs.get(self.files[number].digest)

    def pdf(self, number=0):
        return self.blobs.get(self.printed[number].digest)

    def page_list(self, number=0):
        """The rows of the list: label, page of the e-book, id."""
        with zipfile.ZipFile(io.BytesIO(self.bytes(number))) as package:
            nav = etree.fromstring(package.read("EPUB/nav.xhtml"))
        (found,) = [one for one in nav.iter(f"{H}nav") if one.get(TYPE) == "page-list"]
        return [(a.text, *a.get("href").split("#")) for a in found.iter(f"{H}a")]

    def following(self, number=0):
        """What the list leads to: the label, and the words after the mark."""
        with zipfile.ZipFile(io.BytesIO(self.bytes(number))) as package:
            for label, part, id in self.page_list(number):
                tree = etree.fromstring(package.read(f"EPUB/{part}"))
                (mark,) = tree.xpath("//*[@id=$id]", id=id)
                assert (mark.get("role"), mark.get("aria-label")) == ("doc-pagebreak", label)
                if not mark.xpath("ancestor::*[local-name()='figure']"):
                    yield label, letters("".join(mark.xpath("following::text()")))[:14]

    def inspected(self, data):
        bench = Bench(self.blobs)
        first = self.files[0]
        file = type(first)(first.name, self.blobs.put(data), len(data), "epub", first.volume)
        ebook_inspection.run(Deliverables((file,)), self.book, bench)
        return {finding.code for finding in bench.findings if finding.severity == "error"}


def letters(text):
    return "".join(filter(str.isalnum, text))


@pytest.fixture(scope="module")
def sample():
    """Every kind of node, and years of blocks behind it."""
    return Paired(manuscript((*front(), *chapters(), year(2015))))


@pytest.fixture(scope="module")
def volumes():
    return Paired(manuscript((volume(1), volume(2))))


@pytest.fixture
def printed(sample, tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(sample.pdf())
    return path


def labels(data):
    book = pypdfium2.PdfDocument(data)
    return [book.get_page_label(number) for number in range(len(book))]


def read(path, page):
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@needs_poppler
def test_each_number_leads_to_the_words_that_begin_its_page(sample, printed):
    numbers, found = labels(sample.pdf()), list(sample.following())
    assert len(found) > 20
    for label, words in found:
        assert words in letters(read(printed, numbers.index(label) + 1)), label


@needs_poppler
def test_in_volumes_each_e_book_has_the_pages_of_its_own_print(volumes, tmp_path):
    for number in (0, 1):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(volumes.pdf(number))
        numbers, found = labels(volumes.pdf(number)), list(volumes.following(number))
        assert len(found) > 20
        for label, words in found:
            assert words in letters(read(path, numbers.index(label) + 1)), label


def test_a_page_without_a_number_in_the_list_is_one_on_which_nothing_begins(sample):
    numbered = {label for label, *_ in sample.page_list()}
    book = pypdf.PdfReader(io.BytesIO(sample.pdf()))
    begun = {f"Log {year}{nth} line" for year in (2015,) for nth in range(4)}
    for label, page in zip(labels(sample.pdf()), book.pages, strict=True):
        if label not in numbered:
            text = " ".join(page.extract_text().split())
            assert not any(words in text for words in begun), label


def test_an_e_book_alone_or_of_other_volumes_has_no_pages(sample, volumes):
    assert sample.told(sample.ebooks) == sample.ebooks
    unlike = (*volumes.ebooks, volumes.printed[0])
    assert volumes.told(unlike) == unlike


def test_the_same_files_give_the_same_bytes(sample):
    assert sample.told((*sample.ebooks, *sample.printed)) == sample.files


def test_the_words_of_the_book_stay_as_they_were(sample):
    assert sample.inspected(sample.bytes()) == set()


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        ("nav.xhtml", "#page-9", "#page-90", "epub.link-lost"),
        ("text/2015-the-year-2015.xhtml", 'id="page-10"', 'id="page-9"', "epub.id-twice"),
    ],
)
def test_a_page_that_leads_nowhere_is_refused(sample, part, old, new, code):
    with zipfile.ZipFile(io.BytesIO(sample.bytes())) as package:
        holder = next(
            name.removeprefix("EPUB/")
            for name in package.namelist()
            if name.endswith(".xhtml") and old.encode() in package.read(name)
        )
    assert code in sample.inspected(tampered(sample.bytes(), holder, old, new))


def test_a_list_out_of_order_is_refused(volumes):
    rows = volumes.page_list()
    (first, one, id), (_, other, end) = rows[0], rows[-1]
    assert one != other
    with zipfile.ZipFile(io.BytesIO(volumes.bytes())) as package:
        assert f'{one}#{id}">{first}<' in package.read("EPUB/nav.xhtml").decode()
    turned = tampered(
        volumes.bytes(), "nav.xhtml", f'{one}#{id}">{first}<', f'{other}#{end}">{first}<'
    )
    assert "epub.contents" in volumes.inspected(turned)


@pytest.mark.skipif(bool(eyes.no_epubcheck()), reason=eyes.no_epubcheck())
def test_epubcheck_finds_no_fault(sample, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(sample.bytes())
    assert eyes.epubcheck(path).told == ()


@pytest.mark.skipif(bool(eyes.no_ace()), reason=eyes.no_ace())
def test_ace_finds_no_violation(sample, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(sample.bytes())
    assert eyes.ace(path, tmp_path).told == ()


@needs_poppler
def test_other_programs_find_each_name_in_the_pdf_and_no_fault(sample, printed):
    done = subprocess.run(["pdfinfo", "-dests", printed], capture_output=True, text=True)
    assert done.stderr == ""
    rows = re.findall(r'^ *(\d+) \[ Fit .*"(_bw_\w+)"$', done.stdout, re.MULTILINE)
    assert len(rows) >= len(sample.page_list())
    with warnings.catch_warnings(action="error"):
        book = pypdf.PdfReader(printed, strict=True)
        found = {
            name: book.get_destination_page_number(place) + 1
            for name, place in book.named_destinations.items()
        }
    assert found == {name: int(page) for page, name in rows}


def test_names_leave_an_archival_pdf_archival_and_its_bytes_alone(volumes):
    bench = Bench(volumes.blobs)
    files = Deliverables(volumes.printed)
    print_inspection.run(files, volumes.book, print_inspection.Options(), bench)
    assert [f.message for f in bench.findings if f.severity == "error"] == []
    typst, _, names = volumes.pdf().partition(b"%%EOF")
    assert b"pdfaid:part>2<" in typst
    assert b"/Names" not in typst
    assert re.findall(rb"/Type ?/(\w+)", names) == [b"Catalog"]
