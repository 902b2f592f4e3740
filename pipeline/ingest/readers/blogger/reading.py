"""Reading: all blogs of an archive, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.album import Album
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.blogger.feed import Blog, Entry, Feed
from pipeline.ingest.readers.blogger.posts import Converter, Tally
from pipeline.ingest.readers.blogger.site import Site, settle
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post, Profile

Shelf = tuple[Blog, str, list[Entry]]


def posts(archive: Unpacked, members: list[str], intake: Intake) -> Iterator[Post]:
    """The posts and pages of every blog. Where there are several, the name of its blog is a post's
    series."""
    site, album, tally = Site(), Album(intake), Tally()
    shelves: list[Shelf] = []
    for member in members:
        feed = Feed(archive.read(member), member, intake)
        entries = _numbered(feed.items())
        settle(feed.blog, archive, member)
        site.learn(feed.blog, entries)
        shelves.append((feed.blog, member, entries))
        del feed  # and with it the text as it was received
    if not shelves:
        return  # a recipe names this format, and the archive is none of it
    authors: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    several = sum(any(e.kind == "post" for e in entries) for _, _, entries in shelves) > 1
    main = max(shelves, key=lambda shelf: sum(e.kind == "post" for e in shelf[2]))[0]
    for blog, member, entries in shelves:
        series = (blog.title or blog.name) if several else ""
        for post in Converter(blog, site, album, intake, tally).posts(entries, member, series):
            if blog is main:
                authors[post.author] += 1
                languages[post.language] += 1
            yield post
    intake.profile = Profile(main.title, _most(authors), "", main.base, _most(languages))
    album.tell()
    _tell(tally, several, intake)


def _numbered(entries: list[Entry]) -> list[Entry]:
    """Entries, those without an id known by their address, or else by their place."""
    for at, entry in enumerate(entries, 1):
        entry.id = entry.id or entry.path or entry.url or f"entry {at}"
    return entries


def _most(counts: Counter[str]) -> str:
    """What is said most often, of those that say anything."""
    found = [(-count, name) for name, count in counts.items() if name]
    return min(found)[1] if found else ""


def _tell(tally: Tally, several: bool, intake: Intake) -> None:
    """Findings on the archive as a whole."""
    place = intake.archive.name
    if several:
        intake.bench.find(
            "blogger.several",
            "note",
            "The archive holds several blogs; the series of each post names the one it is from.",
            place=place,
            todo="to make a book of one of them, name its file instead of the archive",
        )
    if tally.odd:
        intake.bench.find(
            "blogger.status",
            "warning",
            f"{tally.odd} items have a status that is not known; they count as drafts.",
            place=place,
        )
    if tally.closed:
        intake.bench.find(
            "blogger.private",
            "warning",
            f"Only invited readers could read the blog; {tally.closed} items count as private.",
            place=place,
            todo="if the book may hold them, say so in the recipe: set: ingest.read, "
            "options: {private: [private]}",
        )
