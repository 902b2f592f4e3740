"""ingest.read: read archives of any known format into posts, and account for every item."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from pipeline.ingest import gaps
from pipeline.ingest.begun import Pieces, begin
from pipeline.ingest.identify import identify, reader
from pipeline.ingest.intake import Chapters, Intake, Names, Reader
from pipeline.ingest.inventory import report
from pipeline.ingest.order import ordered
from pipeline.ingest.shown import uses
from pipeline.ingest.unpack import Unpacked
from pipeline.ingest.versions import Owner, Versions, account
from pipeline.model.bench import Bench, Forsaken
from pipeline.model.errors import ArchiveError, BookworksError
from pipeline.model.handoff import Archives, Posts
from pipeline.model.options import Options as Base
from pipeline.model.origin import Source
from pipeline.model.post import PUBLIC, Media, Post, Profile

__all__ = ["Options", "begin", "run"]

Private = Literal[
    "followers", "direct", "private", "draft", "pending", "scheduled", "password", "paid",
    "deleted", "trashed",
]  # fmt: skip

_BATCH = 2000


class Options(Base, frozen=True):
    private: Annotated[
        tuple[Private, ...],
        Meta(description="Kinds of items that are not public and go into the book all the same."),
    ] = ()
    format: Annotated[
        str | None, Meta(description="The format to read the archives as, where they could be two.")
    ] = None
    chapters: Annotated[
        Chapters,
        Meta(
            description="Of documents (docx, odt, …), what is a post: what stands under their "
            "highest headings, or the whole file. auto: headings, where the archive is one file or "
            "a file has no title of its own."
        ),
    ] = "auto"
    styles: Annotated[
        dict[str, str],
        Meta(
            description="Of a manuscript in Word, the style of each role, as the map of its "
            "transmittal has it. It is then read as a book, with its parts and pages of matter."
        ),
    ] = field(default_factory=dict)
    characters: Annotated[
        dict[str, str],
        Meta(description="The same of runs of characters: emphasis, hashtag, …"),
    ] = field(default_factory=dict)


def run(archives: Archives, options: Options, bench: Bench) -> Posts:
    shelf = _Shelf(several=len(archives.archives) > 1, begun=Pieces(bench))
    for archive in archives.archives:
        with Unpacked.open(archive.path, archive.digest) as opened:
            opened.name = archive.name or opened.name
            shelf.take(opened, options, bench)
    posts = shelf.single(bench)
    made = Posts(shelf.profile, tuple(posts), tuple(shelf.sources), tuple(shelf.media.values()))
    return _without_withheld(made, shelf.withheld) if shelf.withheld else made


class _Shelf:
    """What the archives read so far hold together."""

    def __init__(self, *, several: bool, begun: Pieces) -> None:
        self.profile = Profile()
        self.posts: list[Post] = []
        self.sources: list[Source] = []
        self.media: dict[str, Media] = {}
        self.withheld: set[int] = set()  # sources of posts set aside because they are not public
        self._held: dict[str, tuple[int, int]] | None = {} if several else None
        self._begun = begun
        self._owners: list[Owner] = []
        self._hidden: list[tuple[Owner, list[str]]] = []
        self._archives = 0

    def take(self, archive: Unpacked, options: Options, bench: Bench) -> None:
        chosen = _reader(archive, options.format, bench)
        report(archive, chosen, bench)
        first = not self.sources
        intake = Intake(
            archive, bench, len(self.sources), self._held, options.chapters, _names(options)
        )
        intake.piece = lambda: self._begun.of(archive.path, chosen.NAME)
        allowed = PUBLIC.union(options.private)
        start, hidden, writers = len(self.posts), list[str](), set[str]()
        for batch in _batches(chosen, archive, intake):
            kept = _kept(batch, allowed, bench)
            self.posts += kept
            if len(kept) < len(batch):
                private = [post for post in batch if post.visibility not in allowed]
                hidden += [post.id for post in private]
                writers.update([post.author for post in private])
                self.withheld.update([post.source for post in private])
            bench.progress(len(self.posts), 0)
        gaps.tell(self.posts[start:], archive.name, bench)
        intake.profile = _by_who_is_shown(intake.profile, self.posts[start:], writers)
        self._own(chosen, intake, hidden)
        if not first:
            self.posts[start:] = _at_home(self.posts[start:], intake.profile)
        self.sources += intake.sources
        self.profile = intake.profile if first else self.profile
        for key, media in intake.media.items():
            if key not in self.media or self.media[key].missing:
                self.media[key] = media

    def _own(self, chosen: Reader, intake: Intake, hidden: list[str]) -> None:
        """Note whose the archive is, and what it holds back."""
        at = self._archives
        known = getattr(chosen, "GLOBAL_IDS", False)
        owner = Owner(at, account(chosen.NAME, known, intake.profile, at))
        self._owners += [owner] * len(intake.sources)
        self._hidden.append((owner, hidden))
        self._archives += 1

    def single(self, bench: Bench) -> list[Post]:
        """All posts in the order in which they were written, each once."""
        versions = Versions(self._owners, bench)
        if self._archives > 1:
            for owner, items in self._hidden:
                versions.hide(owner.account, items, owner.archive)
        posts = versions.single(ordered(self.posts))
        versions.tell_apart(posts)
        return posts


def _names(options: Options) -> Names | None:
    said = options.styles or options.characters
    return Names(options.styles, options.characters) if said else None


def _at_home(posts: list[Post], profile: Profile) -> list[Post]:
    """Posts whose answers to their own author say so, though the book is of another handle."""
    own = profile.handle.lower().lstrip("@")
    return [
        replace(post, reply_author="")
        if own and post.reply_author.lower().lstrip("@") == own
        else post
        for post in posts
    ]


def _reader(archive: Unpacked, format: str | None, bench: Bench) -> Reader:
    if format is not None:
        return reader(format)
    chosen, claim = identify(archive)
    era = f", {claim.era}" if claim.era else ""
    bench.find(
        "archive.identified",
        "note",
        f"Read as {chosen.TITLE}{era}: {claim.why}.",
        place=archive.name,
    )
    return chosen


def _batches(chosen: Reader, archive: Unpacked, intake: Intake) -> Iterator[list[Post]]:
    """The posts of one archive. Raises ArchiveError, whatever happens within the reader."""
    try:
        posts = iter(chosen.read(archive, intake))
        while batch := list(islice(posts, _BATCH)):
            yield batch
    except (BookworksError, Forsaken):
        raise
    except Exception as error:
        raise ArchiveError(
            f"the {chosen.NAME} reader failed on this archive",
            file=archive.path,
            cause=f"{type(error).__name__} at {_place(error)}",  # its words may be the author's
            todo="this is a fault of the shop, not of yours: please report it with the line above",
        ) from error


def _place(error: Exception) -> str:
    """The innermost line of ours that an exception passed."""
    trace, place = error.__traceback__, "an unknown line"
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        if "/pipeline/" in file:
            place = f"pipeline/{file.rsplit('/pipeline/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _kept(posts: list[Post], allowed: frozenset[str], bench: Bench) -> list[Post]:
    kept = [post for post in posts if post.visibility in allowed]
    if len(kept) < len(posts):
        for post in posts:
            if post.visibility not in allowed:
                reason = f"not public: {post.visibility}"
                bench.set_aside(post.kind, post.id, post.source, reason)
    return kept


def _by_who_is_shown(profile: Profile, posts: list[Post], hidden: set[str]) -> Profile:
    """The profile, without the name of one who wrote only what is not public."""
    if profile.author not in hidden:
        return profile
    writers = Counter([post.author for post in posts if post.author])
    if not writers or profile.author in writers:
        return profile
    return replace(profile, author=min(writers, key=lambda name: (-writers[name], name)))


def _without_withheld(posts: Posts, withheld: set[int]) -> Posts:
    """Files that only posts which are not public stand in or show go no further by their names,
    and their pictures not at all."""
    shown = uses(posts) if posts.media else {}
    rows = [row for row in posts.media if row.key in shown]
    public = {row.source for row in rows}.union([post.source for post in posts.posts])
    private = withheld.union([row.source for row in posts.media]) - public
    sources = [
        Source(source.digest, source.name, "") if at in private else source
        for at, source in enumerate(posts.sources)
    ]
    return replace(posts, media=tuple(rows), sources=tuple(sources))
