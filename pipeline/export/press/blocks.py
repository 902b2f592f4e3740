"""Blocks as Typst: each role a function of the press, and running text bare."""

from typing import assert_never

from pipeline.export.press.inlines import Writer, lines
from pipeline.export.press.literal import running
from pipeline.export.press.places import mark
from pipeline.export.press.sheet import Sheet
from pipeline.export.press.tables import MOST_COLUMNS, columns_of, table
from pipeline.export.word.bookmarks import shown
from pipeline.model import register
from pipeline.model.manuscript import Division
from pipeline.model.origin import anchor
from pipeline.model.role import ROLES
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Embed,
    Emph,
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
from pipeline.model.walk import leaves

DEEPEST = 12
"""Lists and quotations inside each other: deeper ones go in no further."""

_APART = "\n\n"
_PLAIN = frozenset({"body"})
_ITALIC = frozenset({
    "byline", "caption", "dedication", "epigraph", "missing-picture", "signature", "standfirst",
    "subtitle",
})  # fmt: skip
_SHOWN_LARGE = frozenset({"title", "subtitle", "author", "imprint", "byline"})
"""The roles of a title page and the like, where a box in place of a sign is a blemish."""
LOOKS = frozenset({*ROLES, "dateline-chapter", "dateline-entry"})
"""The roles for which the press has a function; any other looks like running text."""


