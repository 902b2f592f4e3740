"""Sources and permissions: what in the book is not the author's, where it stands and whose it is,
so that a publisher can clear it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeGuard
from urllib.parse import urlsplit

from pipeline.assemble.back.addresses import leads_out
from pipeline.assemble.back.illustrations import description
from pipeline.assemble.back.places import Place, said, shortened
from pipeline.assemble.back.words import Words, words
from pipeline.assemble.phrases import number, phrases
from pipeline.assemble.presence import found as all_of
from pipeline.model.glance import glance
from pipeline.model.post import Media
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Embed,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Mention,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import leaves, own_text
from pipeline.model.walk import words as count

_REPEATED = re.compile(r"(?:\A|[\s“\"(])(?:RT|MT)\s*\Z")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:#!/)?(\w+)/status(?:es)?/(\d+)",
    re.IGNORECASE,
)
_QUOTES = ' "“”„«»'  # the excerpt gets marks of its own
_SHOWN = 12
"""How many words of a text stand in the log."""


class Claim(NamedTuple):
    """One thing of somebody else's."""

    sort: Literal["texts", "embeds", "pictures"]
    kind: str
    place: Place
    whose: str
    text: str = ""
    length: int = 0
    url: str = ""


def rights(places: list[Place], media: tuple[Media, ...], language: str) -> Blocks:
    """The log, numbered throughout."""
    said_in = words(language)
    rows = {row.key: row for row in media}
    own = {place.item for place in places}
    found = [claim for place in places for claim in _claims(place, rows, own, said_in)]
    blocks: list[Block] = []
    start = 1
    for sort, title in (
        ("texts", said_in.texts), ("embeds", said_in.embeds), ("pictures", said_in.pictures),
    ):  # fmt: skip
        lines = [(_line(claim, language),) for claim in found if claim.sort == sort]
        if lines:
            blocks.append(Heading(1, (Text(title),), ()))
            blocks.append(List(tuple(lines), (), True, start))
            start += len(lines)
    opening = Paragraph((Text(said_in.to_clear),), ())
    return (opening, *blocks) if blocks else ()


def _line(claim: Claim, language: str) -> Paragraph:
    told = [claim.kind]
    if claim.length:
        told.append(words(language).length.format(number=number(claim.length, language)))
    if claim.whose:
        told.append(claim.whose)
    content: list[Inline] = [claim.place.link(), Text(" · " + " · ".join(told))]
    if claim.text:
        opening = shortened(claim.text.strip(_QUOTES), _SHOWN)
        shown = phrases(language).quoted.format(title=opening)
        content += (LineBreak(), Text(shown))
    if leads_out(claim.url):
        content += (LineBreak(), Link((Text(claim.url),), claim.url))
    return Paragraph(tuple(content), ())


# -- claims ----------------------------------------------------------------------------------------


def _claims(place: Place, rows: dict[str, Media], own: set[str], known: Words) -> Iterator[Claim]:
    blocks = place.division.blocks
    for block in blocks:
        if isinstance(block, Paragraph) and block.role == "byline":
            told = _told(tuple([other for other in blocks if other.origin]))
            yield _text(known.by_another, place, said(block.content), told)
    yield from _within(blocks, place, known)
    yield from _quoted_posts(place, own, known)
    for image in glance(blocks).images:
        row = rows.get(image.media)
        if row is None or (row.source < 0 and row.digest and not row.missing):
            yield Claim(
                "pictures", known.picture, place, _host(image.media), description(image),
                url=image.media,
            )  # fmt: skip


def _within(blocks: Blocks, place: Place, known: Words) -> Iterator[Claim]:
    """The claims of blocks. What stands inside another's text is part of that text."""
    for at, block in enumerate(blocks):
        match block:
            case Paragraph():
                yield from _repeated(block, place, known)
            case PostBlock():
                whose = " · ".join(part for part in (block.author, block.date) if part)
                told = _told(block.blocks)
                yield _text(known.post, place, whose or known.unnamed, told, block.url)
            case BlockQuote():
                yield _quotation(block, blocks[at + 1 : at + 2], place, known)
            case List():
                for item in block.items:
                    yield from _within(item, place, known)
            case Embed() if not _is_own(block):
                kind = known.kinds.get(block.kind, known.kinds["link"])
                told = said(block.content)
                yield Claim("embeds", kind, place, _host(block.url), told, url=block.url)
            case _:
                pass


def _is_own(embed: Embed) -> bool:
    """Whether a film or a sound is the item's own: it is known by the item's address."""
    post = _STATUS.match(embed.url)
    return post is not None and post[2] in {origin.item for origin in embed.origin}


def _quotation(quote: BlockQuote, after: Blocks, place: Place, known: Words) -> Claim:
    signed = [block for block in (*quote.blocks, *after) if _signs(block)]
    url = next((link.url for link in all_of((*quote.blocks, *signed), Link) if link.url), "")
    whose = said(signed[0].content).lstrip("—–―- ") if signed else _host(url)
    told = _told(tuple([block for block in quote.blocks if not _signs(block)]))
    return _text(known.quotation, place, whose or known.unnamed, told, url)


def _signs(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.role == "attribution"


def _repeated(block: Paragraph, place: Place, known: Words) -> Iterator[Claim]:
    """A post of somebody else's that was repeated by hand: "RT @ada: …"."""
    for at, node in enumerate(block.content[1:], 1):
        before = block.content[at - 1]
        marked = isinstance(before, Text) and _REPEATED.search(before.text[-8:])
        if marked and isinstance(node, Mention):
            told = said(block.content[at + 1 :]).lstrip(": ")
            yield _text(known.repeated, place, node.text, told, node.url)
            return


def _quoted_posts(place: Place, own: set[str], known: Words) -> Iterator[Claim]:
    """Posts of other people that a post leads to: a tweet that is quoted is an address in the
    archive, and in the book too, but a publisher who shows it must clear it."""
    told: set[str] = set()
    for link in glance(place.division.blocks).links:
        post = _STATUS.match(link.url)
        if post and post[2] not in own and post[2] not in told and link.item not in own:
            told.add(post[2])
            yield Claim("embeds", known.post, place, f"@{post[1]}", url=link.url)


def _text(kind: str, place: Place, whose: str, told: str, url: str = "") -> Claim:
    return Claim("texts", kind, place, whose, told, count(told), url)


def _told(blocks: Blocks) -> str:
    """The words of blocks, their notes and pictures left out."""
    return " ".join([
        said(leaf.content) if isinstance(leaf, Paragraph | Heading) else own_text(leaf)
        for leaf in leaves(blocks)
        if getattr(leaf, "role", "") != "missing-picture"
    ])  # fmt: skip


def _host(url: str) -> str:
    """The site of an address; "" of what is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if leads_out(url) else ""
    except ValueError:  # a bracket in what looks like a host
        return ""
