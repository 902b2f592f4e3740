"""The facts of a survey, as values: its JSON, its page and its words on a terminal tell the same.

Nothing here holds a word of what is not public, and no post's text at all, save the titles and the
tags that its author gave to the public.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

Counts = dict[str, int]
"""How many by some word; the most first."""


class Which(Struct, frozen=True):
    """An archive that was surveyed."""

    path: str
    format: str  # as recipes say it: "twitter"
    title: str  # as a person says it: "Twitter/X archive"
    era: str
    why: str
    routing: str


class Says(Struct, frozen=True):
    """What an archive says of itself; of several, the first."""

    title: str
    author: str
    handle: str
    url: str
    language: str


class Kind(Struct, frozen=True):
    """One kind of item: `received` is the sum of all the rest, as in `bookworks account`."""

    kind: str
    received: int
    public: int
    held_back: Counts  # by why: draft, deleted, …
    set_aside: Counts  # by why: damaged, no text at all, a reader's comment
    merged: Counts  # by why: into another item, or with the same one


class Year(Struct, frozen=True):
    year: str  # "" for what bears no date
    items: int
    kinds: Counts
    words: int
    words_taken: int  # of those that a book takes in


class LeftOut(Struct, frozen=True):
    """What the shared routings leave out of a book unless its recipe says otherwise."""

    reason: str
    items: int
    words: int


class Words(Struct, frozen=True):
    all: int
    taken: int  # of the items that a book takes in
    pages: int  # printed, by those


class Lengths(Struct, frozen=True):
    """Of the items that a book takes in."""

    longest: int = 0
    longest_item: str = ""
    longest_kind: str = ""
    longest_title: str = ""
    longest_day: str = ""
    median: int = 0
    short: int = 0  # of under SHORT words, and in no thread


class Threads(Struct, frozen=True):
    """The author's own threads among the items that a book takes in."""

    count: int = 0
    items: int = 0
    longest: int = 0


class Languages(Struct, frozen=True):
    """Of the items that a book takes in: what they say, what their words say, and the rest."""

    stated: Counts
    guessed: Counts
    unknown: int


class Pictures(Struct, frozen=True):
    """The pictures that the items of a book show."""

    shown: int = 0
    held: int = 0
    missing: Counts = {}  # by why
    unreadable: Counts = {}  # held, but not to be shown, by why
    small: int = 0  # held, but soft in print
    without_alt: int = 0
    with_address: int = 0  # missing, but their address on the web is known


class Members(Struct, frozen=True):
    """The files of the archives."""

    read: int
    ignored: Counts  # by why
    unknown: Counts  # by folder and ending


class Noticed(Struct, frozen=True):
    """Findings of one sort."""

    code: str
    severity: str
    count: int
    messages: tuple[str, ...]  # of the first few
    todo: str


class Survey(Struct, frozen=True, kw_only=True):
    which: tuple[Which, ...]
    says: Says
    received: int
    public: int
    held_back: Counts
    set_aside: Counts
    merged: Counts
    visibility: Counts
    kinds: tuple[Kind, ...]
    years: tuple[Year, ...]  # of public items
    months: Counts  # "2013-04", in their order
    empty_months: tuple[str, ...]
    all_months: int  # from the first to the last
    taken: int
    left_out: tuple[LeftOut, ...]
    words: Words
    lengths: Lengths
    threads: Threads
    languages: Languages
    tags: Counts
    series: Counts
    pictures: Pictures
    members: Members
    damage: tuple[Noticed, ...]

    @property
    def dated(self) -> list[Year]:
        return [year for year in self.years if year.year]

    @property
    def span(self) -> str:
        """ " from 2006 to 2023", " of 2006", or "" where nothing is dated: after "items"."""
        years = [year.year for year in self.dated]
        if not years:
            return ""
        return f" of {years[0]}" if len(years) == 1 else f" from {years[0]} to {years[-1]}"


def most_first(counts: Counter[str]) -> Counts:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
