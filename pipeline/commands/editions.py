"""`bookworks edition`: the next edition of a book, and what is new in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from pipeline.commands.make import tell, watching
from pipeline.commands.show import outcome, shown
from pipeline.model.codec import named
from pipeline.shop import edition, edition_page, recipe
from pipeline.shop.comparison import STATES, Comparison
from pipeline.shop.edition import Next
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole

MOST = 5
"""Items of one state that a terminal shows."""


def begin(order: Next, places: Places, *, quiet: bool) -> dict[str, Any]:
    """The next edition, made, with the report of what is new in it."""
    with watching(quiet) as watch:
        made = edition.begin(order, places, watch, (lambda said: None) if quiet else tell)
    found = _report(made.comparison, made.outcome.title, places)
    found["outcome"] = msgspec.to_builtins(made.outcome)
    found["sealed"] = str(made.sealed)
    return found


def report(book: str, places: Places) -> dict[str, Any]:
    """What is new in the edition under way."""
    title = recipe.read(places.recipe(book)).recipe.book.title if places.has(book) else ""
    return _report(edition.compared(book, places), title or book, places)


def _report(comparison: Comparison, title: str, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {
        "book": comparison.book,
        "edition": comparison.edition,
        "last": comparison.last,
        "counts": comparison.counts,
        "paragraphs": named(comparison.paragraphs),
        "edits": [named(finding) for finding in comparison.edits],
        "items": [named(item) for item in comparison.items],
    }
    folder = places.root / "build" / comparison.book / "editions"
    stem = f"{comparison.edition}-against-{comparison.last}"
    data = msgspec.json.format(msgspec.json.encode(found), indent=1)
    write_whole(folder / f"{stem}.json", data)
    write_whole(folder / f"{stem}.html", edition_page.page(comparison, title).encode())
    return {**found, "page": str(folder / f"{stem}.html")}


def report_text(found: dict[str, Any]) -> str:
    """The report as a terminal shows it: sums, edits, and a few items of each sort."""
    lines = []
    if "outcome" in found:
        lines += [outcome(found["outcome"]), ""]
    lines.append(f"Edition {found['edition']} of {found['book']}, against edition {found['last']}:")
    for state, about in STATES.items():
        kinds = found["counts"].get(state, {})
        if kinds:
            said = ", ".join(f"{count:,} × {kind}" for kind, count in kinds.items())
            lines.append(f"  {sum(kinds.values()):>8,}  {state:<8} {about} ({said})")
    one = found["paragraphs"]
    lines.append(
        f"  Paragraphs: {one['kept']:,} as they were, {one['reworded']:,} reworded, "
        f"{one['new']:,} new, {one['gone']:,} gone."
    )
    lines += [f"  {finding['code']}: {finding['message']}" for finding in found["edits"]]
    for state in STATES:
        lines += _few(state, [item for item in found["items"] if item["state"] == state])
    lines.append(f"All of it: {shown(found['page'])}")
    return "\n".join(lines)


def _few(state: str, items: list[dict[str, Any]]) -> list[str]:
    if state == "new" or not items:
        return []
    lines = [f"  {state}:"]
    for item in items[:MOST]:
        words = item["words"] or item["reason"]
        lines.append(f"    {item['created'][:10]}  {item['kind']} {item['item']}  {words}")
    if len(items) > MOST:
        lines.append(f"    … and {len(items) - MOST:,} more")
    return lines


def order(book: str, archive: str, *, add: bool, instead_of: str) -> Next:
    return Next(book, Path(os.path.expanduser(archive)), add, instead_of)
