"""The papers that a press asks for with a manuscript, as rows of cells, told from the book."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.model.claims import Claim, others
from pipeline.model.house import House
from pipeline.model.origin import anchor
from pipeline.transmit.extent import Part, Reckoning

Cells = list[str | int]

_LONGEST = 200
"""Characters of another's text that stand in the log of permissions."""


def word_counts(found: Reckoning) -> Iterator[Cells]:
    """Each division in order with the words of it and of all within it, notes included."""
    yield ["order", "level", "kind", "title", "words"]
    number = 0
    for part, within in _summed(found.parts):
        if part.kind != "entry":
            number += 1
            yield [number, part.level, part.kind, part.title, within]
    yield ["", "", "", "all", found.words]


def _summed(parts: list[Part]) -> list[tuple[Part, int]]:
    """Each part with the words of it and of those below it: backwards, the deeper come first."""
    below: dict[int, int] = {}
    found: list[tuple[Part, int]] = []
    for part in reversed(parts):
        inner = below.pop(part.level + 1, 0)
        below[part.level] = below.get(part.level, 0) + part.words + inner
        found.append((part, part.words + inner))
    return found[::-1]


def chapters(parts: list[Part]) -> Iterator[tuple[str, Part]]:
    """Each part with the title of the chapter that it is in or is."""
    titles = [""]
    for part in parts:
        del titles[part.level :]
        own = part.title and part.kind != "entry"
        titles += [titles[-1]] * (part.level - len(titles))
        titles.append(part.title if own else titles[-1])
        yield titles[-1], part


# -- art -------------------------------------------------------------------------------------------


def art(found: Reckoning, permissions: dict[str, int]) -> Iterator[Cells]:
    """Every picture in order of its place: where it is, what it is, and how well it will print."""
    yield ["number", "chapter", "bookmark", "file", "caption", "alternative text", "pixels",
           "dpi at 4.5 in", "source", "permission"]  # fmt: skip
    placed = [(chapter, one) for chapter, part in chapters(found.parts) for one in part.art]
    for number, (chapter, one) in enumerate(placed, 1):
        name = one.key.rsplit("/", 1)[-1]
        yield [number, chapter, one.place, name, one.caption, one.alt, one.size, one.dpi or "",
               one.source, permissions.get(one.key, "")]  # fmt: skip


# -- permissions and sources -----------------------------------------------------------------------


def claimed(found: Reckoning) -> list[tuple[str, str, Claim]]:
    """What is not the author's, with its chapter and the item that it is in."""
    own = {part.item for part in found.parts if part.item}
    return [
        (chapter, part.item, claim)
        for chapter, part in chapters(found.parts)
        for claim in others(part.claims, own)
    ]


def permissions(found: list[tuple[str, str, Claim]]) -> Iterator[Cells]:
    """What has to be cleared. Status and rights are for people: the shop knows of none."""
    yield ["number", "sort", "kind", "chapter", "bookmark", "holder", "opening", "words",
           "address", "status", "print rights", "e-book rights", "world rights",
           "evidence"]  # fmt: skip
    for number, (chapter, item, claim) in enumerate(found, 1):
        opening = claim.text if len(claim.text) <= _LONGEST else f"{claim.text[: _LONGEST - 1]}…"
        yield [number, claim.sort, claim.kind, chapter, anchor(item), claim.whose, opening,
               claim.length or "", claim.url, "to be cleared", "", "", "", ""]  # fmt: skip


def sources(found: Reckoning) -> Iterator[Cells]:
    """What each chapter was made of: how many items of which archive, of which days."""
    yield ["chapter", "items", "first", "last", "archive", "sha256 of the archive"]
    rows: dict[tuple[str, str, str], list[str]] = {}
    for chapter, part in chapters(found.parts):
        if part.item:
            source = found.sources[part.source]
            key = (chapter, source.name, source.digest)
            rows.setdefault(key, []).append(part.created[:10])
    for (chapter, name, digest), days in rows.items():
        known = [day for day in days if day]
        first, last = (min(known), max(known)) if known else ("", "")
        yield [chapter, len(days), first, last, name, digest]


# -- characters ------------------------------------------------------------------------------------


def characters(found: Reckoning) -> Iterator[Cells]:
    """Every character beyond plain Latin letters and marks: what a typesetter's font must hold."""
    yield ["character", "code point", "name", "times", "first in"]
    titles = [chapter for chapter, _ in chapters(found.parts)]
    for sign in sorted(found.signs):
        name = unicodedata.name(sign, "unnamed").lower()
        shown = sign if sign.isprintable() else ""
        first = titles[found.first[sign]]
        yield [shown, f"U+{ord(sign):04X}", name, found.signs[sign], first]


# -- styles ----------------------------------------------------------------------------------------


def style_map(house: House) -> Iterator[Cells]:
    """What each role is called in the file: the names are the contract."""
    yield ["role", "kind", "Word style"]
    for role, style in sorted(house.roles.items()):
        yield [role, "paragraph", style]
    for role, style in sorted(house.characters.items()):
        yield [role, "character", style]
