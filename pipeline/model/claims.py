"""Claims: what in a book is not the author's, or may not be, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeGuard
from urllib.parse import urlsplit

from pipeline.model.aloud import description, said
from pipeline.model.glance import glance
from pipeline.model.post import Media
from pipeline.model.presence import found as all_of
from pipeline.model.presence import shown
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Embed,
    Heading,
    Link,
    List,
    Mention,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import leaves, own_text
from pipeline.model.words import words as count

_REPEATED = re.compile(r"(?:\A|[\s“\"(])(?:RT|MT)\s*\Z")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:#!/)?(\w+)/status(?:es)?/(\d+)",
    re.IGNORECASE,
)


class Claim(NamedTuple):
    """One thing of somebody else's."""

    sort: Literal["texts", "embeds", "pictures"]
    kind: str  # by-another, post, quotation, repeated; quoted, or an embed's kind; picture
    whose: str  # "" where nothing says it
    text: str = ""
    length: int = 0  # words
    url: str = ""
    items: tuple[str, str] = ("", "")  # of a post that is led to: its id, and that of the link's


def others(found: Iterable[Claim], own: set[str]) -> list[Claim]:
    """The claims of one division without what turns out to be the book's own, whose items are
    given; a post that it leads to several times is claimed once."""
    kept: list[Claim] = []
    led: set[str] = set()
    for claim in found:
        post, link = claim.items
        if post:
            if post in own or link in own or post in led:
                continue
            led.add(post)
        kept.append(claim)
    return kept


def claims(blocks: Blocks, rows: dict[str, Media]) -> Iterator[Claim]:
    """All that may be somebody else's in a division's blocks; `others` tells what is."""
    if _is_plain(blocks):
        return
    for block in blocks:
        if isinstance(block, Paragraph) and block.role == "byline":
            told = _told(tuple([other for other in blocks if other.origin]))
            yield _text("by-another", said(block.content), told)
    yield from _within(blocks)
    seen = glance(blocks)
    links, images = (seen.links, ()) if seen.plain else shown(blocks)
    yield from _quoted_posts(links)
    for image in images:
        row = rows.get(image.media)
        if row is None or (row.source < 0 and row.digest and not row.missing):
            yield Claim(
                "pictures", "picture", _host(image.media), description(image), url=image.media
            )


def leads_out(url: str) -> bool:
    return url[:8].lower().startswith(("http://", "https://"))


def _is_plain(blocks: Blocks) -> bool:
    """Whether blocks are words and nothing else, as those of most posts are."""
    return all(
        type(block) is Paragraph
        and len(block.content) == 1
        and type(block.content[0]) is Text
        and block.role != "byline"
        for block in blocks
    )


def _within(blocks: Blocks) -> Iterator[Claim]:
    """The claims of blocks. What stands inside another's text is part of that text."""
    for at, block in enumerate(blocks):
        match block:
            case Paragraph():
                if Mention in map(type, block.content):
                    yield from _repeated(block)
            case PostBlock():
                whose = " · ".join(part for part in (block.author, block.date) if part)
                yield _text("post", whose, _told(block.blocks), block.url)
            case BlockQuote():
                yield _quotation(block, blocks[at + 1 : at + 2])
            case List():
                for item in block.items:
                    yield from _within(item)
            case Embed() if not _is_own(block):
                told = said(block.content)
                yield Claim("embeds", block.kind, _host(block.url), told, url=block.url)
            case _:
                pass


def _is_own(embed: Embed) -> bool:
    """Whether a film or a sound is the item's own: it is known by the item's address."""
    post = _STATUS.match(embed.url)
    return post is not None and post[2] in {origin.item for origin in embed.origin}


def _quotation(quote: BlockQuote, after: Blocks) -> Claim:
    signed = [block for block in (*quote.blocks, *after) if _signs(block)]
    url = next((link.url for link in all_of((*quote.blocks, *signed), Link) if link.url), "")
    whose = said(signed[0].content).lstrip("—–―- ") if signed else _host(url)
    told = _told(tuple([block for block in quote.blocks if not _signs(block)]))
    return _text("quotation", whose, told, url)


def _signs(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.role == "attribution"


def _repeated(block: Paragraph) -> Iterator[Claim]:
    """A post of somebody else's that was repeated by hand: "RT @ada: …"."""
    for at, node in enumerate(block.content):
        if at == 0 or type(node) is not Mention:
            continue
        before = block.content[at - 1]
        if isinstance(before, Text) and _REPEATED.search(before.text[-8:]):
            told = said(block.content[at + 1 :]).lstrip(": ")
            yield _text("repeated", node.text, told, node.url)
            return


def _quoted_posts(links: Iterable[Link]) -> Iterator[Claim]:
    """Posts of other people that a post leads to: a tweet that is quoted is an address in the
    archive, and in the book too, but a publisher who shows it must clear it."""
    for link in links:
        post = _STATUS.match(link.url)
        if post:
            whose = f"@{post[1]}"
            items = (post[2], link.item)
            yield Claim("embeds", "quoted", whose, url=link.url, items=items)


def _text(kind: str, whose: str, told: str, url: str = "") -> Claim:
    return Claim("texts", kind, whose, told, count(told), url)


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
