"""The draft: one Word file under way, and what all its parts share."""

from collections import Counter
from typing import Literal

from msgspec import Struct

from pipeline.export.word.bookmarks import Bookmarks
from pipeline.export.word.characters import Characters
from pipeline.export.word.images import Pictures
from pipeline.export.word.numbering import Numbering
from pipeline.model.bench import Bench
from pipeline.model.finding import Severity, agreed
from pipeline.model.house import House, Images, style_id
from pipeline.model.manuscript import Book, Division
from pipeline.model.origin import Origin
from pipeline.model.post import Media

Links = Literal["hyperlink", "text"]


class Volume(Struct, frozen=True):
    """What goes into one file."""

    name: str  # of the file: "light-list-volume-2.docx"
    number: int  # counted from 1; 0 when the book is one volume
    title: str
    divisions: tuple[Division, ...]


class Choices(Struct, frozen=True):
    """What the house says and an option may override."""

    links: Links
    images: Images
    blocks: int  # how many blocks may have a bookmark each


class Draft:
    def __init__(
        self, book: Book, volume: Volume, house: House, choices: Choices, media: dict[str, Media]
    ) -> None:
        self.book = book
        self.volume = volume
        self.house = house
        self.choices = choices
        self.bookmarks = Bookmarks(volume.divisions, choices.blocks)
        self.characters = Characters(house)
        self.numbering = Numbering(house.step)
        self.pictures = Pictures(media, house.page)
        self.placed: dict[str, str] = {}  # names of pictures that go beside the file -> digest
        self.styles: dict[str, str] = {}  # the paragraph styles in use: id -> name
        self._counts: Counter[str] = Counter()
        self._firsts: dict[str, tuple[Origin, ...]] = {}

    def style(self, name: str) -> str:
        """The id of a paragraph style, which the file will then define."""
        id = style_id(name)
        self.styles[id] = name
        return id

    def note(self, code: str, origin: tuple[Origin, ...], count: int = 1) -> None:
        """Something that a person should know, told once for the whole file."""
        self._counts[code] += count
        self._firsts.setdefault(code, origin)

    def tell(self, bench: Bench) -> None:
        """The notes as findings."""
        for code, count in self._counts.items():
            severity, message, todo = FINDINGS[code]
            origin = self._firsts[code]
            bench.find(
                code,
                severity,
                agreed(message, count),
                origin[0] if origin else None,
                place=self.volume.name,
                todo=todo,
            )


FINDINGS: dict[str, tuple[Severity, str, str]] = {
    "docx.illegal-character": (
        "warning",
        "{n} character{s} that a Word file cannot hold stand{v} as \ufffd.",
        "take them out with an edit, or with clean.repair",
    ),
    "docx.note-in-note": (
        "note",
        "{n} note{s} inside notes stand{v} in brackets instead: Word has no such thing.",
        "",
    ),
    "docx.picture": (
        "warning",
        "{n} picture{s} could not be shown; words stand there instead.",
        "add the files to the archive's folder, or let assemble.pictures take them out",
    ),
    "docx.wide-table": (
        "warning",
        "{n} table{s} {have} more than the 63 columns that Word allows; the rows stand as lines.",
        "",
    ),
    "docx.unknown-role": (
        "note",
        "{n} paragraph{s} {have} a role unknown to the house, and look{v} like running text.",
        "name the role in the house's data",
    ),
    "docx.address": (
        "note",
        "{n} link{s} {have} no address that Word could follow, and stand{v} as plain text.",
        "",
    ),
}
"""What can be noted, by code: how grave it is, what it says, and what to do about it."""
