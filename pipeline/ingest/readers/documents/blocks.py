"""Pandoc's blocks -> Blocks, numbered in reading order."""

from __future__ import annotations

import re
from typing import assert_never

from msgspec.structs import replace

from pipeline.ingest.readers.documents import ast, styles, tables
from pipeline.ingest.readers.documents.inlines import Line, trimmed
from pipeline.ingest.readers.documents.styles import Named
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.html.melt import melt
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Figure,
    Heading,
    Image,
    Inlines,
    LineBreak,
    Link,
    List,
    Paragraph,
    SceneBreak,
    Strong,
    Text,
    Verse,
)
from pipeline.model.walk import text

DEEPEST = 24
"""Containers within containers; those that lie deeper melt away, and their text stays."""

_BREAK = re.compile(r"(?:[*∗✱•·⁂❦❧☙✻#~–—_=+-] ?){1,9}\Z")
_NO_BREAK = frozenset("-+=_·•")
"""Signs that, alone, are no more than a slip of the finger."""

_ADMONITIONS = frozenset(
    ("note", "tip", "warning", "caution", "important", "attention", "danger", "error", "hint",
     "seealso", "admonition", "epigraph", "quotation", "topic", "sidebar")
)  # fmt: skip
_VERSES = frozenset(("line-block", "lineblock", "verse", "poem", "poetry"))
_MEANT = _ADMONITIONS | _VERSES | {"contents", "toc", "title"}
_CODE_CLASSES = frozenset(("numberLines", "sourceCode", "literal", "example"))


