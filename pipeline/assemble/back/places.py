"""Places: where in the book a reader finds a thing, and by what words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from pipeline.assemble.calendar import day
from pipeline.assemble.phrases import phrases
from pipeline.model.aloud import said
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.register import place as made_of
from pipeline.model.text import Link, Paragraph, Text
from pipeline.model.walk import leaves, own_text

_LONGEST = 70
"""Characters of a title where it stands for its place."""

_STOPS = " ,;:.…"
_OPENING = 10
"""How many words of an entry stand for it where it has no title."""


class Place:
    """An entry, a chapter of one post, or a page that somebody wrote."""

    def __init__(self, division: Division, item: str, chapter: Division) -> None:
        self.division = division
        self.item = item
        self.chapter = chapter  # the one that it is in, or is
        self.title = title_of(division)
        self.label = ""  # what a reader looks for: its date, or its title in quotation marks
        self.date = ""  # as a reader writes it, and never broken at the end of a line

    @property
    def created(self) -> str:
        return self.division.created

    @cached_property
    def opening(self) -> str:
        """Its first words; "" where it has none."""
        for leaf in leaves(self.division.blocks):
            if leaf.origin and getattr(leaf, "role", "") != "missing-picture":
                content = leaf.content if type(leaf) is Paragraph else (Text(own_text(leaf)),)
                if told := said(content):
                    return shortened(told, _OPENING)
        return ""

    def link(self, told: str = "") -> Link:
        """The cross-reference; where it cannot be followed, its words still say where to look."""
        return Link((Text(told or self.label),), "", "", self.item)


def places(book: Manuscript) -> list[Place]:
    """Every place of the book, in reading order. Of places that share a title each is told by its
    date as well."""
    language = book.book.language
    quoted = phrases(language).quoted
    found = list(_places(book.divisions, None))
    titles = Counter([place.title for place in found])
    for place in found:
        date = place.date = day(place.created, language).replace(" ", "\u00a0")
        if place.title:
            label = quoted.format(title=cut(place.title, _LONGEST))
            place.label = f"{label} ({date})" if date and titles[place.title] > 1 else label
        else:
            place.label = date or quoted.format(title=place.opening or place.item)
    return found


def _places(divisions: Iterable[Division], above: Division | None) -> Iterator[Place]:
    for division in divisions:
        chapter = above if above is not None and division.kind == "entry" else division
        item = made_of(division)
        if item:
            yield Place(division, item, chapter)
        yield from _places(division.divisions, chapter)


def title_of(division: Division) -> str:
    """The title that an item gave itself, or a page of matter bears; "" for one of the shop's."""
    return said(division.title) if division.origin or division.matter != "body" else ""


# -- words -----------------------------------------------------------------------------------------


def shortened(text: str, words: int) -> str:
    """The first words of a line; of a language that sets no spaces, about as much."""
    several = text.split(" ", words)
    short = " ".join(several[:words])
    return cut(f"{short.rstrip(_STOPS)}…" if len(several) > words else short, words * 9)


def cut(text: str, longest: int) -> str:
    """A line of at most so many characters, ended between words where that can be."""
    if len(text) <= longest:
        return text
    whole = text[: longest - 1]
    before = whole.rpartition(" ")[0]
    return (before if len(before) > longest // 2 else whole).rstrip(_STOPS) + "…"
