"""export.pdf: set the book's pages for print, one PDF for each volume."""

from typing import Annotated, Literal

from msgspec import Meta

from pipeline.export.docx import slug
from pipeline.export.press import extent, words
from pipeline.export.press.compiler import Made, made, page_count
from pipeline.export.press.literal import quoted
from pipeline.export.press.own import FOLDER, Own, own
from pipeline.export.press.pages import Pages, Plan
from pipeline.export.press.pictures import Pictures
from pipeline.export.press.registers import Registers
from pipeline.export.press.sheet import Sheet
from pipeline.export.press.signs import Signs
from pipeline.export.press.trims import Page, Trim, page
from pipeline.model import house as houses
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.post import Media
from pipeline.model.register import is_register
from pipeline.model.share import volumes
from pipeline.model.text import Link, SceneBreak
from pipeline.model.walk import every_division, inlines, leaves, plain, text
from pipeline.model.words import words as count_words

READS = ("recipe:house", FOLDER)

_OF_A_CHAPTER = 1_200
"""Words: chapters shorter than this in the middle open on the next page, whichever side."""

_SIZES: tuple[tuple[Trim, int], ...] = (("5.5x8.5", 600), ("6x9", 780), ("7x10", 828))
"""What pages a book is set on where nothing is said of them, each up to so many of them; the last
figure is the most that a shop which prints on demand binds."""

_DENSE = 60
"""Words between one scene break and the next, under which little air is left around them."""

_MOST_LISTED = 90
"""Entries that a table of contents names one by one."""


class Options(options.Options, frozen=True):
    trim: Annotated[
        Literal["auto", Trim],
        Meta(
            description="the size of the finished page, in inches; left to itself the shop takes "
            "5.5x8.5, 6x9 for a thick book, and 7x10 for one that no shop would bind otherwise"
        ),
    ] = "auto"
    openings: Annotated[
        Literal["auto", "recto", "next"],
        Meta(
            description="chapters open on a right-hand page, or on the next one; left to itself "
            "the shop takes the next where chapters are short"
        ),
    ] = "auto"
    contents: Annotated[bool, Meta(description="a table of contents with page numbers")] = True


def run(book: Manuscript, options: Options, bench: Bench) -> Deliverables:
    media = {row.key: row for row in book.media}
    bound = volumes(book.divisions)
    trims, fonts = sizes(bound, options), own(bench)
    registers = Registers(book.divisions)
    many = len(bound) > 1
    for number, divisions in enumerate(bound, 1):
        bench.progress(number - 1, len(bound))
        registers.volume(str(number) if many else "")
        name = slug(book.book.title) + (f"-volume-{number}" if many else "")
        writer = _Volume(book, divisions, options, fonts, registers, bench)
        finished = writer.set(trims, media, ask=bool(registers) and number < len(bound))
        registers.told(finished.told)
        with bench.deliver(f"{name}.pdf", "pdf", number if many else 0) as out:
            out.write(finished.pdf)
        writer.sheet.tell(bench, f"{name}.pdf")
    return Deliverables(tuple(bench.files))


def sizes(made: list[tuple[Division, ...]], options: Options) -> list[Trim]:
    """The size of the pages, the same for all volumes, and those to try where it is too small."""
    if options.trim != "auto":
        return [options.trim]
    for nth, (trim, most) in enumerate(_SIZES):
        if max(extent.pages(divisions, page(trim, 300)) for divisions in made) <= most:
            return [size for size, _ in _SIZES[nth:]]
    return [_SIZES[-1][0]]


class _Volume:
    """Sets one volume."""

    sheet: Sheet

    def __init__(
        self,
        book: Manuscript,
        divisions: tuple[Division, ...],
        options: Options,
        fonts: Own,
        registers: Registers,
        bench: Bench,
    ) -> None:
        self._book = book.book
        self._divisions = divisions
        self._options = options
        self._fonts = fonts
        self._signs = Signs(fonts.files)
        self._registers = registers
        self._bench = bench
        self._all = list(every_division(divisions))
        self._house = houses.load(bench.house)
        self._plan = self._planned()
        self._targets = self._linked()

    def set(self, trims: list[Trim], media: dict[str, Media], *, ask: bool) -> Made:
        """The pages, on larger ones where they came to more than can be bound."""
        self._ask = ask
        for trim in trims:
            pages = extent.pages(self._divisions, page(trim, 300))
            bound = self._bound(trim, pages, media)
            if page_count(bound.pdf) <= _SIZES[-1][1]:
                break
        return bound

    def _bound(self, trim: Trim, pages: int, media: dict[str, Media]) -> Made:
        """The pages, set again with another gutter where there are more or fewer than thought."""
        leaf = page(trim, pages)
        for again in (True, True, False):
            bound = self._made(leaf, media)
            count = page_count(bound.pdf)
            needed = page(trim, count)
            if count > _SIZES[-1][1]:
                break  # no gutter makes them fewer
            if needed == leaf or (not again and needed.inside < leaf.inside):
                break
            leaf = needed
        return bound

    def _made(self, leaf: Page, media: dict[str, Media]) -> Made:
        pictures = Pictures(media, self._bench.blobs, leaf.measure, leaf.depth)
        said = ", ".join(map(quoted, words.page(self._book.language)))
        self.sheet = Sheet(
            self._book, self._house, pictures, self._targets, said, self._registers, self._signs
        )
        pages = Pages(self.sheet, self._title(), self._plan)
        source = pages.source(self._divisions, leaf)
        return made(source, pictures.files, self._fonts.files, ask=self._ask)

    def _title(self) -> str:
        volume = next((text(d.title) for d in self._divisions if d.kind == "volume"), "")
        return ": ".join(part for part in (self._book.title, volume) if part)

    def _planned(self) -> Plan:
        entries = sum(1 for d in self._all if d.kind == "entry" and d.title)
        recto = self._options.openings == "recto"
        if self._options.openings == "auto":
            sizes = sorted(_words(d) for d in self._all if d.kind == "chapter")
            recto = not sizes or sizes[len(sizes) // 2] >= _OF_A_CHAPTER
        shown = (leaf for division in self._all for leaf in leaves(division.blocks))
        breaks = sum(type(leaf) is SceneBreak for leaf in shown)
        dense = breaks * _DENSE > sum(_words(d) for d in self._divisions)
        return Plan(
            recto, entries <= _MOST_LISTED, self._options.contents, dense, self._fonts.families
        )

    def _linked(self) -> dict[str, str]:
        """The items that something in this volume refers to, and the labels that lead there."""
        here = {row.item for division in self._all for row in division.origin}
        linked: dict[str, str] = {}
        for division in self._all:
            if is_register(division):
                continue
            for leaf in leaves(division.blocks):
                here |= {row.item for row in leaf.origin}
                for node in inlines(leaf):
                    if type(node) is Link and node.item:
                        linked.setdefault(node.item, f"<i{len(linked)}>")
        return {item: label for item, label in linked.items() if item in here}


def _words(division: Division) -> int:
    own = sum(count_words(plain(block)) for block in division.blocks)
    return own + sum(_words(inner) for inner in division.divisions)
