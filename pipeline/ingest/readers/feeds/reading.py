"""Reading: all pages of an archive's feeds, each item once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.album import Album
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.feeds.item import Channel, Item
from pipeline.ingest.readers.feeds.packed import packed
from pipeline.ingest.readers.feeds.posts import (
    Converter,
    joined,
    kind_of_item,
    known_by,
    plain_address,
)
from pipeline.ingest.readers.feeds.telling import tell
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post, Profile

Placed = tuple[Item, int]
"""An item, and the row of the member that holds it."""


def posts(archive: Unpacked, found: list[tuple[str, str]], intake: Intake) -> Iterator[Post]:
    """The items of every page. Pages of one feed share a title; where there are several feeds, its
    feed's title is an item's series."""
    feeds: dict[str, tuple[Channel, list[Placed]]] = {}
    for member, form in found:
        channel, items = _read(archive, member, form, intake)
        source = intake.source(member)
        shelf = feeds.setdefault(channel.title, (channel, []))
        shelf[1].extend([(item, source) for item in items])
    pages: dict[str, str] = {}
    for title, (channel, placed) in feeds.items():
        feeds[title] = channel, _single(placed, intake)
        for item, _ in feeds[title][1]:
            if not item.draft:
                for link in (item.url, *item.links):
                    pages.setdefault(plain_address(joined(channel.url, link)), item.id)
    pages.pop("", None)
    album = Album(intake)
    authors, languages = Counter[str](), Counter[str]()
    for title, (channel, placed) in feeds.items():
        converter = Converter(channel, pages, album, intake)
        dates = sorted(item.published for item, _ in placed if item.published)
        for post in converter.posts(placed, title if len(feeds) > 1 else ""):
            authors[post.author] += 1
            languages[post.language] += 1
            yield post
        tell(converter.tally, channel, dates, intake)
    album.tell()
    if not feeds:
        return  # a recipe names this format, and the archive is none of it
    first = next(iter(feeds.values()))[0]
    author = first.author or _most(authors)
    intake.profile = Profile(first.title, author, "", first.url, _most(languages))


def _read(archive: Unpacked, member: str, form: str, intake: Intake) -> tuple[Channel, list[Item]]:
    if form == "JSON Feed":
        text, odd = archive.salvaged(member)
        if odd:
            intake.bench.find("feed.encoding", "warning", f"In {member}, {odd}.", place=member)
        channel, items = packed(text, member, intake)
    else:
        from pipeline.ingest.readers.feeds.written import Written

        page = Written(archive.read(member), member, intake)
        items = page.items()
        channel = page.channel
    for item in items:
        item.id = known_by(item)
    return channel, items


def _single(placed: list[Placed], intake: Intake) -> list[Placed]:
    """Each item once: pages overlap, and the one that was changed last counts."""
    newest: dict[str, Placed] = {}
    for item, source in placed:
        other = newest.get(item.id)
        if other is None or _age(item) > _age(other[0]):
            newest[item.id] = item, source
    kept = []
    for item, source in placed:
        item.answers = bool(item.reply_to)
        if item.reply_to not in newest:
            item.reply_to = ""  # whose it is that was answered is not told
        if newest[item.id][0] is item:
            kept.append((item, source))
        else:
            why = "the same item, received twice"
            intake.bench.merge(kind_of_item(item), item.id, source, item.id, why)
    return kept


def _age(item: Item) -> tuple[str, str, int]:
    return item.updated, item.published, len(item.content.text) + len(item.summary.text)


def _most(counts: Counter[str]) -> str:
    """What is said most often, of those that say anything."""
    found = [(-count, name) for name, count in counts.items() if name]
    return min(found)[1] if found else ""
