"""Blocks: a division's text as HTML. Each block carries the id by which every edition knows it."""

from typing import assert_never

from pipeline.export.site.inlines import Run
from pipeline.export.site.marks import address, attribute, direction, escape
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Cell,
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

_LOWEST = 6
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


class Ids:
    """The ids of one page. A second piece of one block is told by a letter."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._item: str | None = None  # of the block before: most are followed by their like
        self._anchor = ""

    def take(self, id: str) -> str:
        """An id that nothing else on the page has."""
        found, number = id, 0
        while found in self._used:
            more, letter = divmod(number, len(_LETTERS))
            found, number = f"{id}{_LETTERS[letter]}{more or ''}", number + 1
        self._used.add(found)
        return found

    def of(self, origin: Origin) -> str:
        """The id of a block."""
        if origin.item != self._item:
            self._item, self._anchor = origin.item, anchor(origin.item)
        block = origin.block
        return self.take(f"{self._anchor}_{block}" if block >= 0 else anchor(origin.item, block))

    def mark(self, origin: tuple[Origin, ...]) -> str:
        """The attribute that gives an element the id of its block."""
        return f' id="{self.of(origin[0])}"' if origin else ""


class Body:
    """Writes the blocks of one page."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.ids = Ids()
        self.top = 1  # the level of heading that a division's own headings follow
        self._above = 1  # the level of the heading before
        run.mark = lambda block: self.ids.mark(block.origin)

    def blocks(self, blocks: Blocks) -> str:
        """Blocks in reading order."""
        return "".join([
            self._paragraph(block) if type(block) is Paragraph else self._block(block)
            for block in blocks
        ])  # fmt: skip

    def _paragraph(self, block: Paragraph) -> str:
        if not block.content:
            return ""
        html, role = self.run.html(block.content), block.role
        marks = f' class="{attribute(role)}"' if role != "body" else ""
        origin = block.origin
        if origin:
            marks += f' id="{self.ids.of(origin[0])}"'
            if len(origin) > 1:
                html = self._landings(origin) + html
        tag = "h1" if role == "title" else "p"
        return f"<{tag}{marks}{direction(html)}>{html}</{tag}>\n"

    def _landings(self, origin: tuple[Origin, ...]) -> str:
        """Where a block is several, a place to land on for each of the others."""
        return "".join([f'<span id="{self.ids.of(row)}"></span>' for row in origin[1:]])

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Heading():
                return self._heading(block)
            case BlockQuote():
                inner = self.blocks(block.blocks)
                return f"<blockquote{self.ids.mark(block.origin)}>{inner}</blockquote>\n"
            case Verse():
                html = self.run.lines(block.lines)
                mark = self.ids.mark(block.origin)
                return f'<p class="verse"{mark}{direction(html)}>{html}</p>\n' if html else ""
            case List():
                return self._list(block)
            case Figure():
                return self._figure(block)
            case Table():
                return self._table(block)
            case CodeBlock():
                return self._code(block)
            case SceneBreak():
                return f'<hr class="scene-break"{self.ids.mark(block.origin)}/>\n'
            case Embed():
                return self._embed(block)
            case PostBlock():
                return self._post(block)
            case _:
                assert_never(block)

    def title(self, level: int, title: Inlines, mark: str) -> str:
        """The title of a division."""
        return self._headed(min(level, self._above + 1, _LOWEST), title, mark)

    def _heading(self, block: Heading) -> str:
        """Authors skip levels, for the looks; who is led through a book by its headings takes a
        level that is missing for a text that is."""
        if not block.content:
            return ""
        level = max(2, min(self.top + max(1, block.level), self._above + 1, _LOWEST))
        return self._headed(level, block.content, self.ids.mark(block.origin))

    def _headed(self, level: int, content: Inlines, mark: str) -> str:
        self._above = level
        html = self.run.html(content)
        return f"<h{level}{mark}{direction(html)}>{html}</h{level}>\n"

    def _list(self, block: List) -> str:
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        mark = self.ids.mark(block.origin)
        rows = "".join([f"<li>{self.blocks(item)}</li>\n" for item in block.items])
        return f"<{tag}{start}{mark}>\n{rows}</{tag}>\n"

    def _figure(self, block: Figure) -> str:
        if not (block.images or block.caption):
            return ""
        mark = self.ids.mark(block.origin)
        images = "".join([self.run.picture(image, "p") for image in block.images])
        several = ' class="gallery"' if len(block.images) > 1 else ""
        if several:
            images = f"<div{several}>{images}</div>"
        html = self.run.html(block.caption)
        caption = f"<figcaption{direction(html)}>{html}</figcaption>" if html else ""
        return f"<figure{mark}>{images}{caption}</figure>\n"

    def _code(self, block: CodeBlock) -> str:
        sort = f' class="language-{attribute(block.language)}"' if block.language else ""
        mark = self.ids.mark(block.origin)
        return f'<pre{mark} tabindex="0" dir="ltr"><code{sort}>{escape(block.text)}</code></pre>\n'

    def _embed(self, block: Embed) -> str:
        content: Inlines = block.content or (Text(block.url),)
        return self._linked("embed", content, block.url, self.ids.mark(block.origin))

    def _linked(self, role: str, content: Inlines, url: str, mark: str) -> str:
        """A paragraph that is a link, unless there are links in it."""
        html, to = self.run.html(content), address(url)
        free = to and "<a " not in html and "<button " not in html
        html = f'<a href="{to}">{html}</a>' if free else html
        return f'<p class="{role}"{mark}{direction(html)}>{html}</p>\n' if html else ""

    def _post(self, block: PostBlock) -> str:
        mark = self.ids.mark(block.origin)
        words = " ".join(part for part in (block.author, block.date) if part)
        head = self._linked("message-head", (Text(words),), block.url, mark) if words else ""
        return f'<blockquote class="message">{head}{self.blocks(block.blocks)}</blockquote>\n'

    # -- tables ------------------------------------------------------------------------------------

    def _table(self, block: Table) -> str:
        if not (any(block.head) or any(block.body) or block.caption):
            return ""
        mark = self.ids.mark(block.origin)
        html = self.run.html(block.caption)
        caption = f"<caption>{html}</caption>" if html else ""
        head = self._rows(block.head, "th")
        body = self._rows(block.body, "td")
        inner = (f"<thead>{head}</thead>" if head else "") + (
            f"<tbody>{body}</tbody>" if body else ""
        )
        return (
            f'<div class="table" tabindex="0"><table{mark}{direction(head + body)}>'
            f"{caption}{inner}</table></div>\n"
        )

    def _rows(self, rows: tuple[tuple[Cell, ...], ...], tag: str) -> str:
        return "".join([
            f"<tr>{''.join([self._cell(cell, tag) for cell in row])}</tr>\n" for row in rows if row
        ])  # fmt: skip

    def _cell(self, cell: Cell, tag: str) -> str:
        marks = ' scope="col"' if tag == "th" else ""
        if cell.columns > 1:
            marks += f' colspan="{cell.columns}"'
        if cell.rows > 1:
            marks += f' rowspan="{cell.rows}"'
        if cell.align:
            marks += f' class="{cell.align}"'
        return f"<{tag}{marks}>{self.run.html(cell.content)}</{tag}>"
