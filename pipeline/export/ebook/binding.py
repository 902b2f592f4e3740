"""The binding: one whole EPUB, from the divisions of one volume."""

from collections import Counter
from typing import BinaryIO

from msgspec import Struct

from pipeline.export.ebook import catalogue, contents
from pipeline.export.ebook.catalogue import Item
from pipeline.export.ebook.chapter import TAIL, Chapter, head, tongue
from pipeline.export.ebook.contents import Landmark, Line
from pipeline.export.ebook.inlines import Run
from pipeline.export.ebook.pictures import Pictures
from pipeline.export.ebook.plan import Page, Plan
from pipeline.export.ebook.words import contents as heading
from pipeline.export.ebook.words import words
from pipeline.export.site.marks import attribute
from pipeline.export.word.package import Package
from pipeline.model.bench import Bench, Blobs
from pipeline.model.finding import Severity, agreed
from pipeline.model.manuscript import Book, Division
from pipeline.model.post import Media

ROOT = "EPUB"
_XHTML = "application/xhtml+xml"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    f'<rootfiles><rootfile full-path="{ROOT}/package.opf"'
    ' media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
)
_OPENING = frozenset({"halftitle", "titlepage", "copyright", "dedication", "epigraph"})
_MARKS = {
    "titlepage": "titlepage", "copyright": "copyright-page", "dedication": "dedication",
    "epigraph": "epigraph", "foreword": "foreword", "preface": "preface",
    "introduction": "introduction", "afterword": "afterword", "appendix": "appendix",
    "acknowledgements": "acknowledgments", "glossary": "glossary", "notes": "endnotes",
    "colophon": "colophon",
}  # fmt: skip
"""Kinds that a reader may want to go to at once, and what they are called there."""


class Cover(Struct, frozen=True):
    data: bytes
    mime: str = "image/png"

    @property
    def name(self) -> str:
        return "cover.jpg" if self.mime == "image/jpeg" else "cover.png"


