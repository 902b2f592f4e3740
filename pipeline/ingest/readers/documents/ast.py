"""Pandoc's tree, as its JSON has it (pandoc-api-version 1.23): every constructor, typed, so that
what another version would add is refused rather than passed over."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Attr = tuple[str, list[str], list[tuple[str, str]]]
"""Identifier, classes, key-value pairs."""

Target = tuple[str, str]
"""Address, title."""


class Tag(Struct, frozen=True, gc=False):
    """A constructor of which the name is all, or nearly all, that counts: AlignLeft, Decimal."""

    t: str
    c: Any = None


class Node(Struct, frozen=True, tag_field="t", tag=True):
    """A constructor of Inline, Block or MetaValue."""


# -- inlines ---------------------------------------------------------------------------------------


class Str(Node, frozen=True, gc=False):
    c: str


class Space(Node, frozen=True, gc=False):
    pass


class SoftBreak(Node, frozen=True, gc=False):
    pass


class LineBreak(Node, frozen=True, gc=False):
    pass


class Emph(Node, frozen=True):
    c: list[Inline]


class Underline(Node, frozen=True):
    c: list[Inline]


class Strong(Node, frozen=True):
    c: list[Inline]


class Strikeout(Node, frozen=True):
    c: list[Inline]


class Superscript(Node, frozen=True):
    c: list[Inline]


class Subscript(Node, frozen=True):
    c: list[Inline]


class SmallCaps(Node, frozen=True):
    c: list[Inline]


class Quoted(Node, frozen=True):
    c: tuple[Tag, list[Inline]]


class Citation(Struct, frozen=True, rename="camel"):
    citation_id: str
    citation_prefix: list[Inline]
    citation_suffix: list[Inline]


class Cite(Node, frozen=True):
    c: tuple[list[Citation], list[Inline]]


class Code(Node, frozen=True):
    c: tuple[Attr, str]


class Math(Node, frozen=True):
    c: tuple[Tag, str]


class RawInline(Node, frozen=True):
    c: tuple[str, str]


class Link(Node, frozen=True):
    c: tuple[Attr, list[Inline], Target]


class Image(Node, frozen=True):
    c: tuple[Attr, list[Inline], Target]


class Note(Node, frozen=True):
    c: list[Block]


class Span(Node, frozen=True):
    c: tuple[Attr, list[Inline]]


Inline = (
    Str | Space | SoftBreak | LineBreak | Emph | Underline | Strong | Strikeout | Superscript
    | Subscript | SmallCaps | Quoted | Cite | Code | Math | RawInline | Link | Image | Note | Span
)  # fmt: skip


# -- blocks ----------------------------------------------------------------------------------------


class Plain(Node, frozen=True):
    c: list[Inline]


class Para(Node, frozen=True):
    c: list[Inline]


class LineBlock(Node, frozen=True):
    c: list[list[Inline]]


class CodeBlock(Node, frozen=True):
    c: tuple[Attr, str]


class RawBlock(Node, frozen=True):
    c: tuple[str, str]


class BlockQuote(Node, frozen=True):
    c: list[Block]


class OrderedList(Node, frozen=True):
    c: tuple[tuple[int, Tag, Tag], list[list[Block]]]


class BulletList(Node, frozen=True):
    c: list[list[Block]]


class DefinitionList(Node, frozen=True):
    c: list[tuple[list[Inline], list[list[Block]]]]


class Header(Node, frozen=True):
    c: tuple[int, Attr, list[Inline]]


class HorizontalRule(Node, frozen=True):
    pass


Caption = tuple[list["Inline"] | None, list["Block"]]
Cell = tuple[Attr, Tag, int, int, list["Block"]]
"""Attributes, alignment, rows, columns, what is in it."""

Row = tuple[Attr, list[Cell]]
TableHead = tuple[Attr, list[Row]]
TableBody = tuple[Attr, int, list[Row], list[Row]]
TableFoot = tuple[Attr, list[Row]]


class Table(Node, frozen=True):
    c: tuple[Attr, Caption, list[tuple[Tag, Tag]], TableHead, list[TableBody], TableFoot]


class Figure(Node, frozen=True):
    c: tuple[Attr, Caption, list[Block]]


class Div(Node, frozen=True):
    c: tuple[Attr, list[Block]]


Block = (
    Plain | Para | LineBlock | CodeBlock | RawBlock | BlockQuote | OrderedList | BulletList
    | DefinitionList | Header | HorizontalRule | Table | Figure | Div
)  # fmt: skip


# -- documents -------------------------------------------------------------------------------------


class MetaMap(Node, frozen=True):
    c: dict[str, MetaValue]


class MetaList(Node, frozen=True):
    c: list[MetaValue]


class MetaBool(Node, frozen=True):
    c: bool


class MetaString(Node, frozen=True):
    c: str


class MetaInlines(Node, frozen=True):
    c: list[Inline]


class MetaBlocks(Node, frozen=True):
    c: list[Block]


MetaValue = MetaMap | MetaList | MetaBool | MetaString | MetaInlines | MetaBlocks


class Pandoc(Struct, frozen=True):
    meta: dict[str, MetaValue]
    blocks: list[Block]


NOTED = frozenset(("todo", "tag", "deletion", "comment-start", "comment-end"))
"""Classes of what a program notes for itself within a line."""


def words(nodes: list[Inline]) -> str:
    """The plain words of inlines, without those of notes."""
    out: list[str] = []
    _words(nodes, out)
    return " ".join("".join(out).split())


def _words(nodes: list[Inline], out: list[str]) -> None:
    for node in nodes:
        match node:
            case Str():
                out.append(node.c)
            case Space() | SoftBreak() | LineBreak():
                out.append(" ")
            case Code() | Math():
                out.append(node.c[1])
            case Span(c=((_, classes, _), inner)):
                if NOTED.isdisjoint(classes):
                    _words(inner, out)
            case Quoted() | Cite() | Link():
                _words(node.c[1], out)
            case Emph() | Underline() | Strong() | Strikeout() | Superscript() | Subscript():
                _words(node.c, out)
            case SmallCaps():
                _words(node.c, out)
            case RawInline() | Image() | Note():
                pass
