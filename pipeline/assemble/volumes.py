"""assemble.volumes: divide a book that outgrows one binding into volumes of about one size."""

from itertools import groupby
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble.calendar import span
from pipeline.assemble.pages import words_of
from pipeline.assemble.phrases import number, phrases
from pipeline.assemble.shares import Piece, shares
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.house import load
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import Block, BlockQuote, List, Paragraph, PostBlock, Text
from pipeline.model.walk import every_division, text

READS = ("recipe:house",)


class Options(options.Options, frozen=True):
    words: Annotated[
        int, Meta(ge=0, description="The most words in one volume; 0 is what the house takes.")
    ] = 0
    front: Annotated[
        Literal["each", "first"],
        Meta(
            description="Whether each volume opens with the title and copyright pages, or the "
            "first alone. All other front matter is in the first, and back matter in the last."
        ),
    ] = "each"


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """Volumes begin where a chapter does, with a part where that comes out nearly even. A chapter
    that is longer than a volume may be stays whole, and a finding says so."""
    limit = options.words or load(bench.house).limits.words
    body = [division for division in book.divisions if division.matter == "body"]
    pieces = _pieces(body)
    if not limit or sum([piece.words for piece in pieces]) <= limit:
        return book
    _notice_long(pieces, limit, book, bench)
    parted = shares(pieces, limit)
    if len(parted) < 2:
        return book
    volumes = [
        _volume(nth, _body(body, pieces[start:end], nth, book), book)
        for nth, (start, end) in enumerate(parted, 1)
    ]
    bench.find(
        "assemble.volumes",
        "note",
        f"The book is divided into {len(volumes)} volumes of at most {limit:,} words.",
    )
    return replace(book, divisions=tuple(_bound(volumes, book, options.front == "each")))


def _pieces(body: list[Division]) -> list[Piece]:
    """Every chapter, with its place: which top division it is of, and whether it opens it."""
    pieces: list[Piece] = []
    for top, division in enumerate(body):
        if division.kind != "part" or not division.divisions:
            pieces.append(Piece(words_of(division), top, -1, True))
            continue
        for nth, chapter in enumerate(division.divisions):
            pieces.append(Piece(words_of(chapter), top, nth, nth == 0))
    return pieces


def _notice_long(pieces: list[Piece], limit: int, book: Manuscript, bench: Bench) -> None:
    body = [division for division in book.divisions if division.matter == "body"]
    for piece in pieces:
        if piece.words > limit:
            top = body[piece.top]
            chapter = top if piece.chapter < 0 else top.divisions[piece.chapter]
            words = number(piece.words, "en")
            bench.find(
                "assemble.volumes.chapter",
                "warning",
                f"The chapter “{text(chapter.title)}” has about {words} words, more than the "
                f"{limit:,} of a volume, and stays whole.",
                todo="make chapters shorter with assemble.divisions, by: month",
            )


def _body(body: list[Division], pieces: list[Piece], nth: int, book: Manuscript) -> list[Division]:
    """The top divisions of one volume. A part that began in the volume before goes on here, under
    the same title and the words that say so."""
    out: list[Division] = []
    for top, group in groupby(pieces, key=lambda piece: piece.top):
        division = body[top]
        chapters = [piece.chapter for piece in group]
        if chapters[0] < 0 or len(chapters) == len(division.divisions):
            out.append(division)
            continue
        inner = tuple([division.divisions[chapter] for chapter in chapters])
        if chapters[0] == 0:
            out.append(replace(division, divisions=inner))
            continue
        again = f" ({phrases(book.book.language).continued})"
        out.append(
            replace(
                division,
                id=f"{division.id[:36]}_v{nth}",
                title=(Text(text(division.title) + again),),
                blocks=(),
                divisions=inner,
                origin=(),
            )
        )
    return out


def _volume(nth: int, body: list[Division], book: Manuscript) -> Division:
    dates = sorted([division.created for division in every_division(body) if division.created])
    years = span(dates[0], dates[-1]) if dates else ""
    title = phrases(book.book.language).volume.format(number=nth)
    title = f"{title} · {years}" if years else title
    return Division("volume", f"_bw_volume_{nth}", (Text(title),), (), tuple(body))


# -- binding ---------------------------------------------------------------------------------------


def _bound(volumes: list[Division], book: Manuscript, each: bool) -> list[Division]:
    """The volumes with their matter."""
    front = [division for division in book.divisions if division.matter == "front"]
    back = [division for division in book.divisions if division.matter == "back"]
    again = [page for page in front if page.kind in ("titlepage", "copyright")] if each else []
    bound: list[Division] = []
    for nth, volume in enumerate(volumes, 1):
        opening = front if nth == 1 else [_copied(page, nth) for page in again]
        opening = [_numbered(page, volume) for page in opening]
        closing = back if nth == len(volumes) else []
        bound.append(replace(volume, divisions=(*opening, *volume.divisions, *closing)))
    return bound


def _copied(page: Division, nth: int) -> Division:
    """A page once more: it is text of the shop's own the second time, and no block of any item."""
    blocks = tuple([_unbound(block) for block in page.blocks])
    return replace(page, id=f"{page.id[:36]}_v{nth}", blocks=blocks, origin=())


def _unbound(block: Block) -> Block:
    match block:
        case BlockQuote() | PostBlock():
            return replace(block, origin=(), blocks=tuple([_unbound(b) for b in block.blocks]))
        case List():
            items = tuple([tuple([_unbound(b) for b in item]) for item in block.items])
            return replace(block, origin=(), items=items)
        case _:
            return replace(block, origin=())


def _numbered(page: Division, volume: Division) -> Division:
    """The title page with the volume's line under the title."""
    if page.kind != "titlepage":
        return page
    titles = [
        place
        for place, block in enumerate(page.blocks)
        if isinstance(block, Paragraph) and block.role in ("title", "subtitle")
    ]
    after = titles[-1] + 1 if titles else 0
    line = Paragraph(volume.title, (), "subtitle")
    return replace(page, blocks=(*page.blocks[:after], line, *page.blocks[after:]))
