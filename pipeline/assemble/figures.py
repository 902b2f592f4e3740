"""Figures: what a book says of itself in numbers and names, for placeholders and made pages."""

import re
from functools import cached_property

from pipeline.assemble.calendar import day
from pipeline.assemble.pages import words_of
from pipeline.assemble.phrases import number
from pipeline.model.manuscript import Manuscript
from pipeline.model.walk import every_division

NAMES = (
    "title", "subtitle", "author", "publisher", "year", "edition", "isbn", "rights", "language",
    "posts", "words", "first", "last",
)  # fmt: skip
"""What may stand in curly braces in a page of matter."""

_GAP = re.compile(r"\{([a-z]+)\}")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$])")


class Figures:
    """Counted from the body of the book when first asked for."""

    def __init__(self, book: Manuscript) -> None:
        self.manuscript = book
        self.book = book.book

    @cached_property
    def posts(self) -> int:
        """How many items of the archives the book holds, each post of a thread counted."""
        found: set[str] = set()
        for division in every_division(self.manuscript.divisions):
            found.update([row.item for row in division.origin[:1]])
            found.update([block.origin[0].item for block in division.blocks if block.origin])
        return len(found)

    @cached_property
    def words(self) -> int:
        """About how many words, to three figures."""
        words = sum([words_of(division) for division in self.manuscript.divisions])
        return round(words, min(0, 3 - len(str(words))))

    @cached_property
    def dates(self) -> tuple[str, str]:
        """The first and last date in the book; two empty strings where nothing is dated."""
        dates = [d.created for d in every_division(self.manuscript.divisions) if d.created]
        return (min(dates), max(dates)) if dates else ("", "")

    def value(self, name: str) -> str:
        """What stands for a name of NAMES."""
        match name:
            case "year":
                return self.book.date[:4]
            case "posts" | "words":
                count = self.posts if name == "posts" else self.words
                return number(count, self.book.language)
            case "first" | "last":
                return day(self.dates[name == "last"], self.book.language)
            case _:
                return str(getattr(self.book, name))

    def filled(self, markdown: str) -> tuple[str, list[str]]:
        """A Markdown text with its gaps filled, and the names in braces that mean nothing here,
        which stay as they are."""
        unknown: list[str] = []

        def fill(found: re.Match[str]) -> str:
            if found[1] in NAMES:
                return _MARKUP.sub(r"\\\1", self.value(found[1]))
            unknown.append(found[1])
            return found[0]

        return _GAP.sub(fill, markdown), unknown
