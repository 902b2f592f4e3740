"""Hints: what a writer may want to decide otherwise, where the figures of a survey give cause."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from pipeline.clean.selection import RETWEETS
from pipeline.commands.survey.facts import Survey, Year
from pipeline.commands.survey.fates import SHORT
from pipeline.model.finding import counted

Hint = tuple[str, list[str]]
"""Why, in a sentence or two, and the lines of an override."""

_WORTH = 10
"""Items, and one in twenty: of fewer, nobody needs to decide anything for all of them."""

_UNSEEN = ("draft", "pending", "scheduled", "paid")
"""Kinds of items that may have been written for readers, though these never saw them."""


def hints(found: Survey, routing: str) -> Iterator[Hint]:
    yield from _others(found)
    yield from _short(found)
    yield from _thin_years(found)
    yield from _pages(found)
    yield from _unseen(found)
    yield from _missing(found)
    yield (
        "A book that is read on paper may want its links as notes:",
        ["- set: clean.links", "  options: {show: footnote}"],
    )
    if found.tags and routing in ("tweets", "timeline"):
        yield (
            "Tags at the end of an item are cut. To keep them all:",
            ["- skip: clean.hashtags", "  why: the tags are part of the jokes"],
        )
    yield (
        "A step of your own, in operations/:",
        ["- after: clean.repair", "  run: operations/my_own.py",
         "  why: what it does that no shared operation can"],
    )  # fmt: skip


def _others(found: Survey) -> Iterator[Hint]:
    answers = sum([one.items for one in found.left_out if one.reason.endswith("to another")])
    passed_on = sum([one.items for one in found.left_out if one.reason in RETWEETS])
    if _is_much(answers, found.public):
        yield (
            f"{answers:,} of {found.public:,} public items answer other people, of whom a reader "
            "sees nothing; they stay out. To take them in:",
            ["- set: clean.selection", "  options: {replies: all}"],
        )
    if _is_much(passed_on, found.public):
        yield (
            f"{passed_on:,} of {found.public:,} public items are other people's, passed on; they "
            "stay out. To take them in (and to ask these people first):",
            ["- set: clean.selection", "  options: {retweets: keep}"],
        )


def _short(found: Survey) -> Iterator[Hint]:
    short = found.lengths.short
    if _is_much(short, found.taken):
        yield (
            f"{short:,} items have fewer than {SHORT} words and stand in no thread. To leave them "
            "out:",
            ["- set: clean.selection", f"  options: {{least_words: {SHORT}}}"],
        )


def _thin_years(found: Survey) -> Iterator[Hint]:
    """Years at either end that have hardly anything, beside what is usual."""
    years = found.dated
    if len(years) < 4:
        return
    usual = median([year.items for year in years])
    enough = [year for year in years if year.items * 20 >= usual]
    first, last = enough[0].year, enough[-1].year
    early = [year for year in years if year.year < first]
    late = [year for year in years if year.year > last]
    if early:
        yield (
            f"{_told(early)}, where {usual:,.0f} are usual. To begin with {first}:",
            ["- set: clean.selection", f"  options: {{since: {first}}}"],
        )
    if late:
        yield (
            f"{_told(late)}, where {usual:,.0f} are usual. To end with {last}:",
            ["- set: clean.selection", f"  options: {{until: {last}}}"],
        )


def _told(years: list[Year]) -> str:
    return " and ".join([
        f"{year.year} has {year.items:,} item{'s' * (year.items > 1)}" for year in years
    ])  # fmt: skip


def _pages(found: Survey) -> Iterator[Hint]:
    kinds = {kind.kind: kind.public for kind in found.kinds}
    pages = kinds.get("page", 0)
    if pages and len(kinds) > 1:
        yield (
            f"{pages:,} of the items {'are pages' if pages > 1 else 'is a page'} (about me, where "
            "to find me), which a book may not want. To leave them out:",
            ["- set: clean.selection", "  options: {without_kinds: [page]}"],
        )


def _unseen(found: Survey) -> Iterator[Hint]:
    kinds = [kind for kind in _UNSEEN if found.held_back.get(kind)]
    if kinds:
        told = ", ".join([f"{found.held_back[kind]:,} {kind}" for kind in kinds])
        yield (
            f"What was never public stays out, so also: {told}. If they are for the book:",
            ["- set: ingest.read", f"  options: {{private: [{', '.join(kinds)}]}}"],
        )


def _missing(found: Survey) -> Iterator[Hint]:
    missing = sum(found.pictures.missing.values())
    if not missing:
        return
    fetch = ""
    if found.pictures.with_address:
        fetch = " Their addresses are known: bookworks fetch-media fetches what is still there."
    are = "is" if missing == 1 else "are"
    yield (
        f"{missing:,} of {counted(found.pictures.shown, 'picture')} {are} not in the archive, "
        "and a "
        f"line in brackets says so where they stood.{fetch} To say nothing:",
        ["- set: assemble.pictures", "  options: {missing: drop}"],
    )


def _is_much(some: int, of: int) -> bool:
    return some >= _WORTH and some * 20 >= of
