"""Where a passage stands on paper: by its bookmark where there is one, and by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.commands.proof.paper import LINE, Box, Letters, Paper, letters
from pipeline.commands.proof.passages import PICTURE, Passage

NEEDLES = (60, 36, 22, 12)
"""Letters to look for, longest first: a page, a mark of a note or a link may end in between."""

TAIL = 14
TALLEST = 330.0
"""Points of a page that a passage may take; what comes below shows nothing more."""

_BESIDE = re.compile("⟦[^⟧]*⟧")


class Spot(NamedTuple):
    """A stretch of a page, in points from its top."""

    page: int
    top: float
    bottom: float
    goes_on: bool = False  # on the next page, or past what is shown


class _Hit(NamedTuple):
    page: int
    start: int  # among the letters of the page
    skipped: int  # letters of the passage before it


def locate(paper: Paper, passage: Passage) -> Spot | None:
    """Where the passage stands; None where it cannot be found."""
    named = next((place for name in passage.anchors if (place := paper.place(name))), None)
    pages = paper.letters()
    hit = _best(_hits(pages, passage.words), pages, passage, named)
    spot: Spot | None
    if hit is not None:
        spot = _extent(paper, pages[hit.page], hit, passage)
    elif named is not None:
        spot = Spot(named[0], named[1], named[1] + 40)
    else:
        spot = _behind(paper, pages, passage)
    if spot is None or passage.sort != PICTURE:
        return spot
    return _with_picture(paper, spot)


def note(paper: Paper, passage: Passage, spot: Spot) -> Spot | None:
    """The footnote of a passage, where it stands at the foot of the same page."""
    if not passage.note:
        return None
    pages = [page if at == spot.page else Letters("", []) for at, page in
             enumerate(paper.letters())]  # fmt: skip
    hits = _hits(pages, passage.note)
    if not hits:
        return None
    own = passage._replace(words=passage.note, anchors=())
    found = _extent(paper, pages[spot.page], hits[-1], own)
    return found if found.top > spot.bottom else None


def _hits(pages: list[Letters], words: str) -> list[_Hit]:
    """Where the words begin: by as many letters as are found anywhere."""
    runs = sorted(_runs(words), key=lambda run: -len(run[1]))[:4]
    for length in NEEDLES:
        for skipped, run in runs:
            needle = run[:length]
            if len(needle) < min(length, 12) and length != NEEDLES[-1]:
                continue
            for wanted in dict.fromkeys((needle, needle[::-1])):  # some lay words out as seen
                found = [_Hit(at, start, skipped) for at, page in enumerate(pages)
                         for start in _all(page.text, wanted)]  # fmt: skip
                if found:
                    return found
    return []


def _runs(words: str) -> Iterator[tuple[int, str]]:
    """The words between marks of notes, as letters, with how many stand before each."""
    passed = 0
    for part in _BESIDE.split(words):
        said = letters(part).text
        if said:
            yield passed, said
        passed += len(said)


def _all(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _best(
    hits: list[_Hit], pages: list[Letters], passage: Passage, named: tuple[int, float] | None
) -> _Hit | None:
    """The one nearest to where it should be: words may stand twice, in contents or an index."""
    if not hits:
        return None
    if named is not None:
        near = [hit for hit in hits if 0 <= hit.page - named[0] <= 1]
        return min(near, key=lambda hit: hit.page) if near else None
    sums = [0]
    for page in pages:
        sums.append(sums[-1] + len(page.text))
    size = sums[-1] or 1
    return min(hits, key=lambda h: abs((sums[h.page] + h.start) / size - passage.at))


def _extent(paper: Paper, page: Letters, hit: _Hit, passage: Passage) -> Spot:
    said = "".join(run for _, run in _runs(passage.words))
    ends = [letters(line).text for line in _BESIDE.sub("\n", passage.words).split("\n")]
    tail = next((line[-TAIL:] for line in reversed(ends) if line), "")
    start = max(0, hit.start - hit.skipped)
    soonest = start + max(0, len(said) * 4 // 5 - len(tail))  # numbers of a list may stand between
    end = page.text.find(tail, soonest, start + len(said) * 2 + 400)
    goes_on = end < 0
    last = min(len(page.at), start + len(said)) if goes_on else end + len(tail)
    boxes = paper.boxes(hit.page, page.at[start], page.at[max(start, last - 1)])
    if not boxes:
        return Spot(hit.page, 0, TALLEST, True)
    top = boxes[0].top if not passage.before or not goes_on else min(box.top for box in boxes)
    top = min(top, boxes[-1].top)
    bottom = max(box.bottom for box in boxes)
    return Spot(hit.page, top, min(bottom, top + TALLEST), goes_on or bottom > top + TALLEST)


def _behind(paper: Paper, pages: list[Letters], passage: Passage) -> Spot | None:
    """Below the words before it: for what has no words, such as a picture."""
    words = _BESIDE.sub("", passage.before)[-80:]
    hit = _best(_hits(pages, words), pages, passage, None)
    if hit is None:
        return None
    page = pages[hit.page]
    last = min(len(page.at), hit.start + len(letters(words).text)) - 1
    boxes = paper.boxes(hit.page, page.at[last], page.at[last])
    top = boxes[0].bottom + LINE if boxes else 0
    return Spot(hit.page, top, top + 40)


def _with_picture(paper: Paper, spot: Spot) -> Spot:
    """The spot, and the picture nearest to it: above its caption, below its bookmark, or first on
    the next page."""
    for page in (spot.page, spot.page + 1):
        found = paper.pictures(page) if page < len(paper) else []
        if page == spot.page:
            found = [box for box in found if box.bottom > spot.top - 420]
        if found:
            box = min(found, key=lambda box: _apart(box, spot) if page == spot.page else box.top)
            if page != spot.page:
                return Spot(page, box.top, box.bottom + 20)
            return Spot(page, min(spot.top, box.top), max(spot.bottom, box.bottom), spot.goes_on)
    return spot


def _apart(box: Box, spot: Spot) -> float:
    return max(0.0, spot.top - box.bottom, box.top - spot.bottom)
