"""export.docx: write the book as Word files in the house's styles, one for each volume."""

import re
import unicodedata
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.export.word.art import apart, held_by, readable
from pipeline.export.word.document import Document
from pipeline.export.word.draft import Choices, Draft, Volume
from pipeline.model import house as houses
from pipeline.model import options, share
from pipeline.model.bench import Bench
from pipeline.model.handoff import Deliverables
from pipeline.model.house import House, Images
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.share import WHOLE, Share
from pipeline.model.walk import text

READS = ("recipe:house",)

_LONGEST = 80
"""Characters of a file's name: publishers' gates take no more than 83."""

_PAGES = {"halftitle": "half title", "titlepage": "title page", "copyright": "copyright page"}


class Options(options.Options, frozen=True):
    images: Annotated[
        Literal["house", "embedded", "placed"],
        Meta(description="pictures inside the file, or beside it with their names in their places"),
    ] = "house"
    links: Annotated[
        Literal["house", "hyperlink", "text"],
        Meta(
            description="what becomes of a link: a link, or its words (for notes with the "
            "addresses, set clean.links to show: footnote)"
        ),
    ] = "house"
    bookmarks: Annotated[
        Literal["house", "blocks", "posts"],
        Meta(description="a bookmark on each block, on each post, or as many as the house allows"),
    ] = "house"


def by_volume(bench: Bench) -> bool:
    return True


def run(book: Manuscript, options: Options, bench: Bench) -> Deliverables:
    house = houses.load(bench.house)
    writer = _Writer(book, house, _choices(options, house))
    made = volumes(book, house, bench.share)
    writer.write(made, bench)
    _tell_left_out(book, house, bench)
    return Deliverables(tuple(bench.files))


class _Writer:
    """Writes the volumes of one book."""

    def __init__(self, book: Manuscript, house: House, choices: Choices) -> None:
        self.book = book.book
        self.house = house
        self.choices = choices
        self.media = {row.key: row for row in book.media}

    def write(self, volumes: list[Volume], bench: Bench) -> None:
        for number, volume in enumerate(volumes):
            bench.progress(number, len(volumes))
            if self.choices.images in ("named", "callouts"):
                self._apart(volume, bench)
                continue
            for name, digest in sorted(self._file(volume, bench).placed.items()):
                with bench.deliver(f"art/{name}", "art", volume.number) as out:
                    out.write(bench.blobs.get(digest))

    def _file(self, volume: Volume, bench: Bench) -> Draft:
        draft = Draft(self.book, volume, self.house, self.choices, self.media)
        with bench.deliver(volume.name, "docx", volume.number) as out:
            Document(draft).write(out, bench.blobs)
        draft.tell(bench)
        return draft

    def _apart(self, volume: Volume, bench: Bench) -> None:
        """A volume, its pictures in files of their own, and its captions where the house wants
        them in one."""
        house = self.house
        made = apart(volume.divisions, house, held_by(self.media, house), volume.number)
        self._file(replace(volume, divisions=made.divisions), bench)
        if made.captions:
            name = volume.name.replace(".docx", "-captions.docx")
            self._file(replace(volume, name=name, divisions=made.captions), bench)
        for name, digest in made.placed.items():
            with bench.deliver(f"art/{name}", "art", volume.number) as out:
                out.write(readable(name, bench.blobs.get(digest)))


def volumes(book: Manuscript, house: House, of: Share = WHOLE) -> list[Volume]:
    """The files that the book becomes, one for each volume."""
    kept = [_kept(top, house) for top in book.divisions if top.kind not in house.left_out]
    groups = share.volumes(tuple(kept))
    name, many = slug(book.book.title), len(groups) > 1 or not of.is_whole
    return [
        Volume(
            name=f"{name}-volume-{number}.docx" if many else f"{name}.docx",
            number=number if many else 0,
            title=_title(book.book, group),
            divisions=group,
        )
        for number, group in enumerate(groups, of.first)
    ]


def slug(title: str) -> str:
    """A title as the name of a file: a-z, 0-9 and hyphens, with room for a volume's number."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words[: _LONGEST - 20].strip("-") or "book"


def _kept(division: Division, house: House) -> Division:
    """A volume without the divisions that the house makes itself."""
    kept = tuple([d for d in division.divisions if d.kind not in house.left_out])
    same = division.kind != "volume" or len(kept) == len(division.divisions)
    return division if same else replace(division, divisions=kept)


def _title(book: Book, divisions: tuple[Division, ...]) -> str:
    volume = next((text(d.title) for d in divisions if d.kind == "volume" and d.title), "")
    return ": ".join(part for part in (book.title, volume) if part)


def _choices(options: Options, house: House) -> Choices:
    limits = {"house": house.limits.blocks, "blocks": 1 << 60, "posts": -1}
    return Choices(
        links=house.links if options.links == "house" else options.links,
        images=_images(options, house),
        blocks=limits[options.bookmarks],
    )


def _images(options: Options, house: House) -> Images:
    """Where pictures go. A house that has its own way to place them keeps to it."""
    if options.images == "house" or (options.images == "placed" and house.images != "embedded"):
        return house.images
    return options.images


def _tell_left_out(book: Manuscript, house: House, bench: Bench) -> None:
    inner = [d for top in book.divisions if top.kind == "volume" for d in top.divisions]
    for division in (*book.divisions, *inner):
        if division.kind in house.left_out:
            bench.find(
                "docx.left-out",
                "note",
                f"The {_PAGES.get(division.kind, division.kind)} is not in the file: {house.title} "
                "makes its own.",
                place=division.id,
            )
