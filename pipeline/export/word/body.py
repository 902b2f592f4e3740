"""The body: blocks as paragraphs and tables, each paragraph in a style of the house."""

from typing import NamedTuple, Protocol, assert_never

from pipeline.export.word.bookmarks import shown
from pipeline.export.word.characters import BIT
from pipeline.export.word.draft import Draft
from pipeline.export.word.nesting import Nesting
from pipeline.export.word.relations import Relations
from pipeline.export.word.runs import Runs
from pipeline.export.word.tables import WIDEST, Grid
from pipeline.model.house import DEEPEST, OPENING
from pipeline.model.origin import Origin
from pipeline.model.role import ROLES
from pipeline.model.text import (
    BlockQuote,
    Blocks,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    PostBlock,
    SceneBreak,
    Table,
    Text,
    Verse,
)
from pipeline.model.walk import Leaf

_NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'
_RUNNING = frozenset({"body", "first", "list"})
"""Roles that say nothing of their own: such a paragraph is what it stands in."""

_DEEP = frozenset({"quote", "list-bullet", "list-number", "list-more"})


class Place(NamedTuple):
    """Where a block stands."""

    body: str = "body"  # the role of running text here
    depth: int = 0  # how many lists and quotations are around it


TOP = Place()


class Piece(NamedTuple):
    """A paragraph to be: the id of its style, its runs, and what its properties say besides."""

    style: str
    runs: str
    direction: str = ""


class Notes(Protocol):
    """Where a note goes; gives the run that refers to it."""

    def add(self, blocks: Blocks, language: str) -> str: ...