class Converter:
    """The blocks of one post."""

    def __init__(
        self, context: Context, *, captions: bool = False, named: Named | None = None
    ) -> None:
        self.context = context
        self.named = named or styles.PLAIN
        self.captions = captions
        self.depth = 0
        self.numbered = True
        self.breaks = False  # whether an empty paragraph stands for a pause
        self.indents = True  # whether an indent stands for a quotation
        self.role = "body"

    # -- what a line asks for ----------------------------------------------------------------------

    def note(self, blocks: list[ast.Block]) -> Blocks:
        """The blocks of a note. An indent is how notes are set, and makes no quotation of them."""
        while len(blocks) == 1 and isinstance(blocks[0], ast.BlockQuote | ast.Div):
            inner = blocks[0].c if isinstance(blocks[0], ast.BlockQuote) else blocks[0].c[1]
            blocks = inner
        role, self.role = self.role, "body"
        made = self.blocks(blocks)
        self.role = role
        match made:
            case (Paragraph(content=(Text(text=words), *more)) as first, *rest):
                close = (Text(words.lstrip(" \xa0")), *more)  # behind the mark, repeated or not
                return (replace(first, content=close), *rest)
            case _:
                return made

    def picture(self, address: str) -> str:
        return self.context.picture(address)

    def run(self, style: str) -> str:
        return self.named.run(style)

    def link(self, address: str) -> tuple[str, str]:
        return self.context.resolve(address)

    def dropped(self, rule: str, text: str) -> None:
        self.context.dropped(rule, clean_text(text).strip())

    def line(self, nodes: list[ast.Inline]) -> Inlines:
        made = Line(self)
        made.read(nodes)
        return trimmed(made.done())

    def melted(self, blocks: list[ast.Block]) -> Inlines:
        """Blocks where only a line fits; they take no numbers."""
        numbered, self.numbered = self.numbered, False
        made = melt(self.blocks(blocks))
        self.numbered = numbered
        return made

    # -- blocks ------------------------------------------------------------------------------------

    def blocks(self, nodes: list[ast.Block]) -> Blocks:
        out: list[Block] = []
        self.depth += 1
        for place, node in enumerate(nodes):
            if type(node) is ast.Para and not node.c:
                if self.breaks and self.depth == 1 and is_pause(nodes, place):
                    out.append(SceneBreak(self.origin()))
            else:
                out += self._block(node)
        self.depth -= 1
        return styles.joined(out)

    def origin(self) -> tuple[Origin, ...]:
        return self.context.origin() if self.numbered else ()

    def _block(self, node: ast.Block) -> Blocks:
        match node:
            case ast.Plain() | ast.Para():
                return self._paragraph(node.c)
            case ast.Header(c=(level, _, nodes)):
                content = self.line(nodes)
                return (Heading(min(max(level, 1), 6), content, self.origin()),) if content else ()
            case ast.BlockQuote():
                return self._quote(node.c)
            case ast.LineBlock():
                return self._verse([self.line(line) for line in node.c])
            case ast.CodeBlock(c=(attr, code)):
                return self._code(attr, code)
            case ast.RawBlock(c=(format, raw)):
                return self._raw(format, raw)
            case ast.OrderedList(c=((start, _, _), items)):
                return self._list(items, True, start)
            case ast.BulletList():
                return self._list(node.c, False, 1)
            case ast.DefinitionList():
                return self._definitions(node)
            case ast.HorizontalRule():
                return (SceneBreak(self.origin()),)
            case ast.Table():
                return tables.table(self, node)
            case ast.Figure():
                return self._figure(node)
            case ast.Div():
                return self._div(node)
            case _:
                assert_never(node)

    def _paragraph(self, nodes: list[ast.Inline]) -> Blocks:
        """A paragraph; a figure, where it holds pictures and nothing else; a scene break, where it
        holds nothing but the signs for one."""
        content = self.line(nodes)
        if not content:
            return ()
        shown = pictures(content)
        if shown:
            return (self._pictures(content, shown),)
        if len(content) == 1 and isinstance(content[0], Text) and self.depth == 1:
            signs = content[0].text.strip()
            if _BREAK.match(signs) and signs not in _NO_BREAK:
                self.dropped("documents.scene-break", signs)
                return (SceneBreak(self.origin()),)
        return (Paragraph(content, self.origin(), self.role),)

    def _pictures(self, content: Inlines, shown: list[Image]) -> Figure:
        """A figure; the titles of its pictures are its caption. It is no link: where its pictures
        led is told."""
        for node in content:
            if isinstance(node, Link) and node.url:
                self.dropped("documents.picture-link", node.url)
        caption = " ".join([image.title for image in shown if image.title])
        bare = tuple([replace(image, title="") for image in shown])
        return Figure(bare, (Text(caption),) if caption else (), self.origin())

    def _quote(self, nodes: list[ast.Block]) -> Blocks:
        if self.depth >= DEEPEST or (self.depth == 1 and not self.indents):
            return self.blocks(nodes)
        origin = self.origin()
        inner = self.blocks(nodes)
        return (BlockQuote(inner, origin),) if inner else ()

    def _verse(self, lines: list[Inlines]) -> Blocks:
        if not any(text(line).strip() for line in lines):
            return ()
        return (Verse(tuple(lines), self.origin()),)

    def _code(self, attr: ast.Attr, code: str) -> Blocks:
        languages = [name for name in attr[1] if name not in _CODE_CLASSES]
        clean = clean_text(code).rstrip("\n")
        return (CodeBlock(clean, self.origin(), languages[0] if languages else ""),)

    def _raw(self, format: str, raw: str) -> Blocks:
        """Raw HTML is read as HTML; what is for another program is left out."""
        if format == "html" and self.numbered:
            return html.blocks(raw, self.context)
        if raw.strip():
            self.dropped("documents.raw", raw)
        return ()

    def _list(self, items: list[list[ast.Block]], ordered: bool, start: int) -> Blocks:
        if self.depth >= DEEPEST:
            return tuple([block for item in items for block in self.blocks(item)])
        origin = self.origin()
        made = tuple([item for item in map(self.blocks, items) if item])
        return (List(made, origin, ordered, max(start, 0)),) if made else ()

    def _definitions(self, node: ast.DefinitionList) -> Blocks:
        out: list[Block] = []
        for term, definitions in node.c:
            words = self.line(term)
            if not words:  # how MediaWiki indents
                out += [block for blocks in definitions for block in self._quote(blocks)]
                continue
            out.append(Paragraph(words, self.origin(), "term"))
            role, self.role = self.role, "definition"
            for blocks in definitions:
                out += self.blocks(blocks)
            self.role = role
        return tuple(out)

    def _figure(self, node: ast.Figure) -> Blocks:
        _, (_, caption), nodes = node.c
        shown = self.blocks(nodes)
        return styles.captioned(shown, self.melted(caption), self.origin)

    # -- divisions ---------------------------------------------------------------------------------

    def _div(self, node: ast.Div) -> Blocks:
        (_, classes, pairs), nodes = node.c
        names = {name.lower() for name in classes}
        style = next((value for key, value in pairs if key == "custom-style"), "")
        if style:
            return self._styled(self.named.use(style), nodes)
        if names & {"contents", "toc"}:
            self.dropped("documents.contents", text(self.melted(nodes)))
            return ()
        if not names.isdisjoint(_VERSES):
            return self._verse(self._lines(nodes))
        if names == {"title"}:
            words = self.melted(nodes)
            return (Paragraph((Strong(words),), self.origin()),) if words else ()
        if not names.isdisjoint(_ADMONITIONS):
            return self._quote(nodes)
        return self._inside(nodes)

    def _inside(self, nodes: list[ast.Block]) -> Blocks:
        """The blocks of a division that says nothing: as if it were not there."""
        self.depth -= 1
        made = self.blocks(nodes)
        self.depth += 1
        return made

    def _styled(self, use: str, nodes: list[ast.Block]) -> Blocks:
        """Paragraphs of a style that has a name."""
        if use == "contents":
            self.dropped("documents.contents", text(self.melted(nodes)))
            return ()
        if use == "scene-break":
            self.dropped("documents.scene-break", text(self.melted(nodes)))
            return (SceneBreak(self.origin()),)
        if use == "verse":
            return self._verse(self._lines(nodes))
        if use == "quote" and not any(isinstance(node, ast.BlockQuote) for node in nodes):
            self.depth -= 1
            quoted = self._quote(nodes)
            self.depth += 1
            return quoted
        made = self._inside(nodes)
        if use in ("", "quote", "heading"):
            return made
        return tuple([
            replace(block, role=use)
            if isinstance(block, Paragraph) and block.role == "body" else block
            for block in made
        ])  # fmt: skip

    def _lines(self, nodes: list[ast.Block]) -> list[Inlines]:
        """The lines of verse: of paragraphs by their breaks; an empty one sets stanzas apart."""
        lines: list[Inlines] = []
        numbered, self.numbered = self.numbered, False
        for place, node in enumerate(nodes):
            if isinstance(node, ast.Para) and node.c and place and _has_lines(node):
                lines.append(())
            if isinstance(node, ast.Para | ast.Plain):
                lines += _broken(self.line(node.c)) if node.c else [()]
            else:
                lines += _broken(melt(self._block(node)))
        self.numbered = numbered
        return lines


