"""A survey in plain words, for a terminal of eighty columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from pipeline.clean.selection import RETWEETS
from pipeline.commands.show import shown
from pipeline.commands.survey.bars import bars
from pipeline.commands.survey.facts import Counts, Survey
from pipeline.commands.survey.lines import WIDE, fit, item, table
from pipeline.commands.survey.sums import kinds, total
from pipeline.ingest.media import SMALL
from pipeline.model.finding import counted

_LEFT_OUT = {
    **dict.fromkeys(RETWEETS, "passed on from others"),
    "reply to another": "replies to others",
    "response to another": "responses to others",
}
_MOST = 5
"""Kinds of items, or of damage, that a terminal shows."""

_LABEL = 11
_ROOM = WIDE - _LABEL - 3
"""Columns beside a label. A list takes no more; the page has all of it."""


def survey_text(found: dict[str, Any]) -> str:
    """All that a writer needs before there is a recipe; the page and the JSON have the rest."""
    if found["together"] is None:
        return "None of these archives could be read."
    parts = []
    together = msgspec.convert(found["together"], Survey)
    alone = [msgspec.convert(one, Survey) for one in found["archives"]]
    if len(alone) > 1:
        parts += ["\n".join(_brief(one)) for one in alone]
        parts.append(f"All {len(alone)} together")
    else:
        parts.append("\n".join(_head(together)))
    head, rows = kinds(together, _MOST)
    cells = [[cell if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in rows]
    for lines in (table([head, *cells]), bars(together, _signs()), _rest(together), _end(found)):
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts)


def _head(found: Survey) -> list[str]:
    which = found.which[0]
    era = f" ({which.era})" if which.era else ""
    lines = [f"{which.path}: {which.title}{era}", *item("because", which.why, "  ", 0)]
    says = [f"“{found.says.title}”" if found.says.title else "", by(found), found.says.language]
    told = ", ".join([part for part in says if part])
    return lines + (item("It says:", told, "  ", 0) if told else [])


def by(found: Survey) -> str:
    """Who wrote it, as the archive says."""
    handle = f"@{found.says.handle.lstrip('@')}" if found.says.handle else ""
    if found.says.author and handle and found.says.author != handle:
        return f"by {found.says.author} ({handle})"
    return f"by {found.says.author or handle}" if found.says.author or handle else ""


def _brief(found: Survey) -> list[str]:
    """One of several archives."""
    years = [year.year for year in found.dated]
    span = f" from {years[0]} to {years[-1]}" if years else ""
    held = sum(found.held_back.values())
    told = f"{found.public:,} public items{span}, {found.words.all:,} words; {held:,} held back"
    return [*_head(found), *item("It has", told, "  ", 0)]


# -- all else --------------------------------------------------------------------------------------


def _rest(found: Survey) -> list[str]:
    rows = [
        ("Held back", _reasons(found.held_back)),
        ("Set aside", _reasons(found.set_aside)),
        ("Merged", _reasons(found.merged)),
        ("Left out", _left_out(found)),
        ("A book", _book(found)),
        ("Lengths", _lengths(found)),
        ("Threads", _threads(found)),
        ("Languages", _languages(found)),
        ("Tags", fit(_labels(found.tags), _ROOM)),
        ("Series", fit(_labels(found.series), _ROOM)),
        ("Pictures", _pictures(found)),
        ("No items", _gaps(found)),
        ("Not read", _unread(found)),
        *_damage(found),
    ]  # fmt: skip
    return [line for label, told in rows if told for line in item(label, told, "  ", _LABEL)]


def _book(found: Survey) -> str:
    items, words = counted(found.taken, "item"), counted(found.words.taken, "word")
    return f"{items}, {words}: about {counted(found.words.pages, 'printed page')} of text alone"


def _reasons(counts: Counts) -> str:
    return fit([f"{why} ({n:,})" for why, n in counts.items()], _ROOM)


def _labels(counts: Counts) -> list[str]:
    return [f"{label} {n:,}" for label, n in counts.items()]


def _left_out(found: Survey) -> str:
    told = [f"{one.items:,} {_LEFT_OUT.get(one.reason, one.reason)}" for one in found.left_out]
    return f"{', '.join(told)} (a recipe can take them in)" if told else ""


def _lengths(found: Survey) -> str:
    lengths = found.lengths
    if not found.taken:
        return ""
    day = f" of {lengths.longest_day}" if lengths.longest_day else ""
    return (
        f"longest {lengths.longest:,} words ({lengths.longest_kind}{day}), "
        f"half have {lengths.median:,} or fewer"
    )


def _threads(found: Survey) -> str:
    if not found.threads.count:
        return ""
    return (
        f"{found.threads.count:,} of the author's own, {found.threads.items:,} items in all, "
        f"the longest of {found.threads.longest:,}"
    )


def _languages(found: Survey) -> str:
    spoken, parts = found.languages, []
    if spoken.stated:
        parts.append(fit(_labels(spoken.stated), _ROOM // 2))
    if spoken.guessed:
        parts.append(f"by their words {fit(_labels(spoken.guessed), _ROOM // 2)}")
    if spoken.unknown:
        parts.append(f"not stated {spoken.unknown:,}")
    return "; ".join(parts)


def _pictures(found: Survey) -> str:
    one = found.pictures
    if not one.shown:
        return ""
    parts = [f"{one.held:,} held"]
    parts += [f"{n:,} missing ({why})" for why, n in one.missing.items()]
    parts += [f"{n:,} not to be shown ({why})" for why, n in one.unreadable.items()]
    parts += [f"{one.small:,} small for print (under {SMALL} pixels)"] if one.small else []
    parts += [f"{one.without_alt:,} without alt text"] if one.without_alt else []
    return ", ".join(parts)


def _gaps(found: Survey) -> str:
    if not found.empty_months:
        return ""
    told = f"in {len(found.empty_months):,} of {found.all_months:,} months: "
    return told + fit(stretches(found.empty_months), _ROOM - len(told))


def stretches(months: Iterable[str]) -> list[str]:
    """Months that follow each other as one stretch: "2013-04 to 2013-06"."""

    def count(month: str) -> int:
        return int(month[:4]) * 12 + int(month[5:])

    found = []
    for _, run in groupby(enumerate(months), lambda pair: count(pair[1]) - pair[0]):
        names = [month for _, month in run]
        found.append(names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}")
    return found


def _unread(found: Survey) -> str:
    unknown = found.members.unknown
    parts = []
    if unknown:
        kinds = fit(unknown, _ROOM // 2)
        parts.append(f"{total(unknown):,} unknown to this format ({kinds})")
    parts += [f"{n:,} ({why})" for why, n in found.members.ignored.items()]
    return f"files: {fit(parts, 2 * _ROOM - 20)}" if parts else ""


def _damage(found: Survey) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(found.damage[:_MOST]):
        told = one.messages[0]
        if one.count > 1:
            told = f"{one.count:,} × {one.code}, such as: {told}"
        yield "" if at else "Damage", told


# -- the end ---------------------------------------------------------------------------------------


def _end(found: dict[str, Any]) -> list[str]:
    where = f"All of it, with plots: {shown(found['page'])}"
    if found["no_page"]:
        where = f"The page with plots could not be written: {found['no_page']}"
    return [where, f"A recipe to start from ({found['routing']}): {found['new']}"]


def _signs() -> str:
    """What bars are drawn with: blocks, where the terminal has them."""
    try:
        "█▓▒░".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "#=+-"
    return "█▓▒░"
