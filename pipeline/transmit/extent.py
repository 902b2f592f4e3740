"""The extent: how much a book holds, counted so that it can be counted again in the docx.

A word is a run between spaces; a note's mark and a picture end one. What stands in the docx and is
no writing (the sign of a scene break, a picture's callout) is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model.claims import Claim, claims
from pipeline.model.glance import glance
from pipeline.model.house import House
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Source
from pipeline.model.post import Media
from pipeline.model.text import (
    Embed,
    Emph,
    Figure,
    Image,
    Inline,
    Inlines,
    Link,
    Note,
    Paragraph,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from pipeline.model.walk import (
    Leaf,
    leaves,
    map_inlines,
    map_nodes,
    own_text,
    plain,
    text,
)
from pipeline.model.words import beyond, words
from pipeline.transmit.pictures import Picture, pictures

_DRAWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/tiff", "image/bmp"})
"""The pictures that a Word file can hold."""

_WIDEST = 63  # columns: Word refuses a table with more, and its rows are lines


class Part(Struct, array_like=True):
    """One division without those within it."""

    kind: str
    level: int
    title: str
    words: int
    item: str  # that it was made of; "" where it holds nothing of any
    source: int  # of that item: a row of the book's sources
    created: str
    claims: list[Claim]  # of what may be somebody else's
    art: list[Picture]


class Reckoning(Struct):
    """A book as it is sent: without the divisions that the house makes itself."""

    book: Book
    sources: tuple[Source, ...]
    parts: list[Part] = []
    words: int = 0
    words_in_notes: int = 0
    chapters: int = 0
    figures: int = 0
    tables: int = 0
    notes: int = 0
    signs: dict[str, int] = {}
    """How often each character beyond plain Latin stands there: a typesetter's font must hold it"""
    first: dict[str, int] = {}
    """The first of the parts in which such a character stands."""

    def joined(self, later: Reckoning) -> Reckoning:
        """This one with that of the volumes behind it."""
        behind = {sign: at + len(self.parts) for sign, at in later.first.items()}
        return Reckoning(
            book=self.book,
            sources=self.sources,
            parts=self.parts + later.parts,
            words=self.words + later.words,
            words_in_notes=self.words_in_notes + later.words_in_notes,
            chapters=self.chapters + later.chapters,
            figures=self.figures + later.figures,
            tables=self.tables + later.tables,
            notes=self.notes + later.notes,
            signs=dict(Counter(self.signs) + Counter(later.signs)),
            first=behind | self.first,
        )


def reckon(book: Manuscript, house: House) -> Reckoning:
    """Go through the book once."""
    eye = _Eye(book, house)
    for level, division in walk(book.divisions, house):
        eye.division(division, level)
    return eye.found


def walk(
    divisions: tuple[Division, ...], house: House, level: int = 1
) -> Iterator[tuple[int, Division]]:
    for division in divisions:
        if division.kind not in house.left_out:
            yield level, division
            yield from walk(division.divisions, house, level + 1)


