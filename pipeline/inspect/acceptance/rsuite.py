"""Macmillan's own rules, as its RSuite validator reports them (sectionstart_converter,
rsuitevalidate_main.py): what it refuses, what it calls an error, what it only mends and says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.inspect.acceptance import containers, lists
from pipeline.inspect.acceptance.fault import Fault
from pipeline.inspect.acceptance.reading import Docx, Para
from pipeline.model.finding import Severity, agreed
from pipeline.model.house import House

BOOK, NOTES = "Section-Book (BOOK)", "Section-Notes (SNT)"
TITLE_PAGE, COPYRIGHT = "Section-Titlepage (STI)", "Section-Copyright (SCR)"
TITLE, AUTHOR, ISBN = "Title (Ttl)", "Author1 (Au1)", "cs-isbn (isbn)"

FRONT = {
    "Section-Ad-Card (SAC)", BOOK, "Section-Contents (STC)", COPYRIGHT, "Section-Dedication (SDE)",
    "Section-Ebook-Copyright (SECR)", "Section-Foreword (SFW)",
    "Section-Front-Matter-General (SFM)", "Section-Front-Sales (SFS)", "Section-Halftitle (SHT)",
    "Section-Series-Page (SSP)", TITLE_PAGE, "Section-Preface (SPF)",
}  # fmt: skip
EITHER = {
    "Section-About-Author (SAA)", "Section-Acknowledgments (SAK)", "Section-Epigraph (SEP)",
    "Section-Illustration-Credits (SIC)", "Section-Introduction (SIC)",
    "Section-Permissions (SPRM)",
}  # fmt: skip
"""Sections of the front matter, and those that may stand in front, body or back."""

_ONE_EACH = (TITLE, "Subtitle (Sttl)", "Main-Head (MHead)")
_BREAKS = {"Separator (Sep)", "Blank-Space-Break (Bsbrk)", "Ornamental-Space-Break (Osbrk)"}
_UNPRINTED = {"Design-Note (Dn)", "Bookmaker-Processing-Instruction (Bpi)", "END (END)"}
_NOTES = {"footnotes": "footnote text", "endnotes": "endnote text"}
_PICTURES = ("Image-Placement (Img)", "cs-image-placement (cimg)")
_ENDS = ("jpg", "pdf", "png", "psd", "tif", "tiff")
_SYMBOLS = {"Symbol", "Webdings", "Wingdings", "Wingdings 2", "Wingdings 3"}
"""Five fonts of symbols are known to it; which, we did not find stated: these are Word's own."""

_LOWEST_VERSION, _LEAST_STYLED, _LONGEST_NAME = 6.0, 90, 83


def judge(docx: Docx, house: House) -> Iterator[Fault]:
    yield from _refusals(docx, house)
    said = [para for para in docx.body if para.text.strip()]  # blank ones it takes out first
    yield from _opening(said)
    yield from _sections(said)
    yield from _front_matter(said)
    yield from containers.judge(said)
    yield from lists.judge(said)
    yield from _notes(docx, said)
    yield from _pictures(said)
    yield from _facts(said)
    yield from _mended(docx)


def is_section(para: Para) -> bool:
    return para.style.startswith("Section-")


def _refusals(docx: Docx, house: House) -> Iterator[Fault]:
    """What it will not look at at all."""
    stem = docx.name.rpartition("/")[2].removesuffix(".docx")
    if len(stem) + len(".docx") > _LONGEST_NAME:
        said = f"The file's name has more than {_LONGEST_NAME} characters."
        yield Fault("file-name", "error", said, None, "give it a shorter name")
    elif re.search(r"[^\w-]", stem):
        said = "The file's name has other signs than letters, numbers, _ and -."
        yield Fault("file-name", "warning", said)
    if docx.cover:
        yield Fault("cover-page", "error", "One of Word's own cover pages is in the file.", None,
                    "take it out with Insert, Cover Page, Remove")  # fmt: skip
    if docx.strict:
        said = "The file is in Strict Open XML, which no version of Word saves of itself."
        yield Fault("strict", "error", said, None, "save it as Word Document (.docx)")
    if _version(docx.version) < _LOWEST_VERSION:
        said = f"The file does not say that it is in the template's version {house.template}."
        yield Fault("template", "error", said, None,
                    f"attach it, or set the property Version to {house.template}")  # fmt: skip
    known = {name.lower() for name in (*house.styles, *house.known) if "(" in name}
    known |= {*_NOTES.values()}
    counted = [para for para in docx.body + docx.notes if not para.in_table]
    styled = sum(para.named and para.style.lower() in known for para in counted)
    if counted and styled * 100 < _LEAST_STYLED * len(counted):
        percent = styled * 100 // len(counted)
        said = f"{percent} % of the paragraphs are in Macmillan's styles; {_LEAST_STYLED} must be."
        yield Fault("styled", "error", said)


def _version(said: str) -> float:
    number = re.match(r"v?(\d+(?:\.\d+)?)", said)
    return float(number[1]) if number else 0


