"""assemble.appendices: an index, lists, a chronology and a log of rights behind the book."""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble.back.addresses import addresses
from pipeline.assemble.back.chronology import chronology
from pipeline.assemble.back.illustrations import illustrations
from pipeline.assemble.back.index import index
from pipeline.assemble.back.places import Place, places
from pipeline.assemble.back.rights import rights
from pipeline.assemble.back.words import words
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Blocks, Text

Page = Literal["index", "illustrations", "chronology", "sources", "links"]

_ORDER: tuple[Page, ...] = ("chronology", "illustrations", "sources", "links", "index")
"""As publishers have them; the index comes last."""

_AFTER = ("about", "colophon")
"""What stands behind even the index."""


class Options(options.Options, frozen=True):
    pages: Annotated[
        tuple[Page, ...],
        Meta(
            description="What the shop makes at the back of the book. index: names, handles and "
            "tags; illustrations: pictures by their captions; chronology: entries by year and "
            "month; sources: what is not the author's, to be cleared; links: every address with "
            "its archived form."
        ),
    ] = ()
    least: Annotated[
        int, Meta(ge=1, description="How often something occurs before it is in the index.")
    ] = 2
    places: Annotated[
        int, Meta(ge=1, description="The most places that an entry of the index names.")
    ] = 20


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """The pages stand in the order that publishers keep to, before a note on the author and the
    colophon. A page that nothing is found for is not made, and a finding says so."""
    if not options.pages:
        return book
    known = places(book)
    made: list[Division] = []
    for page in _ORDER:
        if page in options.pages:
            blocks = _blocks(page, known, book, options, bench)
            if blocks:
                made.append(_division(page, blocks, book.book.language))
            else:
                _notice_empty(page, bench)
    if not made:
        return book
    at = len(book.divisions)
    while at and book.divisions[at - 1].matter == "back" and book.divisions[at - 1].kind in _AFTER:
        at -= 1
    return replace(book, divisions=(*book.divisions[:at], *made, *book.divisions[at:]))


def _blocks(
    page: Page, known: list[Place], book: Manuscript, options: Options, bench: Bench
) -> Blocks:
    language = book.book.language
    match page:
        case "index":
            return index(known, language, options.least, options.places)
        case "illustrations":
            held = {row.key: row for row in book.media if row.digest and not row.missing}
            blocks, wordless = illustrations(known, held)
            if wordless:
                _notice_wordless(wordless, bench)
            return blocks
        case "chronology":
            return chronology(known, language)
        case "sources":
            return rights(known, book.media, language)
        case "links":
            return addresses(known, language)


def _division(page: Page, blocks: Blocks, language: str) -> Division:
    title = (Text(words(language).titles[page]),)
    return Division("appendix", f"_bw_page_{page}", title, blocks, matter="back")


def _notice_empty(page: Page, bench: Bench) -> None:
    bench.find(
        "assemble.appendices.empty",
        "note",
        f"Nothing in the book is for the page “{page}”, so it is not made.",
        todo="for an index of a blog's tags, set assemble.divisions to tags: true"
        if page == "index"
        else "",
    )


def _notice_wordless(pictures: int, bench: Bench) -> None:
    are = "is" if pictures == 1 else "are"
    bench.find(
        "assemble.appendices.wordless",
        "note",
        f"{counted(pictures, 'picture')} with neither caption nor description {are} not in the "
        "list of illustrations.",
        todo="describe the pictures in the archive, or with an edit",
    )
