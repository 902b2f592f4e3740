"""Sections: pages of one kind, and what stands above and below their text."""

import re

from msgspec import Struct

from pipeline.export.word.xml import HEAD, STORY, attribute, escape, legal, twips
from pipeline.model.house import House, style_id
from pipeline.model.manuscript import Book, Division

_APART = {"halftitle": "", "titlepage": "", "dedication": "", "epigraph": "", "copyright": "bottom"}
"""Kinds of divisions that have a page to themselves, and where all their text stands on it; where
it is "", their styles say so."""


_PAGE = f'<w:fldSimple w:instr="{attribute(" PAGE ")}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


class Section(Struct, frozen=True):
    """What a stretch of pages is: "front", "body", or "page" for one that stands apart."""

    sort: str
    upright: str = ""  # where the text stands from top to bottom; "" is at the top


FRONT, BODY = Section("front"), Section("body")


def section_of(division: Division) -> Section:
    """The section that a division of the highest rank belongs to."""
    if division.kind in _APART and not division.title:
        return Section("page", _APART[division.kind])
    return FRONT if division.matter == "front" else BODY


class Furniture:
    """The sections of one file, and the ids of the parts above and below their text."""

    def __init__(self, house: House, book: Book, header: str, footer: str, bidi: bool) -> None:
        self._page = house.page
        self._house = house
        self._book = book
        self._bidi = "<w:bidi/>" if bidi else ""
        self._references = (
            f'<w:headerReference w:type="default" r:id="{header}"/>'
            f'<w:footerReference w:type="default" r:id="{footer}"/>'
            if house.furniture
            else ""
        )
        figures = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
        self._notes = figures if house.notes == "endnote" else ""  # some read it here alone
        self._begun: set[str] = set()

    def end(self, section: Section) -> str:
        """What ends a section. The first page of each sort has nothing above or below."""
        apart = section.sort == "page"
        first = section.sort not in self._begun
        self._begun.add(section.sort)
        page = self._page
        start = ' w:start="1"' if first else ""
        form = "lowerRoman" if section.sort == "front" else "decimal"
        number = "" if apart else f'<w:pgNumType w:fmt="{form}"{start}/>'
        upright = f'<w:vAlign w:val="{section.upright}"/>' if section.upright else ""
        return (
            f'<w:sectPr>{"" if apart else self._references}{self._notes}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
            f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" '
            f'w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}" '
            f'w:header="{twips(page.header)}" w:footer="{twips(page.footer)}" w:gutter="0"/>'
            f"{number}{upright}{'<w:titlePg/>' if self._house.furniture else ''}"
            f"{self._bidi}</w:sectPr>"
        )

    def header(self) -> str:
        """The running head: who wrote it, and what it is called."""
        return self._part("hdr", "header", self._runs(self._house.header))

    def footer(self) -> str:
        """What stands at the foot: the number of the page, if it is not at the head."""
        return self._part("ftr", "footer", self._runs(self._house.footer))

    def _runs(self, pattern: str) -> str:
        """The runs of a line in which {author} and its like stand for what they name."""
        author = self._book.author
        words = {"author": author, "surname": (author.split() or [""])[-1],
                 "title": self._book.title}  # fmt: skip
        runs = []
        for number, piece in enumerate(pattern.split("{page}")):
            said = re.sub(r"\{(\w+)\}", lambda name: words.get(name[1], ""), piece)
            runs += [_PAGE] if number else []
            said = said if "{page}" in pattern else said.strip(" ·/")  # a name may be missing
            runs += [f'<w:r><w:t xml:space="preserve">{escape(legal(said)[0])}</w:t></w:r>'] * bool(
                said
            )
        return "".join(runs)

    def _part(self, tag: str, role: str, inner: str) -> str:
        style = style_id(self._house.style(role))
        return (
            f'{HEAD}<w:{tag} {STORY}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f"{inner}</w:p></w:{tag}>"
        )


def broken(paragraph: str, end: str) -> str:
    """A paragraph with the end of its section in its properties, which is where Word keeps it."""
    return paragraph.replace("</w:pPr>", f"{end}</w:pPr>", 1)