class Body:
    """Writes the blocks of one volume."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._inlines = Writer(sheet, self._note)
        self._in_note = Writer(sheet, None)
        self._depth = 0
        self._wanted = dict(sheet.targets)  # labels that are not placed yet
        self.first_level = 1  # of the headings of the division being written
        self.top = 0  # the level of heading that a block's own first level follows

    def blocks(self, blocks: Blocks) -> str:
        """Blocks in reading order, paragraphs set apart as Typst wants them."""
        return "\n\n".join([written for block in blocks if (written := self._block(block))])

    def title(self, title: Inlines) -> str:
        return self._inlines.title(title)

    def mark(self, item: str) -> str:
        """The label of an item at the first block of it, where something refers to it."""
        key = self._wanted.pop(item, "")
        return f"#metadata(none){key} " if key else ""

    # -- registers ---------------------------------------------------------------------------------

    def register(self, division: Division) -> str:
        """The blocks of an index or a list of illustrations: pages in the place of dates."""
        look = "index" if division.id == register.INDEX else "listed"
        out: list[str] = []
        for leaf in leaves(division.blocks):
            found = register.row(leaf.content) if type(leaf) is Paragraph else None
            if found is None:
                out.append(self._block(leaf))
                continue
            told, rest = self._inlines.line(found.told), self._inlines.line(found.rest)
            pages = self._sheet.registers.pages(found, division)
            out.append(f"#{look}-row([{told}], {pages}, [{rest}]);")
        return f"#{look}-page(found => [\n{_APART.join(out)}\n]);"

    # -- blocks ------------------------------------------------------------------------------------

    def _block(self, block: Block) -> str:
        if type(block) is Paragraph:
            return self._marked(block, self._paragraph(block)) if block.content else ""
        match block:
            case BlockQuote():
                return self._inside(block.blocks, "quoted")
            case List():
                return self._list(block)
            case PostBlock():
                return self._marked(block, self._post(block))
            case _:
                return self._marked(block, self._leaf(block)) if shown(block) else ""

    def _marked(self, block: Block, written: str) -> str:
        written = self._sheet.registers.block(block) + written
        if not block.origin or self._inlines is self._in_note:
            return written
        first = block.origin[0]
        label = self.mark(first.item) if self._wanted else ""
        return mark(anchor(first.item, first.block)) + label + written

    def _paragraph(self, block: Paragraph) -> str:
        role = block.role if block.role in LOOKS else "body"
        content = _bare(block.content) if role in _ITALIC else block.content
        write = self._inlines.title if role in _SHOWN_LARGE else self._inlines.line
        said = write(content, block.origin)
        return said if role in _PLAIN else f"#p-{role}[{said}];"

    def _leaf(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Verse():
                role = block.role if block.role in LOOKS else "verse"
                rows = [self._verse_line(line) or "#blank;" for line in block.lines]
                return f"#p-{role}[{_APART.join(rows)}];"
            case CodeBlock():
                return f"#p-code[{lines(block.text)}];"
            case Figure():
                return self._figure(block)
            case Embed():
                content = block.content or (Text(block.url),)
                return f"#p-embed[{self._inlines.line(content, block.origin)}];"
            case SceneBreak():
                return f"#p-scene-break[{running(self._sheet.house.scene_break)}];"
            case Table():
                return self._table(block)
            case Paragraph() | BlockQuote() | List() | PostBlock():
                return self._block(block)
            case _:
                assert_never(block)

    def _verse_line(self, line: Inlines) -> str:
        first = line[0] if line else None
        if isinstance(first, Text) and first.text.startswith(" "):
            words = first.text.lstrip(" ")
            lead = f"#h({(len(first.text) - len(words)) * 0.3:.1f}em);"
            return lead + self._inlines.line((Text(words), *line[1:]))
        return self._inlines.line(line)

    def _heading(self, block: Heading) -> str:
        level = min(9, self.top + max(1, block.level))
        look = "section" if block.level <= self.first_level else "subsection"
        return f"#h-{look}({level})[{self._inlines.title(block.content, block.origin)}];"

    def _inside(self, blocks: Blocks, function: str) -> str:
        if self._depth >= DEEPEST:
            return self.blocks(blocks)
        self._depth += 1
        inner = self.blocks(blocks)
        self._depth -= 1
        return f"#{function}[{inner}];" if inner else ""

    def _list(self, block: List) -> str:
        if self._depth >= DEEPEST:
            return "\n\n".join([self.blocks(item) for item in block.items])
        self._depth += 1
        items = ", ".join([f"[{_unindented(item, self)}]" for item in block.items])
        self._depth -= 1
        if not block.items:
            return ""
        return f"#numbers({block.start}, {items});" if block.ordered else f"#bullets({items});"

    def _post(self, block: PostBlock) -> str:
        words = " ".join(part for part in (block.author, block.date) if part)
        head = f"[{running(words)}]" if words else "none"
        inner = self._inside(block.blocks, "message-body")
        return f"#message({head})[{inner}];" if inner or words else ""

    # -- pictures and tables -----------------------------------------------------------------------

    def _figure(self, block: Figure) -> str:
        among = len(block.images)
        out: list[str] = []
        run: list[str] = []

        def flush(caption: str) -> None:
            if run:
                out.append(f"#shown({', '.join(run)}, caption: {caption});")
                run.clear()

        for image in block.images:
            call = self._inlines.picture(image, among)
            if call:
                run.append(call)
                continue
            flush("none")
            out.append(f"#p-missing-picture[{running(self._inlines.instead(image))}];")
        if block.caption:
            said = self._inlines.line(_bare(block.caption), block.origin)
            if run:
                flush(f"[{said}]")
            else:
                out.append(f"#p-caption[{said}];")
        flush("none")
        return "\n\n".join(out)

    def _table(self, block: Table) -> str:
        columns = columns_of(block)
        if columns > MOST_COLUMNS:
            return self._wide_table(block)
        return table(block, columns, self._inlines)

    def _wide_table(self, block: Table) -> str:
        self._sheet.note("print.wide-table", block.origin)
        out: list[str] = []
        if block.caption:
            out.append(f"#p-caption[{self._inlines.line(_bare(block.caption), block.origin)}];")
        for nth, row in enumerate(block.head + block.body):
            said = "#between;".join([self._inlines.line(cell.content) for cell in row])
            out.append(f"#p-table{'-head' if nth < len(block.head) else ''}[{said}];")
        return _APART.join(out)

    # -- notes -------------------------------------------------------------------------------------

    def _note(self, blocks: Blocks) -> str:
        whole, self._inlines = self._inlines, self._in_note
        out = self.blocks(blocks)
        self._inlines = whole
        return out


def _bare(content: Inlines) -> Inlines:
    """A line of which every word is emphasised, as one of which none is: where all stands in
    italics, emphasis is upright."""
    only = content[0] if len(content) == 1 else None
    return only.content if isinstance(only, Emph) else content


def _unindented(item: Blocks, body: Body) -> str:
    """The blocks of an item of a list: running text there has no indent."""
    out: list[str] = []
    for block in item:
        said = body.blocks((block,))
        plain = type(block) is Paragraph and block.role in _PLAIN
        out.append(f"#p-list[{said}];" if plain and said else said)
    return "\n\n".join(part for part in out if part)
