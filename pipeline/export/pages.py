"""export.pages: tell an EPUB's readers the pages of the print PDF, where a job makes both.

The PDF says where blocks begin; the EPUB of the same volume gains a mark at the first block that
begins on each page, and the list of these pages. A page on which no block begins (blank, or all of
it within one long paragraph) has no mark.
"""

import io

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from pipeline.export.ebook.pagination import Leaf, paged
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.handoff import Deliverables, File
from pipeline.model.manuscript import Manuscript

OF = ("export.epub", "export.pdf")


def run(files: Deliverables, book: Manuscript, bench: Bench) -> Deliverables:
    printed = _printed(files)
    for file in files.files:
        pdf = printed.get(file.volume) if file.format == "epub" else None
        leaves = _leaves(bench.blobs.get(pdf.digest)) if pdf else []
        if pdf and leaves:
            _finish(file, pdf, leaves, book, bench)
        else:
            bench.files.append(file)
    return Deliverables(tuple(bench.files))


def _printed(files: Deliverables) -> dict[int, File]:
    """The PDF of each volume; none where the EPUBs are not of the same volumes."""
    ebooks = sorted([file.volume for file in files.files if file.format == "epub"])
    printed = {file.volume: file for file in files.files if file.format == "pdf"}
    return printed if sorted(printed) == ebooks else {}


def _finish(ebook: File, pdf: File, leaves: list[Leaf], book: Manuscript, bench: Bench) -> None:
    source = f"{book.book.title} ({pdf.name})"
    with bench.deliver(ebook.name, ebook.format, ebook.volume) as out:
        told = paged(bench.blobs.get(ebook.digest), out, leaves, source, book.book.language)
    bench.find(
        "epub.pages",
        "note",
        f"Its list of pages leads to {counted(told, 'page')} of {pdf.name}.",
        place=ebook.name,
    )


def _leaves(data: bytes) -> list[Leaf]:
    """The pages of a PDF on which something begins that it names, in order."""
    reader = PdfReader(io.BytesIO(data))
    labels = reader.page_labels
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages)
        if page.indirect_reference
    }
    found: list[tuple[int, str]] = []
    for name, place in reader.named_destinations.items():
        page = place.page
        if isinstance(page, IndirectObject) and page.idnum in numbers:
            found.append((numbers[page.idnum], name))
    return [Leaf(number + 1, labels[number], name) for number, name in sorted(found)]