def _opening(said: list[Para]) -> Iterator[Fault]:
    first, second = said[:1], said[1:2]
    if first and first[0].style != BOOK:
        yield Fault("first", "error", f"The first paragraph is not in '{BOOK}'.", first[0])
    if second and not is_section(second[0]):
        message = "The second paragraph does not begin a section."
        yield Fault("second", "error", message, second[0], "put a Section paragraph before it")


def _sections(said: list[Para]) -> Iterator[Fault]:
    """One title, one subtitle, one main head to a section; one book, one section of notes."""
    heads: Counter[str] = Counter()
    for para in containers.outside(said):
        if is_section(para):
            heads.clear()
        elif para.style in _ONE_EACH and not para.in_table:
            heads[para.style] += 1
            if heads[para.style] == 2:
                message = f"This section has more than one '{para.style}'."
                yield Fault("heads", "error", message, para)
    for para in said:
        if para.in_table and is_section(para):
            yield Fault("section-in-table", "error", "A section begins within a table.", para)
    for name in (BOOK, NOTES):
        found = [para for para in said if para.style == name]
        if len(found) > 1:
            message = f"'{name}' stands {len(found)} times; once is all it may."
            yield Fault("section-twice", "error", message, found[1])


def _front_matter(said: list[Para]) -> Iterator[Fault]:
    begun = False
    for para in said:
        if not is_section(para):
            continue
        if para.style not in FRONT | EITHER:
            begun = True
        elif begun and para.style in FRONT:
            message = f"'{para.style}' is front matter, and stands behind the body's first section."
            yield Fault("front-in-body", "error", message, para)


def _notes(docx: Docx, said: list[Para]) -> Iterator[Fault]:
    for para in docx.notes:
        wanted = _NOTES[para.part]
        if para.style.lower() != wanted:
            message = f"The text of a note is in '{para.style}', not in {wanted.title()}."
            yield Fault("note-style", "error", message, para)
        if para.text[:1].isspace():
            yield Fault("note-space", "note", "A note begins with a space: taken out.", para)
    if any("endnote" in para.marks for para in said) and not any(p.style == NOTES for p in said):
        message = f"There are endnotes and no '{NOTES}' for them to stand in."
        yield Fault("no-notes-section", "error", message)
    for para in said:
        hidden = is_section(para) or para.style in _UNPRINTED or para.style in containers.STARTS
        if para.marks and hidden:
            message = f"A note hangs on a paragraph in '{para.style}', which is not printed."
            yield Fault("note-unprinted", "error", message, para)


def _pictures(said: list[Para]) -> Iterator[Fault]:
    for para in said:
        runs = [words for style, words in para.run_styles if style == _PICTURES[1]]
        for name in [para.text] * (para.style == _PICTURES[0]) + runs:
            stem, dot, end = name.rpartition(".")
            if not dot or end not in _ENDS:
                message = f"“{name}” is no name of a picture's file: it must end with .jpg or .tif."
                todo = f"one of {', '.join(_ENDS)}"
                yield Fault("picture-name", "error", message, para, todo)
            elif re.search(r"[^\w-]", stem, re.ASCII):
                message = f"“{name}” has other signs than letters, numbers, _ and -."
                yield Fault("picture-name", "error", message, para)


def _facts(said: list[Para]) -> Iterator[Fault]:
    """What its report must be able to name: the title, who wrote it, and the ISBN."""
    section, titles, authors, numbers = "", 0, 0, 0
    for para in said:
        section = para.style if is_section(para) else section
        titles += section == TITLE_PAGE and para.style == TITLE
        authors += section == TITLE_PAGE and para.style == AUTHOR
        numbers += section == COPYRIGHT and any(style == ISBN for style, _ in para.run_styles)
    for count, style in ((titles, TITLE), (authors, AUTHOR)):
        if not count:
            message = f"No paragraph of the title page is in '{style}'."
            yield Fault("title-page", "error", message)
    if not numbers:  # an author has none to give before the house has
        message = f"The copyright page has no number in '{ISBN}': the validator reports an error."
        yield Fault("no-isbn", "warning", message, None, "set book.isbn once the house gives one")


def _mended(docx: Docx) -> Iterator[Fault]:
    """What it puts right itself and says so."""
    blank = [para for para in docx.body if not para.text.strip()]
    for para in blank:
        special = is_section(para) or para.style in _BREAKS | containers.STARTS | {containers.END}
        if special and not para.in_table:
            message = f"An empty '{para.style}' is taken out: even a break must hold text."
            yield Fault("empty-mark", "warning", message, para)
    cells = sum(para.in_table for para in blank)
    counts: tuple[tuple[str, Severity, int, str], ...] = (
        ("blank", "note", len(blank) - cells, "{n} blank paragraph{s} {are} taken out."),
        (
            "empty-cells",
            "warning",
            cells,
            "{n} cell{s} of tables {are} empty: it asks if that should be.",
        ),
        ("bookmarks", "note", docx.bookmarks, "{n} bookmark{s} {are} taken out."),
    )
    for code, severity, count, words in counts:
        if count > 0:
            yield Fault(code, severity, agreed(words, count))
    for font in sorted({*docx.symbols} - _SYMBOLS):
        message = f"Symbols are in the font {font}, which it does not know."
        yield Fault("symbol-font", "error", message, None, "put the sign itself")
