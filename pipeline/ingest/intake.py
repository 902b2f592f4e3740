"""The intake: where a reader puts everything that is not a post.

A reader is one module of `ingest/readers/`:

    NAME = "twitter"                       # as `bookworks identify` and recipes say it
    TITLE = "Twitter/X archive"            # as a person says it
    MEMBERS = (                            # every member it knows, first match wins
        Known(r"(.*/)?data/tweets(-part\\d+)?\\.js", "read"),
        Known(r"(.*/)?data/direct-messages.*", "ignored", "direct messages are private"),
    )

    def claim(archive: Unpacked) -> Claim | None: ...
    def read(archive: Unpacked, intake: Intake) -> Iterator[Post]: ...

A reader whose archives take long may also have

    def begin(archive: Unpacked, intake: Intake) -> Iterator[dict[str, Export] | Parted | Half]: ...

which does what can be done without knowing anything else. It may be done in another process, while
the shop is still being set up; `read` asks for one piece after the other, by its kind:
`intake.begun(dict[str, Export])`, and does without where there is none. What is not sound `begin`
leaves alone; only what comes with a half of the posts is declared.

`read` yields posts of every visibility in any order; `ingest.read` keeps what is public, or named
by the recipe, and orders them. One bad item never stops a reader: it goes to `set_aside`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, Protocol, TypeVar

import msgspec
from msgspec import Raw, Struct

from pipeline.ingest.unpack import WITHIN, Unpacked
from pipeline.model.bench import Bench, Declared
from pipeline.model.origin import Source
from pipeline.model.post import Media, Post, Profile

T = TypeVar("T")
Use = Literal["read", "ignored"]
Chapters = Literal["auto", "headings", "files"]


class Names(Struct, frozen=True):
    """The names of Word styles in a manuscript: of a role, and of what a run of characters is."""

    styles: dict[str, str] = {}
    characters: dict[str, str] = {}


class Known(Struct, frozen=True):
    """A rule about members: a pattern for the whole path, and what is done with such a member."""

    pattern: str
    use: Use
    why: str = ""

    def matches(self, member: str) -> bool:
        return _whole(self.pattern)(member) is not None


@cache
def _whole(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Asked of every member by every reader, which is more than `re` keeps patterns for."""
    return re.compile(pattern, re.IGNORECASE | re.DOTALL).fullmatch


class Claim(Struct, frozen=True):
    """Why a reader takes an archive for its own."""

    why: str  # "data/tweets.js starts with window.YTD.tweets.part0"
    era: str = ""  # the form of the format, where there are several: "2022 on"
    over: tuple[str, ...] = ()  # more general formats, of which this one is a special kind


class Reader(Protocol):
    """The shape of a module of `ingest/readers/`."""

    NAME: str
    TITLE: str
    MEMBERS: tuple[Known, ...]

    # Also, where they say more than the defaults: ROUTING = "tweets"; and GLOBAL_IDS = True, where
    # an id means the same item in any archive of the platform.
    claim: Callable[[Unpacked], Claim | None]
    read: Callable[[Unpacked, "Intake"], Iterator[Post]]


class Intake:
    """One archive's tables, and the bench on which a reader declares what it did."""

    def __init__(
        self,
        archive: Unpacked,
        bench: Bench,
        first_source: int = 0,
        held: dict[str, tuple[int, int]] | None = None,
        chapters: Chapters = "auto",
        names: Names | None = None,
    ) -> None:
        self.archive = archive
        self.bench = bench
        self.first_source = first_source
        self.chapters = chapters  # what a post is, in files that hold a whole book
        self.names = names  # what the styles of a manuscript mean, where somebody said so
        self.piece: Callable[[], Raw | None] = lambda: None  # the next that `begin` gives
        self.profile = Profile()  # a reader replaces it once it knows better
        self.sources: list[Source] = []
        self.media: dict[str, Media] = {}
        self._rows: dict[str, int] = {}
        self._keys: dict[str, str] = {}
        self._held = held  # the pictures of all archives so far; None where there is but one

    def begun(self, kind: type[T]) -> T | None:
        """The next piece that the reader's `begin` gives, waited for; None where there is none."""
        piece = self.piece()
        return None if piece is None else msgspec.msgpack.decode(piece, type=kind)

    def source(self, member: str) -> int:
        """The row of a member in the table of sources, added at first sight."""
        row = self._rows.get(member)
        if row is None:
            row = self._rows[member] = self.first_source + len(self.sources)
            within = "" if self.archive.single else member
            self.sources.append(Source(self.archive.digest, self.archive.name, within))
        return row

    def picture(self, member: str) -> str:
        """The key of a picture that the archive holds."""
        key = self._keys.get(member)
        if key is None:
            key = self._keys[member] = self._key(member)
            self.media[key] = Media(key, self.source(member), member)
        return key

    def written_in(self, member: str, data: bytes) -> str:
        """The key of a picture that lies within a member, as in a letter, and is no member itself.
        Its bytes are kept as they are until `ingest.media` makes them fit to print."""
        digest = self.bench.blobs.put(data)
        key = f"{member}{WITHIN}{digest[:16]}"
        self.media.setdefault(key, Media(key, self.source(member), member, digest))
        return key

    def absent(self, key: str, why: str) -> str:
        """The key of a picture that the archive does not hold, by its URL or the name it had."""
        if not key.isascii():
            from pipeline.markup.plain import clean_text  # for few archives

            key = clean_text(key)
        if key not in self.media:
            self.media[key] = Media(key, missing=why)
        return key

    @property
    def alone(self) -> bool:
        """Whether this is the book's one archive."""
        return self._held is None

    def apart(self) -> "Intake":
        """Another intake of the same archive, with the rows that there are so far: for converting
        some texts beside the others. What it gathers is taken over by `take_over`."""
        other = Intake(self.archive, Bench(self.bench.blobs), self.first_source, self._held)
        other.sources, other._rows = list(self.sources), dict(self._rows)
        return other

    def take_over(self, pictures: list[Media], declared: Declared) -> None:
        """Take over what an intake apart has gathered."""
        for media in pictures:
            if media.digest:
                self.media.setdefault(media.key, media)
            elif media.member:
                self.picture(media.member)
            else:
                self.absent(media.key, media.missing)
        self.bench.take_over(declared)

    def _key(self, member: str) -> str:
        """A picture is known by its member's name; where an earlier archive has another picture of
        that name, by the archive's digest as well."""
        if self._held is None or member not in self.archive:
            return member
        print_ = self.archive.checksum(member)
        if self._held.setdefault(member, print_) == print_:
            return member
        return f"{self.archive.digest[:12]}/{member}"
