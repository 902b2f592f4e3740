"""Passages: which ones a proof shows. One of each sort that the book has, chosen by its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.errors import UsageError
from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import (
    Block,
    BlockQuote,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    PostBlock,
    Table,
    Verse,
)
from pipeline.model.walk import every, every_division, inlines, leaves, own_text, plain, text

MOST = 18
"""Passages that choose themselves."""

WISHED = 260
"""Characters of a passage that show how it is set, and still fit into a window."""

_SORTS: dict[type, str] = {
    BlockQuote: "A quotation", Verse: "Verse", List: "A list", Table: "A table", CodeBlock: "Code",
    Figure: "A picture", PostBlock: "Somebody else’s post", Embed: "Something embedded",
    Heading: "A heading within a post",
}  # fmt: skip
OPENING, NOTED, RUNNING = "The beginning of a chapter", "A footnote", "Running text"
PICTURE = _SORTS[Figure]
FROM_RIGHT, ASIAN = "Words from right to left", "Words in an East Asian script"
_FIRST = {*_SORTS.values(), OPENING, NOTED, RUNNING, FROM_RIGHT, ASIAN}
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{3}")
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
_BESIDE = re.compile("⟦[^⟧]*⟧")
_TEXT = {"body", "first"}
_QUIET = {*_TEXT, "dateline", "heading"}
"""Roles of paragraphs that every passage shows anyway."""


class Passage(NamedTuple):
    """A block of the book, by the names under which the outputs hold it."""

    sort: str
    chapter: str
    item: str
    anchors: tuple[str, ...]  # the block's own, then those of what lies within it
    words: str  # what is looked for on paper
    before: str  # the words that stand before it, for a block that has none
    at: float  # how far into the book it stands, 0 to 1
    note: str = ""  # the words of its first footnote


class _Met(NamedTuple):
    block: Block
    chapter: str
    opens: bool  # whether it is the first of its chapter
    before: str
    behind: int  # characters of the book before it


def choose(book: Manuscript, wanted: tuple[str, ...] = ()) -> list[Passage]:
    """Those that somebody asks for, by the id of an item, a bookmark or some words; else one of
    each sort. Raises UsageError when there is no such passage."""
    met = list(_walk(book))
    size = max(1, met[-1].behind if met else 1)
    if wanted:
        return [_asked(one, met, size) for one in wanted]
    sorts: dict[str, list[_Met]] = {}
    for one in met:
        for sort in _sorts(one):
            sorts.setdefault(sort, []).append(one)
    chosen: dict[int, tuple[str, _Met]] = {}
    # The roles of paragraphs are many, and come last; otherwise the rarest has first choice.
    for sort in sorted(sorts, key=lambda sort: (sort not in _FIRST, len(sorts[sort]))):
        left = [one for one in sorts[sort] if id(one.block) not in chosen]
        if left and len(chosen) < MOST:
            best = min(left, key=_distance)
            chosen[id(best.block)] = (sort, best)
    in_order = sorted(chosen.values(), key=lambda pair: pair[1].behind)
    return [_passage(sort, one, size) for sort, one in in_order]


def _walk(book: Manuscript) -> Iterator[_Met]:
    chapter, opens, before, behind = "", False, "", 0
    for division in every_division(book.divisions):
        if division.title and division.kind != "entry":
            chapter = " ".join(_BESIDE.sub("", text(division.title)).split())
            opens = division.matter == "body"
        for top in division.blocks:
            for block in every((top,)):
                if _names(block):
                    yield _Met(block, chapter, opens and _is_text(block), before, behind)
                    opens = opens and not _is_text(block)
                if not isinstance(block, BlockQuote | List):
                    said = _said(block)
                    before, behind = said or before, behind + len(said)


def _is_text(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role in _TEXT


def _said(block: Block) -> str:
    if isinstance(block, Figure):
        return text(block.caption)
    return plain(block) if isinstance(block, BlockQuote | List) else own_text(block)


def _sorts(one: _Met) -> Iterator[str]:
    block, said = one.block, _said(one.block)
    if type(block) in _SORTS and (said.strip() or isinstance(block, Figure)):
        yield _SORTS[type(block)]
    if not isinstance(block, Paragraph) or not any(char.isalnum() for char in said):
        return
    if one.opens:
        yield OPENING
    if any(isinstance(node, Note) for node in inlines(block)):
        yield NOTED
    if _RIGHT.search(said):
        yield FROM_RIGHT
    if _ASIAN.search(said):
        yield ASIAN
    if block.role not in _QUIET:
        yield block.role.replace("-", " ").capitalize()
    elif block.role in _TEXT and len(said) > 120:
        yield RUNNING


def _distance(one: _Met) -> float:
    """How far a block is from the one to be wished for: short enough, and said only here."""
    said = _said(one.block)
    if isinstance(one.block, Figure) and not said:
        return 1_000.0
    return abs(len(said) - WISHED)


def _passage(sort: str, one: _Met, size: int) -> Passage:
    names = _names(one.block)
    return Passage(
        sort, one.chapter, names[0].item,
        tuple(dict.fromkeys(anchor(row.item, row.block) for row in names)),
        _said(one.block), one.before, one.behind / size, _note(one.block),
    )  # fmt: skip


def _note(block: Block) -> str:
    if isinstance(block, BlockQuote | List):
        return ""
    notes = (node for node in inlines(block) if isinstance(node, Note))
    return next(("\n".join(plain(part) for part in note.blocks) for note in notes), "")


def _names(block: Block) -> list[Origin]:
    rows = list(block.origin)
    if isinstance(block, BlockQuote | List | PostBlock):
        rows += [row for leaf in leaves((block,)) for row in leaf.origin]
    return rows


def _asked(wanted: str, met: list[_Met], size: int) -> Passage:
    words = " ".join(wanted.split()).casefold()
    for one in met:
        names = _names(one.block)
        marks = {mark for row in names for mark in (row.item, anchor(row.item))}
        marks |= {anchor(row.item, row.block) for row in names}
        said = " ".join(_said(one.block).split()).casefold()
        if wanted in marks or (words and words in said):
            return _passage(_SORTS.get(type(one.block), "As asked"), one, size)
    raise UsageError(
        f"no passage of the book is called or says '{wanted}'",
        todo='find its item with: bookworks trace BOOK "words"',
    )
