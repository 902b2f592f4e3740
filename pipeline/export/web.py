"""export.web: write the book as a site of plain pages, for any host or for a disk."""

from collections import Counter
from importlib import resources
from typing import Annotated

from msgspec import Meta

from pipeline.export.site import beside, card, feeds, shelfmarks
from pipeline.export.site.chapter import Chapter
from pipeline.export.site.contents import contents, inside, title_page
from pipeline.export.site.origins import Origins
from pipeline.export.site.page import CARD, Frame
from pipeline.export.site.pictures import Pictures
from pipeline.export.site.plan import COLOPHON, HOME, Page, Plan
from pipeline.export.site.words import words
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import agreed
from pipeline.model.handoff import Deliverables, Posts
from pipeline.model.manuscript import Manuscript
from pipeline.model.tray import Load, Tray

READS: tuple[str, ...] = ()

_PARTS = ("book.css", "book.js")


class Options(options.Options, frozen=True):
    address: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^\s?#]+)?\Z",
            description="Where the site will stand (https://…). Cards and a sitemap must name it "
            "in full; everything else works without, also from a disk.",
        ),
    ] = ""


def run(book: Manuscript, posts: Posts, options: Options, bench: Bench) -> Deliverables:
    """The posts tell each original's address, which a manuscript does not hold."""
    site = _Site(book, posts, options, bench)
    site.write()
    site.tell()
    return Deliverables(tuple(bench.files))


class _Site:
    """One site, whatever volumes the book has."""

    def __init__(self, book: Manuscript, posts: Posts, options: Options, bench: Bench) -> None:
        self._bench = bench
        self._book = book
        self._words = words(book.book.language)
        self._address = options.address and options.address.rstrip("/") + "/"
        self._plan = Plan(book, posts)
        if not any(page.path == COLOPHON for page in self._plan.pages):
            title = self._words.colophon
            self._plan.pages.append(Page(COLOPHON, title, [], 0, "colophon"))
        self._pictures = Pictures(book.media)
        origins = Origins(book.sources, self._plan.posts, self._words)
        self._chapter = Chapter(self._pictures, origins, self._words, self._plan.place)
        self._feeds = any(page.divisions and _dated(page) for page in self._plan.pages)
        self._frame = Frame(book.book, self._words, self._address, self._feeds)

    def write(self) -> None:
        _, index = self._bench.beside(self._write_pages, self._index, Load)
        self._pictures.write(self._bench)
        index.put_down(self._bench)
        self._write_feeds()
        self._write_beside()

    def _write_pages(self) -> None:
        pages = self._plan.pages
        for number, page in enumerate(pages):
            self._bench.progress(number, len(pages))
            around = (pages[number - 1] if number else None,
                      pages[number + 1] if number + 1 < len(pages) else None)  # fmt: skip
            main = self._main(page)
            about, noted = self._chapter.about, self._chapter.noted
            self._put(page.path, self._frame.html(page, main, around, about, noted))

    def _main(self, page: Page) -> str:
        html = self._chapter.html(page)
        if page.path == HOME:
            html = title_page(self._book.book, page.divisions) + html
            html += contents(self._plan.pages[1:], self._words)
        if page.path == COLOPHON:
            if not page.divisions:
                html += f'<article data-shop=""><h1>{page.title}</h1></article>\n'
            html += beside.making(self._book, self._words, self._feeds)
        return html + inside(self._plan.pages, page)

    def _index(self) -> Load:
        """The files of the index, on a tray."""
        tray = Tray(self._bench.blobs)
        bench = Bench(tray)
        listed = [(page.path, page.title) for page in self._plan.pages]
        for name, text in shelfmarks.index(self._plan.pages).files(listed):
            bench.lay(f"web/{name}", "web", text.encode("utf-8", "replace"))
        return tray.load(bench)

    def _write_feeds(self) -> None:
        newest = shelfmarks.entries(self._plan.pages)
        if newest:
            self._put("feed.xml", feeds.atom(self._book.book, newest, self._address))
            self._put("feed.json", feeds.feed(self._book.book, newest, self._address))

    def _write_beside(self) -> None:
        book = self._book.book
        folder = resources.files("pipeline.export.site")
        for name in _PARTS:
            self._put(name, (folder / name).read_text(encoding="utf-8"))
        self._put("404.html", beside.lost(book, self._words, self._address))
        self._put("robots.txt", beside.robots(self._address))
        self._put("book.webmanifest", beside.manifest(book))
        self._put("icon.svg", card.icon(book))
        if self._address:
            self._put("sitemap.xml", beside.sitemap(self._plan.pages, self._address))
        self._bench.lay(f"web/{CARD}", "web", card.card(book))

    def _put(self, name: str, text: str) -> None:
        self._bench.lay(f"web/{name}", "web", text.encode("utf-8", "replace"))

    def tell(self) -> None:
        told = self._chapter.told
        found = Counter({"illegal-character": told.illegal, "picture": told.missing})
        for code, message in _FINDINGS.items():
            if found[code]:
                self._bench.find(f"web.{code}", "warning", agreed(message, found[code]))
        if not self._address:
            self._bench.find(
                "web.no-address",
                "note",
                "The site does not know where it will stand: it has no sitemap, and cards of it "
                "may lack their picture.",
                todo="set export.web to address: https://…",
            )


_FINDINGS = {
    "illegal-character": "{n} character{s} that a page cannot hold stand{v} as \ufffd.",
    "picture": "{n} picture{s} could not be shown; words stand in their place.",
}


def _dated(page: Page) -> bool:
    return any(
        division.created or any(inner.created for inner in division.divisions)
        for division in page.divisions
    )
