"""`bookworks trace`: from words of the book to the item, the archive and the runs they came by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.model.errors import UsageError
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import Origin, anchor
from pipeline.model.walk import every_division, leaves, own_text, text
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.places import Places

MOST = 10


def trace(target: str, words: str, places: Places, edition: int = 0) -> dict[str, Any]:
    """Every passage that holds the words, or carries that bookmark or item id.

    Raises UsageError when there is none.
    """
    with opened(target, places, edition) as record:
        book = record.manuscript()
        found = [
            _passage(record, book, chapter, origins, said)
            for chapter, origins, said in _matching(book, words)
        ]
    if not found:
        raise UsageError(
            f"no passage of {record.name} says '{words}'",
            todo="quote fewer words, as they stand in the book",
        )
    return {"book": record.name, "passages": found}


def _matching(book: Manuscript, words: str) -> Iterator[tuple[str, tuple[Origin, ...], str]]:
    wanted = " ".join(words.split()).casefold()
    for chapter, division in _chapters(book):
        pieces = [(division.origin, text(division.title))] if division.title else []
        pieces += [(leaf.origin, own_text(leaf)) for leaf in leaves(division.blocks)]
        for origins, said in pieces:
            marks = {mark for origin in origins for mark in _marks(origin)}
            if words in marks or (wanted and wanted in " ".join(said.split()).casefold()):
                yield chapter, origins, said


def _marks(origin: Origin) -> tuple[str, str, str]:
    return origin.item, anchor(origin.item), anchor(origin.item, origin.block)


def _chapters(book: Manuscript) -> Iterator[tuple[str, Division]]:
    chapter = ""
    for division in every_division(book.divisions):
        if division.title and division.kind != "entry":
            chapter = text(division.title)
        yield chapter, division


def _passage(
    record: Record, book: Manuscript, chapter: str, origins: tuple[Origin, ...], said: str
) -> dict[str, Any]:
    found: dict[str, Any] = {"chapter": chapter, "text": said}
    if not origins:
        return {**found, "origin": "the shop's own words"}
    origin, *also = origins
    source = book.sources[origin.source]
    changed = [
        f"{slip.step}: {change.rule}"
        for slip in record.slips()
        for change in slip.changes
        if (change.origin.item, change.origin.block) == (origin.item, origin.block)
    ]
    return {
        **found,
        "item": origin.item,
        "block": origin.block,
        "bookmark": anchor(origin.item, origin.block),
        "archive": source.name,
        "member": source.member,
        "sha256": source.digest,
        "changes": changed,
        "also": [
            {"item": other.item, "block": other.block, "archive": book.sources[other.source].name}
            for other in also
        ],
        "runs": {run["step"]: run["run"] for run in record.runs},
    }


def trace_text(found: dict[str, Any]) -> str:
    passages = found["passages"]
    lines = [line for one in passages[:MOST] for line in (*_lines(one), "")]
    if len(passages) > MOST:
        lines.append(f"… and {len(passages) - MOST:,} more: quote more words")
    return "\n".join(lines).rstrip()


def _lines(one: dict[str, Any]) -> list[str]:
    said = " ".join(one["text"].split())
    lines = [f"“{said[:160]}{'…' if len(said) > 160 else ''}”"]
    lines += [f"  in      {one['chapter']}"] if one["chapter"] else []
    if "item" not in one:
        return [*lines, f"  from    {one['origin']}"]
    lines.append(f"  from    item {one['item']}, block {one['block']}")
    member = f", {one['member']}" if one["member"] else ""
    lines.append(f"  of      {one['archive']}{member}")
    lines += [
        f"  also    item {o['item']}, block {o['block']}, of {o['archive']}" for o in one["also"]
    ]
    lines.append(f"  mark    {one['bookmark']}")
    lines.append(f"  changed {', '.join(one['changes']) or 'by nothing'}")
    return lines