class _Eye:
    def __init__(self, book: Manuscript, house: House) -> None:
        self.found = Reckoning(book.book, book.sources)
        self._media: dict[str, Media] = {row.key: row for row in book.media}
        self._noted: list[str] = []
        self._scene_break = house.scene_break
        self._named = house.images == "named"

    def division(self, division: Division, level: int) -> None:
        found = self.found
        said = [] if _is_said_below(division) else [self._run(division.title)]
        seen = glance(division.blocks)
        said += [seen.prose] if seen.plain else map(self._leaf, leaves(division.blocks))
        count = self._count("\n".join(said))
        if self._noted:
            notes = "\n".join(self._noted)
            self._noted = []
            noted = self._count(notes)
            count += noted
            found.words_in_notes += noted
        found.words += count
        found.chapters += division.kind == "chapter"
        found.parts.append(self._part(division, level, count))

    def _part(self, division: Division, level: int, count: int) -> Part:
        origin = division.origin or next((b.origin for b in division.blocks if b.origin), ())
        return Part(
            kind=division.kind,
            level=level,
            title=text(division.title),
            words=count,
            item=origin[0].item if origin else "",
            source=origin[0].source if origin else -1,
            created=division.created,
            claims=list(claims(division.blocks, self._media)) if origin else [],
            art=pictures(division.blocks, self._media) if self._media else [],
        )

    def _count(self, said: str) -> int:
        """The words; of the signs, take note."""
        beyond_latin = beyond(said)
        signs = self.found.signs
        for sign, times in Counter(beyond_latin).items():
            if sign not in signs:
                self.found.first[sign] = len(self.found.parts)
            signs[sign] = signs.get(sign, 0) + times
        return words(said, beyond_latin)

    def _run(self, nodes: Inlines) -> str:
        said = text(nodes)
        return text(self._parted(nodes)) if "⟦" in said else said

    def _leaf(self, leaf: Leaf) -> str:
        said = own_text(leaf)
        if type(leaf) is Paragraph:
            parted = "⟦" in said or (self._media and _holds_image(leaf.content))
            return own_text(map_inlines(leaf, self._parted)) if parted else said
        if isinstance(leaf, Figure):
            images = [text((self._image(image),)) for image in leaf.images]
            shown = [] if self._named else images  # where words in a picture's place are its name
            return "\n".join([*shown, self._run(leaf.caption)])
        if isinstance(leaf, Embed) and not said:
            return leaf.url
        if isinstance(leaf, Table):
            self.found.tables += _is_drawn(leaf)
        return own_text(map_inlines(leaf, self._parted))

    def _parted(self, nodes: Inlines) -> Inlines:
        """Notes and pictures out of the line, a space in the place of each."""
        return tuple([node if type(node) is Text else self._apart(node) for node in nodes])

    def _apart(self, node: Inline) -> Inline:
        match node:
            case Note():
                self._note(node)
                return Text(" ")
            case Image():
                return self._image(node)
            case Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
                return replace(node, content=self._parted(node.content))
            case _:
                return node

    def _note(self, note: Note) -> None:
        self.found.notes += 1
        for leaf in leaves(note.blocks):
            self.found.tables += isinstance(leaf, Table) and _is_drawn(leaf)
            if isinstance(leaf, Figure):
                self._noted += [text((self._image(image),)) for image in leaf.images]
                self._noted.append(text(leaf.caption))
            elif isinstance(leaf, SceneBreak):
                self._noted.append(self._scene_break)  # where it is words like any other
            elif isinstance(leaf, Embed) and not leaf.content:
                self._noted.append(leaf.url)
            else:
                even = map_inlines(leaf, lambda run: map_nodes(run, self._bracketed))
                self._noted.append(own_text(even))

    def _bracketed(self, node: Inline) -> Inline:
        """A note within a note is words in brackets: Word has no such thing."""
        if isinstance(node, Note):
            return Text(f"[{' '.join(plain(block) for block in node.blocks)}]")
        return self._image(node) if isinstance(node, Image) else node

    def _image(self, image: Image) -> Text:
        media = self._media.get(image.media)
        if media is not None and media.digest and media.mime in _DRAWN:
            self.found.figures += 1
            return Text(" ")
        return Text(image.alt or image.title or "[picture]")


def _holds_image(content: Inlines) -> bool:
    """Whether there is a picture without words, which leaves no mark in the text."""
    for node in content:
        if type(node) is Text:
            continue
        if type(node) is Image or _holds_image(getattr(node, "content", ())):
            return True
    return False


def _is_drawn(table: Table) -> bool:
    """Whether a table stands in the file as one."""
    if not (any(table.head) or any(table.body)):
        return False
    rows = [sum(max(1, cell.columns) for cell in row) for row in table.head + table.body]
    return max(rows) <= _WIDEST


def _is_said_below(division: Division) -> bool:
    """Whether a volume's own title page says the volume's title, which is then not said twice."""
    if division.kind != "volume":
        return False
    title = text(division.title)
    pages = [inner for inner in division.divisions if inner.kind == "titlepage"]
    return any(own_text(leaf) == title for page in pages for leaf in leaves(page.blocks))
