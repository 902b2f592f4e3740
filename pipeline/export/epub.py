"""export.epub: write the book as EPUB 3.3, one file for each volume."""

import io
from importlib import resources
from typing import Annotated, Literal

from msgspec import Meta

from pipeline.export.docx import slug
from pipeline.export.ebook.binding import Binding, Cover
from pipeline.export.ebook.catalogue import Volume
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.handoff import Deliverables
from pipeline.model.manuscript import Manuscript
from pipeline.model.share import volumes
from pipeline.model.tray import Load, Tray
from pipeline.model.walk import text

READS = ("cover.jpg", "cover.png", "cover")

_MOST_ART = 64_000_000
"""Pixels of pictures in a book of which two volumes are written at the same time."""


class Options(options.Options, frozen=True):
    cover: Annotated[
        Literal["auto", "none"],
        Meta(
            description="cover.jpg or cover.png beside the recipe (cover/volume-2.jpg for one "
            "volume), or one drawn from the title; or no cover"
        ),
    ] = "auto"


def run(book: Manuscript, options: Options, bench: Bench) -> Deliverables:
    writer = _Writer(book, _covers(book, options, bench))
    groups = writer.groups
    if len(groups) > 1 and sum([row.width * row.height for row in book.media]) <= _MOST_ART:
        half = len(groups) // 2
        _, rest = bench.beside(
            lambda: writer.write(range(half), bench),
            lambda: writer.carried(range(half, len(groups)), bench),
            Load,
        )
        rest.put_down(bench)
    else:
        writer.write(range(len(groups)), bench)
    return Deliverables(tuple(bench.files))


class _Writer:
    """Writes the volumes of one book."""

    def __init__(self, book: Manuscript, covers: dict[int, Cover] | None) -> None:
        self._book = book
        self._covers = covers
        self.groups = volumes(book.divisions)
        self._style = _style()

    def write(self, numbers: range, bench: Bench) -> None:
        many = len(self.groups) > 1
        covers = self._bound(numbers, bench)
        for at in numbers:
            bench.progress(at, len(self.groups))
            number = at + 1 if many else 0
            name = slug(self._book.book.title) + (f"-volume-{number}.epub" if many else ".epub")
            binding = self._binding(at, number, covers.get(at))
            with bench.deliver(name, "epub", number) as out:
                binding.write(out, bench.blobs)
            binding.tell(bench, name)

    def carried(self, numbers: range, bench: Bench) -> Load:
        """The volumes written to a tray."""
        tray = Tray(bench.blobs)
        beside = Bench(tray)
        self.write(numbers, beside)
        return tray.load(beside)

    def _binding(self, at: int, number: int, cover: Cover | None) -> Binding:
        book, of = self._book, self._called(at)
        title = ": ".join(part for part in (book.book.title, of if number else "") if part)
        volume = Volume(title, number)
        return Binding(book.book, volume, self.groups[at], book.media, self._style, cover)

    def _called(self, at: int) -> str:
        """The title of a volume."""
        divisions = self.groups[at]
        return next((text(d.title) for d in divisions if d.kind == "volume" and d.title), "")

    def _bound(self, numbers: range, bench: Bench) -> dict[int, Cover]:
        """The cover of each volume that has one: given for it, given for all, or drawn."""
        if self._covers is None:
            return {}
        many = len(self.groups) > 1
        given = {at: self._covers.get(at + 1 if many else 0) for at in numbers}
        found = {at: cover or self._covers.get(0) for at, cover in given.items()}
        drawn = self._drawn([at for at, cover in found.items() if not cover], bench)
        return {at: cover for at, cover in found.items() if cover} | drawn

    def _drawn(self, numbers: list[int], bench: Bench) -> dict[int, Cover]:
        """Covers made from the book's own data. A book without one is a book all the same."""
        if not numbers:
            return {}
        from pipeline.export.ebook.cover import page, pngs  # not needed where one was given

        said = self._book.book
        words = (said.title, said.author, said.subtitle)
        try:
            pages = [page(*words, self._called(at), said.language) for at in numbers]
            return dict(zip(numbers, map(Cover, pngs(pages)), strict=True))
        except RuntimeError as error:
            bench.find("epub.cover", "warning", f"No cover could be drawn: {error}")
            return {}


def _covers(book: Manuscript, options: Options, bench: Bench) -> dict[int, Cover] | None:
    """The covers that lie beside the recipe, by volume, 0 for all; None when none is wanted."""
    if options.cover == "none":
        return None
    count = len(volumes(book.divisions))
    found: dict[int, Cover] = {}
    for number in range(count + 1 if count > 1 else 1):
        stem = f"cover/volume-{number}" if number else "cover"
        for suffix in ("jpg", "png"):
            data = bench.data(f"{stem}.{suffix}")
            if data:
                found[number] = _checked(data, f"{stem}.{suffix}")
    return found


def _checked(data: bytes, name: str) -> Cover:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            picture.verify()
            return Cover(data, "image/jpeg" if picture.format == "JPEG" else "image/png")
    except Exception as error:
        raise RecipeError(
            "the cover is no JPEG or PNG that can be opened",
            file=name,
            cause=str(error),
            todo="save it again as JPEG, 1600 pixels wide and 2400 high or larger",
        ) from error


def _style() -> str:
    """The style sheet, without the comments and the space that are for those who write it."""
    sheet = resources.files("pipeline.export.ebook").joinpath("book.css").read_text("utf-8")
    lines = [line.strip() for line in sheet.splitlines()]
    return "\n".join([line for line in lines if line and not line.startswith("/*")]) + "\n"