class Body:
    """Writes blocks of one part into `out`: each string is whole paragraphs or a whole table."""

    def __init__(self, draft: Draft, relations: Relations, notes: Notes | None) -> None:
        self.out: list[str] = []
        self.top = 0  # the level of Heading that a block's own first level follows
        self.lead = ""  # runs that the next paragraph begins with
        self._notes = notes
        self._draft = draft
        self._number = ""  # the list number that the next paragraph carries
        self._styles: dict[tuple[str, int], str] = {}
        self._nesting = Nesting(draft) if draft.house.gate == "rsuite" else None
        self._parted = True  # whether two tables would stay two where they met
        self.runs = Runs(draft, relations, self._note if notes else None)
        self._wrap = draft.bookmarks.wrap if notes else draft.bookmarks.wrap_note

    def blocks(self, blocks: Blocks, place: Place = TOP) -> None:
        """Blocks in reading order."""
        for block in blocks:
            if type(block) is Paragraph:  # most are, and this is the quickest way to tell
                if block.content:
                    self._paragraph(block, place)
                continue
            match block:
                case BlockQuote():
                    inside = "quote" if place.body != "note" else "note"
                    deeper = not self._draft.house.closed  # one with its own names has none for it
                    self.blocks(block.blocks, Place(inside, place.depth + deeper))
                case List():
                    self._list(block, place)
                case PostBlock():
                    self._post(block, place)
                case _:
                    if shown(block):
                        self._leaf(block, place)

    def heading(self, level: int, title: Inlines, marks: tuple[str, str], own: str = "") -> None:
        """The title of a division, with the bookmark around it; `own` is its kind's own style."""
        runs, direction = self.runs.paragraph(title, ())
        style = self._draft.style(own or self._draft.house.heading(level))
        self._write(Piece(style, runs, direction), marks)

    def titled(self, role: str, title: Inlines, marks: tuple[str, str]) -> None:
        """As `heading`, for a title that is no heading."""
        runs, direction = self.runs.paragraph(title, ())
        self._write(Piece(self._style(role, 0), runs, direction), marks)

    def mark(self, style: str, text: str) -> None:
        """A paragraph of the house's own; without text, it is the break of a page."""
        runs = self.runs.paragraph((Text(text),), ()) if text else (_NEW_PAGE, "")
        self._write(Piece(self._draft.style(style), *runs), ("", ""))

    def close(self) -> None:
        """Write what still waits for a paragraph to stand in."""
        if self.lead or self._number:
            self._write(Piece(self._style("note" if self.lead else "list-more", 1), ""), ("", ""))

    # -- blocks ------------------------------------------------------------------------------------

    def _paragraph(self, block: Paragraph, place: Place) -> None:
        role = block.role
        if place.body != "body" and (role in _RUNNING or place.body == "note"):
            role = place.body
        style = self._styles.get((role, place.depth)) or self._style(role, place.depth)
        runs, direction = self.runs.paragraph(block.content, block.origin)
        start, end = self._wrap(block.origin) if block.origin else ("", "")
        self._lay(style, direction, f"{start}{self.lead}{runs}{end}")

    def _list(self, block: List, place: Place) -> None:
        depth = min(place.depth + 1, DEEPEST)
        numbering = self._draft.numbering
        id = numbering.ordered(depth, block.start) if block.ordered else numbering.bullets()
        number = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{id}"/></w:numPr>'
        note = place.body == "note"
        head = Place("note" if note else _list_role(block), depth)
        rest = Place("note" if note else "list-more", depth)
        for item in block.items:
            self.close()  # the number of the item around, when it begins with a list
            self._number = number
            for block_ in item:
                self.blocks((block_,), head if self._number else rest)
            if self._number:
                self._write(Piece(self._style(head.body, depth), ""), ("", ""))

    def _post(self, block: PostBlock, place: Place) -> None:
        if shown(block):
            self._leaf(block, place)
        inside = "message" if place.body != "note" else "note"
        self.blocks(block.blocks, Place(inside, place.depth))

    def _leaf(self, block: Leaf, place: Place) -> None:
        """A block that is not running text. All that it writes is within its bookmark."""
        if isinstance(block, Table) and Grid.columns_of(block) <= WIDEST:
            self._table(block, place)
            return
        pieces = self._pieces(block, place)
        start, end = self._marks(block.origin)
        for number, piece in enumerate(pieces, 1):
            marks = (start if number == 1 else "", end if number == len(pieces) else "")
            self._write(piece, marks)

    def _pieces(self, block: Leaf, place: Place) -> list[Piece]:
        note = place.body == "note"
        match block:
            case Paragraph():
                return [self._piece(block.role, block.content, block.origin)]
            case Heading():
                return [self._heading(block, note)]
            case Verse():
                style = self._style("note" if note else block.role, 0)
                return [Piece(style, *self.runs.lines(block.lines, block.origin))]
            case CodeBlock():
                lines: tuple[Inlines, ...] = tuple((Text(row),) for row in block.text.split("\n"))
                style, marks = self._style("note" if note else "code", 0), BIT["code"] * note
                return [Piece(style, *self.runs.lines(lines, block.origin, marks))]
            case Figure():
                return self._figure(block, note)
            case Embed():
                content = block.content or (Text(block.url),)
                return [self._piece("note" if note else "embed", content, block.origin, block.url)]
            case PostBlock():
                head = (Text(" ".join(part for part in (block.author, block.date) if part)),)
                role = "note" if note else "message-head"
                return [self._piece(role, head, block.origin, block.url)]
            case SceneBreak():
                mark = (Text(self._draft.house.scene_break),)
                return [self._piece("note" if note else "scene-break", mark, block.origin)]
            case Table():
                return self._wide_table(block, note)
            case _:
                assert_never(block)

    def _piece(
        self, role: str, content: Inlines, origin: tuple[Origin, ...], url: str = ""
    ) -> Piece:
        """A paragraph in a role's style; the whole of it is a link where there is a URL."""
        hyperlinks = self._draft.choices.links == "hyperlink"
        frame = self.runs.address(url) if url and hyperlinks else ""
        runs, direction = self.runs.paragraph(content, origin, BIT["link"] if frame else 0)
        return Piece(
            self._style(role, 0), f"{frame}{runs}</w:hyperlink>" if frame else runs, direction
        )

    def _heading(self, block: Heading, note: bool) -> Piece:
        runs, direction = self.runs.paragraph(
            block.content, block.origin, BIT["strong"] if note else 0
        )
        if note:
            return Piece(self._style("note", 0), runs, direction)
        name = self._draft.house.heading(self.top + max(1, block.level))
        return Piece(self._draft.style(name), runs, direction)

    def _figure(self, block: Figure, note: bool) -> list[Piece]:
        pieces: list[Piece] = []
        for number, image in enumerate(block.images, 1):
            followed = number < len(block.images) or block.caption
            role = "figure-captioned" if followed else "figure"
            if not self._draft.pictures.held(image):
                role = "missing-picture"
            runs = self.runs.picture(image, block.origin, len(block.images))
            pieces.append(Piece(self._style(role, 0), runs))
        if block.caption:
            pieces.append(self._piece("note" if note else "caption", block.caption, block.origin))
        return pieces

    # -- tables ------------------------------------------------------------------------------------

    def _table(self, block: Table, place: Place) -> None:
        self.close()
        self.part()
        marks = self._marks(block.origin)
        if block.caption:
            caption = self._piece("table-caption", block.caption, block.origin)
            self._write(caption, marks)
            marks = ("", "")
        if any(block.head) or any(block.body):
            grid = Grid(self._draft, self.runs, block, self._rows_style)
            self.out.append(grid.xml(marks))
            self._parted = False
            if self._nesting:
                self._nesting.end()
            if self._draft.house.blanks or self._notes is None:  # a note must not end with a table
                self.part()

    def part(self) -> None:
        """Put a paragraph behind a table, which would run together with another."""
        if not self._parted:
            self._write(Piece(self._style("table-end", 0), ""), ("", ""))

    def _rows_style(self, role: str, align: str) -> str:
        name = self._draft.house.style(role)
        aligned = align in ("right", "center") and not self._draft.house.closed
        return self._draft.style(f"{name} {align.title()}" if aligned else name)

    def _wide_table(self, block: Table, note: bool) -> list[Piece]:
        self._draft.note("docx.wide-table", block.origin)
        rows: list[Inlines] = [block.caption] if block.caption else []
        for row in block.head + block.body:
            cells = [(Text("\t"), *cell.content) for cell in row]
            rows.append(tuple(node for cell in cells for node in cell)[1:])
        role = "note" if note else "table"
        return [self._piece(role, row, block.origin) for row in rows]

    # -- paragraphs --------------------------------------------------------------------------------

    def _write(self, piece: Piece, marks: tuple[str, str]) -> None:
        self._lay(piece.style, piece.direction, f"{marks[0]}{self.lead}{piece.runs}{marks[1]}")

    def _lay(self, style: str, direction: str, inside: str) -> None:
        if self._nesting:
            style = self._nesting.fitting(style)
        self._parted = True
        self.out.append(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{self._number}{direction}</w:pPr>'
            f"{inside}</w:p>"
        )
        self._number = self.lead = ""

    def _marks(self, origin: tuple[Origin, ...]) -> tuple[str, str]:
        return self._wrap(origin) if origin else ("", "")

    def _style(self, role: str, depth: int) -> str:
        known = self._styles.get((role, depth))
        if known is None:
            house = self._draft.house
            name = house.style(role, depth if role in _DEEP else 1)
            known = self._styles[role, depth] = self._draft.style(name)
            if role.removesuffix(OPENING) not in {*house.roles, *ROLES}:
                self._draft.note("docx.unknown-role", ())
        return known

    def _note(self, blocks: Blocks) -> str:
        assert self._notes is not None
        return self._notes.add(blocks, self.runs.language)


def _list_role(block: List) -> str:
    return "list-number" if block.ordered else "list-bullet"
