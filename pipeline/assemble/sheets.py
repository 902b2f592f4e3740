"""Sheets: the pages of matter that the shop makes itself, where nobody has written them."""

from pipeline.assemble.calendar import day
from pipeline.assemble.figures import Figures
from pipeline.assemble.phrases import name_of, phrases
from pipeline.model.manuscript import Book, Division
from pipeline.model.text import Blocks, Paragraph, Text


def title_page(book: Book) -> Division:
    lines = (
        (book.title, "title"),
        (book.subtitle, "subtitle"),
        (book.author, "author"),
        (book.publisher, "publisher"),
    )
    blocks = tuple([Paragraph((Text(line),), (), role) for line, role in lines if line])
    return Division("titlepage", "_bw_page_title", (), blocks, matter="front")


def copyright_page(book: Book, figures: Figures, statement: bool) -> Division:
    words = phrases(book.language)
    owner = " ".join(part for part in ("©", book.date[:4], book.author) if part)
    lines = (
        owner if book.author else "",
        book.rights or (words.rights if book.author else ""),
        book.publisher,
        words.edition.format(number=book.edition) if book.edition else "",
        f"ISBN {book.isbn}" if book.isbn else "",
        _statement(figures) if statement and figures.posts else "",
    )
    return Division("copyright", "_bw_page_copyright", (), _lines(lines, "imprint"), matter="front")


def colophon(figures: Figures) -> Division:
    """How the book was made, with its counts."""
    language = figures.book.language
    line = phrases(language).colophon.format(
        posts=figures.value("posts"), words=figures.value("words")
    )
    title = (Text(name_of("colophon", language)),)
    return Division("colophon", "_bw_page_colophon", title, _lines((line,), "body"), matter="back")


def _statement(figures: Figures) -> str:
    words = phrases(figures.book.language)
    first, last = [day(date, figures.book.language) for date in figures.dates]
    if not first:
        return words.made_from_undated.format(posts=figures.value("posts"))
    return words.made_from.format(posts=figures.value("posts"), first=first, last=last)


def _lines(lines: tuple[str, ...], role: str) -> Blocks:
    return tuple([Paragraph((Text(line),), (), role) for line in lines if line])
