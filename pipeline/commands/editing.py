"""`bookworks edit`: words of a book said otherwise, in this edition and in every later one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.model.edit import FOLDER
from pipeline.model.errors import UsageError
from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import TITLE, Origin
from pipeline.model.walk import every_division, leaves, own_text, text
from pipeline.shop.archive_room import opened
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole
from pipeline.style.likeness import spans

FILE = "edits.yaml"
_HEAD = """\
# Edits of this book: in a block of an item, these words in the place of those. They apply to every
# edition; bookworks edition tells of each that no longer can.
"""


def edit(
    book: str, was: str, now: str, places: Places, *, why: str, by: str, item: str
) -> dict[str, Any]:
    """Write an edit into the recipe's folder.

    Raises UsageError when the words stand nowhere in the book, or in several places.
    """
    if not places.has(book):
        raise UsageError(
            f"'{book}' has no recipe to keep edits beside",
            todo="write one: bookworks new NAME --from ARCHIVE",
        )
    with opened(book, places) as record:
        found = [one for one in _matching(record.manuscript(), was) if item in ("", one[0].item)]
    if not found:
        raise UsageError(
            f"no passage of {book} says '{was}'",
            todo="quote the words as they stand in the book; an edit stays within one paragraph",
        )
    if len(found) > 1:
        raise UsageError(
            f"'{was}' stands in {len(found):,} places",
            cause="; ".join(f"item {o.item}: “{said[:60]}”" for o, said in found[:3]),
            todo="quote more words, or say which with --item",
        )
    origin, said = found[0]
    if len(spans(was, said)) > 1:
        raise UsageError(f"'{was}' stands several times in that paragraph", todo="quote more words")
    path = places.recipe(book).parent / FOLDER / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    write_whole(path, (before.rstrip("\n") + "\n" + _entry(origin, was, now, why, by)).encode())
    return {"book": book, "item": origin.item, "block": origin.block, "said": said,
            "was": was, "now": now, "file": str(path)}  # fmt: skip


def _matching(book: Manuscript, words: str) -> Iterator[tuple[Origin, str]]:
    """The passages that hold the words, by the places that an edit can name."""
    for division in every_division(book.divisions):
        pieces = [(leaf.origin, own_text(leaf)) for leaf in leaves(division.blocks)]
        if division.title:
            pieces.insert(0, (division.origin, text(division.title)))
        for origins, said in pieces:
            if origins and spans(words, said):
                yield origins[0], said


def _entry(origin: Origin, was: str, now: str, why: str, by: str) -> str:
    """One edit as YAML: every string of JSON is one of YAML."""
    rows = [
        ("item", origin.item),
        ("block", "title" if origin.block == TITLE else origin.block),
        ("was", was),
        ("now", now),
        ("why", why),
        ("by", by),
    ]
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rows if value != ""
             or key == "now"]  # fmt: skip
    return "- " + "\n  ".join(lines) + "\n"


def edit_text(found: dict[str, Any]) -> str:
    place = f"item {found['item']}, " + (
        "title" if found["block"] == TITLE else f"block {found['block']}"
    )
    return (
        f"Noted in {found['file']}, for {place}:\n  “{found['was']}” becomes “{found['now']}”\n"
        f"It goes into the book with: bookworks book {found['book']}"
    )
