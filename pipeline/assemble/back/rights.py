"""Sources and permissions: what in the book is not the author's, where it stands and whose it is,
so that a publisher can clear it."""

from __future__ import annotations

from pipeline.assemble.back.places import Place, shortened
from pipeline.assemble.back.words import Words, words
from pipeline.assemble.phrases import number, phrases
from pipeline.model.claims import Claim, claims, leads_out, others
from pipeline.model.post import Media
from pipeline.model.text import (
    Block,
    Blocks,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    Text,
)

_QUOTES = ' "“”„«»'  # the excerpt gets marks of its own
_SHOWN = 12
"""How many words of a text stand in the log."""


def rights(places: list[Place], media: tuple[Media, ...], language: str) -> Blocks:
    """The log, numbered throughout."""
    said_in = words(language)
    rows = {row.key: row for row in media}
    own = {place.item for place in places}
    found = [
        (place, claim)
        for place in places
        for claim in others(claims(place.division.blocks, rows), own)
    ]
    blocks: list[Block] = []
    start = 1
    for sort, title in (
        ("texts", said_in.texts), ("embeds", said_in.embeds), ("pictures", said_in.pictures),
    ):  # fmt: skip
        lines = [(_line(place, claim, language),) for place, claim in found if claim.sort == sort]
        if lines:
            blocks.append(Heading(1, (Text(title),), ()))
            blocks.append(List(tuple(lines), (), True, start))
            start += len(lines)
    opening = Paragraph((Text(said_in.to_clear),), ())
    return (opening, *blocks) if blocks else ()


def _line(place: Place, claim: Claim, language: str) -> Paragraph:
    known = words(language)
    told = [_kind(claim, known)]
    if claim.length:
        told.append(known.length.format(number=number(claim.length, language)))
    whose = claim.whose or (known.unnamed if _may_be_unnamed(claim) else "")
    if whose:
        told.append(whose)
    content: list[Inline] = [place.link(), Text(" · " + " · ".join(told))]
    if claim.text:
        opening = shortened(claim.text.strip(_QUOTES), _SHOWN)
        shown = phrases(language).quoted.format(title=opening)
        content += (LineBreak(), Text(shown))
    if leads_out(claim.url):
        content += (LineBreak(), Link((Text(claim.url),), claim.url))
    return Paragraph(tuple(content), ())


def _may_be_unnamed(claim: Claim) -> bool:
    return claim.sort == "texts" and claim.kind in ("post", "quotation")


def _kind(claim: Claim, known: Words) -> str:
    named = {
        "by-another": known.by_another,
        "post": known.post,
        "quotation": known.quotation,
        "repeated": known.repeated,
        "quoted": known.post,
        "picture": known.picture,
    }
    if claim.sort == "embeds" and claim.kind != "quoted":
        return known.kinds.get(claim.kind, known.kinds["link"])
    return named[claim.kind]
