"""The document: one whole Word file, from the divisions of one volume."""

from collections.abc import Callable
from typing import BinaryIO

from msgspec.structs import replace

from pipeline.export.word.body import Body
from pipeline.export.word.draft import Draft
from pipeline.export.word.levels import highest, level_of, looks
from pipeline.export.word.notes import NotePart
from pipeline.export.word.package import CHUNK, Package
from pipeline.export.word.properties import app, core
from pipeline.export.word.relations import Relations
from pipeline.export.word.scripts import is_from_right
from pipeline.export.word.sections import BODY, Furniture, Section, broken, section_of
from pipeline.export.word.settings import fonts, settings
from pipeline.export.word.styles import styles
from pipeline.export.word.xml import HEAD, STORY
from pipeline.model.bench import Blobs
from pipeline.model.manuscript import Division
from pipeline.model.text import Blocks, Paragraph
from pipeline.model.walk import text

_KEPT = 1  # strings held back at a flush: the last paragraph may yet end a section
_MANY = 400  # strings: about a chunk of text


class Document:
    """Writes one draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._house = draft.house
        self._relations = Relations()
        self._parts = [
            (sort, self._relations.part(sort, f"{sort}{number}.xml"))
            for sort, number in (("styles", ""), ("settings", ""), ("fontTable", ""),
                                 ("numbering", ""), (f"{draft.house.notes}s", ""),
                                 *((("header", 1), ("footer", 1)) if draft.house.furniture else ()))
        ]  # fmt: skip
        ids = dict(self._parts)
        self._furniture = Furniture(
            draft.house,
            draft.book,
            ids.get("header", ""),
            ids.get("footer", ""),
            is_from_right(draft.book.language),
        )
        self._notes = NotePart(draft)
        self._body = Body(draft, self._relations, self._notes)
        self._write: Callable[[str], None] = lambda text: None

    def write(self, out: BinaryIO, blobs: Blobs) -> None:
        """The file, to `out`."""
        package = Package(out)
        package.add("[Content_Types].xml", self._types())
        package.add("_rels/.rels", _ROOT)
        with package.stream("word/document.xml") as self._write:
            self._story()
        self._write_parts(package)
        self._draft.pictures.write(package, blobs)
        package.close()

    # -- the story ---------------------------------------------------------------------------------

    def _story(self) -> None:
        self._write(f"{HEAD}<w:document {STORY}><w:body>")
        section: Section | None = None
        for division in self._tops():
            here = section_of(division)
            if section is not None and (here != section or here.sort == "page"):
                self._end(section)
            section = here
            self._division(division, 0)
        self._flush(0)
        self._write(f"{self._furniture.end(section or BODY)}</w:body></w:document>")

    def _tops(self) -> list[Division]:
        """The divisions of the highest rank; those of a volume stand beside its own first page."""
        tops: list[Division] = []
        for division in self._draft.volume.divisions:
            tops.append(division)
            if division.kind == "volume":
                tops += division.divisions
        return tops

    def _division(self, division: Division, above: int) -> None:
        body = self._body
        body.runs.speak(division.language or self._draft.book.language)
        level = self._title(division, above) if division.title else above
        if division.blocks:
            body.top = level + 1 - highest(division)
            body.blocks(_opened(division) if division.title else division.blocks)
        if len(body.out) > _MANY:
            self._flush(_KEPT)
        if division.kind != "volume":
            for inner in division.divisions:
                self._division(inner, level)

    def _title(self, division: Division, above: int) -> int:
        bookmarks = self._draft.bookmarks
        if division.origin:
            marks = bookmarks.wrap(division.origin)
        else:
            marks = bookmarks.land(division.id)
        if division.kind == "volume":
            if not _said(division):
                self._body.titled("volume", division.title, marks)
            return above
        level = level_of(division, above, self._house.headings)
        self._body.heading(level, division.title, marks)
        return level

    def _end(self, section: Section) -> None:
        """End a section in the properties of its last paragraph."""
        if self._body.out:
            self._body.out[-1] = broken(self._body.out[-1], self._furniture.end(section))

    def _flush(self, keep: int) -> None:
        out = self._body.out
        last = out[len(out) - keep :]
        text = "".join(out[: len(out) - keep])
        for at in range(0, len(text), CHUNK):
            self._write(text[at : at + CHUNK])
        out[:] = last

    # -- the parts around it -----------------------------------------------------------------------

    def _write_parts(self, package: Package) -> None:
        draft, house, book = self._draft, self._house, self._draft.book
        notes = self._notes
        language = book.language
        look = looks(draft.volume.divisions, house)
        package.add("word/_rels/document.xml.rels", self._relations.xml())
        package.add(f"word/{notes.kind}s.xml", notes.xml())
        if notes.relations:
            package.add(f"word/_rels/{notes.kind}s.xml.rels", notes.relations.xml())
        package.add("word/numbering.xml", draft.numbering.xml())
        joined = draft.characters.used()
        package.add("word/styles.xml", styles(house, draft.styles, joined, look, language))
        package.add("word/settings.xml", settings(house, language))
        package.add("word/fontTable.xml", fonts(house))
        if house.furniture:
            package.add("word/header1.xml", self._furniture.header())
            package.add("word/footer1.xml", self._furniture.footer())
        package.add("docProps/core.xml", core(book, draft.volume.title))
        package.add("docProps/app.xml", app(book))

    def _types(self) -> str:
        rows = "".join(
            f'<Override PartName="/word/{sort}{number}.xml" ContentType="{_WORD}{sort}+xml"/>'
            for sort, number in ((sort, "1" if sort in ("header", "footer") else "")
                                 for sort, _ in self._parts)
        )  # fmt: skip
        return _TYPES.format(parts=rows)


def _opened(division: Division) -> Blocks:
    """The blocks of a division with a title: a dateline stands closer to a title than to text."""
    first, rest = division.blocks[0], division.blocks[1:]
    if not isinstance(first, Paragraph) or first.role != "dateline":
        return division.blocks
    role = "dateline-entry" if division.kind == "entry" else "dateline-chapter"
    return (replace(first, role=role), *rest)


def _said(volume: Division) -> bool:
    """Whether a volume's own title page says the volume's title."""
    pages = [page.blocks for page in volume.divisions if page.kind == "titlepage"]
    title = text(volume.title)
    return any(
        isinstance(b, Paragraph) and text(b.content) == title for page in pages for b in page
    )


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = (
    HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Default Extension="{suffix}" ContentType="image/{suffix}"/>'
        for suffix in ("png", "jpeg", "gif", "tiff", "bmp")
    )
    + f'<Override PartName="/word/document.xml" ContentType="{_WORD}document.main+xml"/>'
    "{parts}"
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
)
_ROOT = (
    HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/'
    'package/2006/relationships/metadata/core-properties"/>'
    '<Relationship Id="rId3" Target="docProps/app.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/extended-properties"/></Relationships>'
)
