"""The document: one whole Word file, from the divisions of one volume."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from msgspec.structs import replace

from pipeline.export.word.body import Body
from pipeline.export.word.draft import Draft
from pipeline.export.word.isbn import marked
from pipeline.export.word.notes import NotePart
from pipeline.export.word.package import CHUNK, Package
from pipeline.export.word.properties import app, core, custom
from pipeline.export.word.relations import Relations
from pipeline.export.word.scripts import is_from_right
from pipeline.export.word.sections import BODY, Furniture, Section, broken, section_of
from pipeline.export.word.settings import fonts, settings
from pipeline.export.word.styles import styles
from pipeline.export.word.xml import HEAD, STORY
from pipeline.model.bench import Blobs
from pipeline.model.house import OPENING
from pipeline.model.levels import highest, level_of, looks, top
from pipeline.model.manuscript import Division
from pipeline.model.text import Blocks, Paragraph
from pipeline.model.walk import every_division, plain, text

_KEPT = 1  # strings held back at a flush: the last paragraph may yet end a section
_MANY = 400  # strings: about a chunk of text


class Document:
    """Writes one draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._house = draft.house
        self._looks = looks(draft.volume.divisions, draft.house)
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
        self._begun = False  # whether anything is written
        self._write: Callable[[str], None] = lambda text: None

    def write(self, out: BinaryIO, blobs: Blobs) -> None:
        """The file, to `out`."""
        package = Package(out)
        package.add("[Content_Types].xml", self._types())
        package.add("_rels/.rels", _ROOT.format(custom=_CUSTOM if self._house.template else ""))
        with package.stream("word/document.xml") as self._write:
            self._story()
        self._write_parts(package)
        self._draft.pictures.write(package, blobs)
        package.close()

    # -- the story ---------------------------------------------------------------------------------

    def _story(self) -> None:
        self._write(f"{HEAD}<w:document {STORY}><w:body>")
        section: Section | None = None
        body, house = self._body, self._house
        if house.opening:
            body.mark(house.opening, self._draft.volume.title or "[untitled]")
        for division in self._tops():
            here = section_of(division) if house.section_breaks == "matter" else BODY
            if section is not None and (here != section or here.sort == "page"):
                self._end(section)
            section = here
            self._division(division, 0)
        body.part()
        if house.ending:
            body.mark(house.roles["end"], house.ending)
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
        self._begin(division)
        level = self._title(division, above) if division.title else above
        if division.blocks:
            body.top = top(level, self._looks) - highest(division)
            blocks = _opened(division) if division.title else division.blocks
            if self._opens(division):
                blocks = _page(blocks)
            if division.kind == "titlepage" and "subtitle-more" in self._house.roles:
                blocks = _one_subtitle(blocks)
            numbers = division.kind == "copyright" and self._house.characters.get("isbn")
            body.blocks(marked(blocks) if numbers else blocks)
        if len(body.out) > _MANY:
            self._flush(_KEPT)
        if division.kind != "volume":
            for inner in division.divisions:
                self._division(inner, level)

    def _begin(self, division: Division) -> None:
        """What the house wants before a division: a break, a paragraph that says what begins."""
        house, body = self._house, self._body
        chapter = division.title and division.kind not in ("entry", "volume")
        if house.section_breaks == "chapters" and chapter:
            self._end(BODY)
        style = house.section(division.kind, division.matter)
        if style and (division.title or division.blocks):
            if house.marker == "title":
                body.mark(style, text(division.title) or division.kind.title())
            elif self._begun or body.out:
                body.mark(style, "")
        if division.kind == "titlepage" and house.word_count:
            count = max(1, round(words(self._draft.volume.divisions) / house.word_count))
            body.mark(house.roles["count"], f"about {count * house.word_count:,} words")

    def _opens(self, division: Division) -> bool:
        """Whether a division must begin its page by the style of its first line."""
        plain = not division.title and division.kind not in ("entry", "volume")
        house = self._house
        begun = self._begun or bool(self._body.out)
        marked = house.section(division.kind, division.matter)
        return plain and begun and not marked and house.section_breaks != "matter"

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
        own = self._house.title_of(division.kind, division.matter) if level == 1 else ""
        self._body.heading(level, division.title, marks, own)
        return level

    def _end(self, section: Section) -> None:
        """End a section in the properties of its last paragraph."""
        if self._body.out:
            self._body.out[-1] = broken(self._body.out[-1], self._furniture.end(section))

    def _flush(self, keep: int) -> None:
        out = self._body.out
        self._begun = True
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
        package.add("word/_rels/document.xml.rels", self._relations.xml())
        package.add(f"word/{notes.kind}s.xml", notes.xml())
        if notes.relations:
            package.add(f"word/_rels/{notes.kind}s.xml.rels", notes.relations.xml())
        package.add("word/numbering.xml", draft.numbering.xml())
        joined = draft.characters.used()
        package.add("word/styles.xml", styles(house, draft.styles, joined, self._looks, language))
        package.add("word/settings.xml", settings(house, language))
        package.add("word/fontTable.xml", fonts(house))
        if house.template:
            package.add("docProps/custom.xml", custom(house.template))
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
        if self._house.template:
            rows += _CUSTOM_TYPE
        return _TYPES.format(parts=rows)


def _opened(division: Division) -> Blocks:
    """The blocks of a division with a title: a dateline stands closer to a title than to text."""
    first, rest = division.blocks[0], division.blocks[1:]
    if not isinstance(first, Paragraph) or first.role != "dateline":
        return division.blocks
    role = "dateline-entry" if division.kind == "entry" else "dateline-chapter"
    return (replace(first, role=role), *rest)


def _page(blocks: Blocks) -> Blocks:
    """The blocks of a page that has no title, the first of them opening it."""
    first, *rest = blocks
    if not isinstance(first, Paragraph):
        return blocks
    return (replace(first, role=f"{first.role}{OPENING}"), *rest)


def _one_subtitle(blocks: Blocks) -> Blocks:
    """The blocks of a title page, for a house that takes one subtitle and no more."""
    subtitles = [b for b in blocks if isinstance(b, Paragraph) and b.role == "subtitle"]
    return tuple([
        replace(block, role="subtitle-more") if block in subtitles[1:] else block
        for block in blocks
    ])  # fmt: skip


def words(divisions: Iterable[Division]) -> int:
    """How many words divisions hold, titles and notes included."""
    return sum(
        len(text(one.title).split()) + sum([len(plain(block).split()) for block in one.blocks])
        for one in every_division(divisions)
    )


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
    'officeDocument/2006/relationships/extended-properties"/>{custom}</Relationships>'
)
_CUSTOM = (
    '<Relationship Id="rId4" Target="docProps/custom.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/custom-properties"/>'
)
_CUSTOM_TYPE = (
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
