"""The links: every address that the book leads out to, by chapter, with its archived form."""

from itertools import groupby

from pipeline.assemble.back.places import Place, cut
from pipeline.assemble.back.words import words
from pipeline.model.aloud import said
from pipeline.model.claims import leads_out
from pipeline.model.glance import glance
from pipeline.model.text import (
    Block,
    Blocks,
    Embed,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import every

ARCHIVE = "https://web.archive.org/web/"
_LONGEST = 140


def addresses(places: list[Place], language: str) -> Blocks:
    """Each address once for each place. The profile behind a handle and the search behind a tag
    are the platform's and no part of what somebody wrote; they are left out."""
    items = {place.item for place in places}
    archived = words(language).archived
    blocks: list[Block] = []
    for _, group in groupby(places, key=lambda place: place.chapter.id):
        rows: list[Blocks] = []
        chapter = ""
        for place in group:
            chapter = chapter or said(place.chapter.title) or place.label
            rows += [(_row(url, told, place, archived),) for url, told in _found(place, items)]
        if rows:
            blocks.append(Heading(1, (Text(chapter),), ()))
            blocks.append(List(tuple(rows), ()))
    return tuple(blocks)


def _row(url: str, told: str, place: Place, archived: str) -> Paragraph:
    content: list[Inline] = [Text(f"{cut(told, _LONGEST)} ·\u00a0")] if told else []
    is_chapter = place.chapter is place.division  # whose title stands above
    content += (place.link(place.date if is_chapter else ""), LineBreak(), Link((Text(url),), url))
    if not url.startswith(ARCHIVE.removesuffix("web/")):
        form = archived_form(url, place.created)
        label, _, after = archived.partition("{address}")
        content += (LineBreak(), Text(label), Link((Text(form),), form))
        content += (Text(after),) if after else ()
    return Paragraph(tuple(content), ())


def archived_form(url: str, created: str) -> str:
    """The address of the copy nearest to the day on which the link was made."""
    date = "".join([sign for sign in created[:10] if sign in "0123456789"])
    return f"{ARCHIVE}{date}/{url}" if date else ARCHIVE + url


def _found(place: Place, items: set[str]) -> list[tuple[str, str]]:
    """The addresses of one place, each with the words that first lead there; those of links come
    before those of cards and posts."""
    blocks = place.division.blocks
    seen = glance(blocks)
    found = [(node.url, said(node.content)) for node in seen.links if node.item not in items]
    if seen.apart:
        for block in every(blocks):
            if isinstance(block, Embed):
                found.append((block.url, said(block.content)))
            elif isinstance(block, PostBlock):
                found.append((block.url, " ".join(block.author.split())))
    told: dict[str, str] = {}
    for url, shown in found:
        if leads_out(url):
            told[url] = told.get(url) or ("" if _is_bare(shown, url) else shown)
    return list(told.items())


def _is_bare(shown: str, url: str) -> bool:
    """Whether the words are nothing but the address, whole or cut."""
    plain = shown.split("//")[-1].removeprefix("www.").rstrip("…/")
    return plain in url if "." in plain and " " not in plain else False