class Binding:
    """Writes one volume."""

    def __init__(
        self, book: Book, volume: catalogue.Volume, divisions: tuple[Division, ...],
        media: tuple[Media, ...], style: str, cover: Cover | None,
    ) -> None:  # fmt: skip
        self._book = book
        self._volume = volume
        self._style = style
        self._cover = cover
        self._say = words(book.language)
        self._plan = Plan(divisions)
        self.pictures = Pictures(media, self._say)
        self._lines: list[Line] = []
        self._landmarks: list[Landmark] = []
        self._items: list[Item] = []
        self._spine: list[str] = []
        self._counts: Counter[str] = Counter()

    def write(self, out: BinaryIO, blobs: Blobs) -> None:
        """The file, to `out`."""
        package = Package(out)
        package.store("mimetype", b"application/epub+zip")
        package.add("META-INF/container.xml", _CONTAINER)
        if self._cover:
            self._bind_cover(package, self._cover)
        self._write_pages(package)
        self._write_lists(package)
        self.pictures.pack(package, blobs, ROOT)
        package.close()

    def tell(self, bench: Bench, name: str) -> None:
        """What a person should know, as findings."""
        for code, (severity, message, todo) in _FINDINGS.items():
            if self._counts[code]:
                said = agreed(message, self._counts[code])
                bench.find(f"epub.{code}", severity, said, place=name, todo=todo)

    # -- pages -------------------------------------------------------------------------------------

    def _write_pages(self, package: Package) -> None:
        listed = begun = False
        run = Run(self.pictures, self._say, self._plan.place)
        for page in self._plan.pages:
            if not listed and page.division.kind not in _OPENING:
                self._spine.append("nav")  # behind the title and copyright pages
                listed = True
            if not page.continued:
                run = Run(self.pictures, self._say, self._plan.place)
            self._write_page(package, page, run)
            if not begun and page.division.matter == "body" and page.division.kind not in _OPENING:
                begun = True
                self._landmarks.append(Landmark("bodymatter", self._say.start, page.path))
        if not listed:
            self._spine.append("nav")

    def _write_page(self, package: Package, page: Page, run: Run) -> None:
        chapter = Chapter(page, run, self._volume.title, self._book.language)
        package.add(f"{ROOT}/{page.path}", "".join(chapter.pieces()))
        id = f"page-{len(self._items)}"
        self._items.append(Item(id, page.path, _XHTML))
        self._spine.append(id)
        if page.label and not page.continued:
            self._lines.append(Line(page.label, page.path, page.depth))
        self._lines += [
            Line(label, f"{page.path}#{id}", page.depth + deep - (not page.label))
            for label, id, deep in chapter.landings
        ]
        sort = _MARKS.get(page.division.kind)
        if sort and sort not in {mark.sort for mark in self._landmarks}:
            label = page.label or page.division.kind.capitalize()
            self._landmarks.append(Landmark(sort, label, page.path))
        self._counts.update({
            "illegal-character": run.illegal, "picture": run.missing, "address": run.astray,
        })  # fmt: skip
        run.illegal = run.missing = run.astray = 0

    def _bind_cover(self, package: Package, cover: Cover) -> None:
        book, title = self._book, self._volume.title
        alt = self._say.by.format(title=title, author=book.author) if book.author else title
        package.store(f"{ROOT}/{cover.name}", cover.data)
        page = (
            f"{head(self._say.cover, tongue(book.language), 'book.css')}"
            '<body epub:type="frontmatter">\n<section class="cover" epub:type="cover">'
            f'<img src="{cover.name}" alt="{attribute(alt)}" role="doc-cover"/></section>\n'
            f"</body>\n{TAIL}"
        )
        package.add(f"{ROOT}/cover.xhtml", page)
        self._items += [
            Item("cover-image", cover.name, cover.mime, "cover-image"),
            Item("cover", "cover.xhtml", _XHTML),
        ]
        self._spine.append("cover")
        self._landmarks.append(Landmark("cover", self._say.cover, "cover.xhtml"))

    # -- lists -------------------------------------------------------------------------------------

    def _write_lists(self, package: Package) -> None:
        book, title = self._book, self._volume.title
        lines = self._lines or [Line(title or "Text", self._first(), 0)]
        marks = [*self._landmarks, Landmark("toc", heading(book.language), "#toc")]
        self._items += [
            Item("nav", "nav.xhtml", _XHTML, "nav"),
            Item("ncx", "toc.ncx", "application/x-dtbncx+xml"),
            Item("style", "book.css", "text/css"),
        ]
        self._items += [
            Item(f"picture-{number}", href, mime)
            for number, (href, mime) in enumerate(self.pictures.parts(), 1)
        ]
        package.add(f"{ROOT}/book.css", self._style)
        package.add(f"{ROOT}/nav.xhtml", contents.nav(book, lines, marks, self._say))
        id = catalogue.identifier(book, self._volume)
        package.add(f"{ROOT}/toc.ncx", contents.ncx(book, title, id, lines))
        package.add(
            f"{ROOT}/package.opf",
            catalogue.package(
                book, self._volume, self._items, self._spine, self.pictures, self._say
            ),
        )

    def _first(self) -> str:
        return self._plan.pages[0].path if self._plan.pages else "nav.xhtml"


_FINDINGS: dict[str, tuple[Severity, str, str]] = {
    "illegal-character": (
        "warning",
        "{n} character{s} that an e-book cannot hold stand{v} as \ufffd.",
        "take them out with an edit, or with clean.repair",
    ),
    "picture": (
        "warning",
        "{n} picture{s} could not be shown; words stand in their place.",
        "add the files to the archive's folder, or let assemble.pictures take them out",
    ),
    "address": (
        "note",
        "{n} link{s} {have} no address that an e-book may hold, and stand{v} as plain text.",
        "",
    ),
}
"""What can be noted, by code: how grave it is, what it says, and what to do about it."""