def is_plain(node: ast.Div, named: Named = styles.PLAIN) -> bool:
    """Whether a division says nothing of what it holds."""
    (_, classes, pairs), _ = node.c
    names = {name.lower() for name in classes}
    style = next((value for key, value in pairs if key == "custom-style"), "")
    return not named.use(style) and names.isdisjoint(_MEANT)


def is_pause(nodes: list[ast.Block], place: int) -> bool:
    """Whether an empty paragraph is the last of those between two stretches of text."""
    if not 0 < place < len(nodes) - 1 or _is_empty(nodes[place + 1]):
        return False
    first = place
    while first > 0 and _is_empty(nodes[first - 1]):
        first -= 1
    return first > 0 and _is_prose(nodes[first - 1]) and _is_prose(nodes[place + 1])


def _is_empty(node: ast.Block) -> bool:
    return type(node) is ast.Para and not node.c


def _is_prose(node: ast.Block) -> bool:
    match node:
        case ast.Para() | ast.BlockQuote():
            return True
        case ast.Div(c=(_, inner)):
            return bool(inner) and _is_prose(inner[0])
        case _:
            return False


def _has_lines(node: ast.Para) -> bool:
    return any(isinstance(inline, ast.LineBreak) for inline in node.c)


def _broken(nodes: Inlines) -> list[Inlines]:
    """Inlines at their line breaks."""
    lines: list[Inlines] = [()]
    for node in nodes:
        if isinstance(node, LineBreak):
            lines.append(())
        else:
            lines[-1] = (*lines[-1], node)
    return lines


def pictures(content: Inlines) -> list[Image]:
    """The pictures of a paragraph that holds nothing else, be they in links or in emphasis."""
    found: list[Image] = []
    for node in content:
        match node:
            case Image():
                found.append(node)
            case LineBreak():
                pass
            case Text(text=words) if not words.strip():
                pass
            case _ if inner := getattr(node, "content", None):
                within = pictures(inner)
                if not within:
                    return []
                found += within
            case _:
                return []
    return found
