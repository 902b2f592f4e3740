"""Block and Inline: the one currency of all stations.

Two closed unions. Adding a node makes mypy point at every writer that must learn it, because each
`match` over them ends in `assert_never`. Nodes are frozen and compare by value; children are
tuples. Text that the shop invents carries the empty origin `()`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pipeline.model.origin import Origin


class Text(Struct, frozen=True, tag="t", array_like=True, gc=False):
    """A run of characters as the reader sees them: unescaped, without control characters."""

    text: str


class Emph(Struct, frozen=True, tag="em", array_like=True):
    content: tuple[Inline, ...]


class Strong(Struct, frozen=True, tag="st", array_like=True):
    content: tuple[Inline, ...]


class Strike(Struct, frozen=True, tag="del", array_like=True):
    content: tuple[Inline, ...]


class SmallCaps(Struct, frozen=True, tag="sc", array_like=True):
    content: tuple[Inline, ...]


class Superscript(Struct, frozen=True, tag="sup", array_like=True):
    content: tuple[Inline, ...]


class Subscript(Struct, frozen=True, tag="sub", array_like=True):
    content: tuple[Inline, ...]


class Code(Struct, frozen=True, tag="c", array_like=True, gc=False):
    """Literal text; no operation changes its characters."""

    text: str


class Link(Struct, frozen=True, tag="a", array_like=True):
    """A link outward (`url`), or to an item of the same book (`item` is that item's id)."""

    content: tuple[Inline, ...]
    url: str
    title: str = ""
    item: str = ""


class Mention(Struct, frozen=True, tag="at", array_like=True, gc=False):
    """A handle as its owner spells it, with its sign: `@ada`."""

    text: str
    url: str = ""


class Hashtag(Struct, frozen=True, tag="tag", array_like=True, gc=False):
    """A hashtag or cashtag with its sign: `#lighthouse`, `$ACME`."""

    text: str
    url: str = ""


class Note(Struct, frozen=True, tag="n", array_like=True):
    """A footnote, at the place of its mark."""

    blocks: tuple[Block, ...]


class Image(Struct, frozen=True, tag="img", array_like=True, gc=False):
    """A picture; `media` is the key of a row in the handoff's table of media."""

    media: str
    alt: str = ""
    title: str = ""


class LineBreak(Struct, frozen=True, tag="br", array_like=True, gc=False):
    pass


class Math(Struct, frozen=True, tag="m", array_like=True, gc=False):
    """TeX source."""

    text: str
    display: bool = False


Inline = (
    Text
    | Emph
    | Strong
    | Strike
    | SmallCaps
    | Superscript
    | Subscript
    | Code
    | Link
    | Mention
    | Hashtag
    | Note
    | Image
    | LineBreak
    | Math
)
Inlines = tuple[Inline, ...]


class Paragraph(Struct, frozen=True, tag="p", array_like=True):
    content: tuple[Inline, ...]
    origin: tuple[Origin, ...]
    role: str = "body"


class Heading(Struct, frozen=True, tag="h", array_like=True):
    """A heading inside an item, level 1 to 6 as the item counts them."""

    level: int
    content: tuple[Inline, ...]
    origin: tuple[Origin, ...]
    role: str = "heading"


class BlockQuote(Struct, frozen=True, tag="q", array_like=True):
    blocks: tuple[Block, ...]
    origin: tuple[Origin, ...]
    role: str = "quote"


class Verse(Struct, frozen=True, tag="v", array_like=True):
    """Lines whose breaks and leading spaces are the author's."""

    lines: tuple[tuple[Inline, ...], ...]
    origin: tuple[Origin, ...]
    role: str = "verse"


class List(Struct, frozen=True, tag="l", array_like=True):
    items: tuple[tuple[Block, ...], ...]
    origin: tuple[Origin, ...]
    ordered: bool = False
    start: int = 1


class Figure(Struct, frozen=True, tag="f", array_like=True):
    """One picture or several (a gallery), with a caption."""

    images: tuple[Image, ...]
    caption: tuple[Inline, ...]
    origin: tuple[Origin, ...]
    role: str = "figure"


class Cell(Struct, frozen=True, array_like=True):
    content: tuple[Inline, ...]
    align: Literal["", "left", "center", "right"] = ""
    columns: int = 1
    rows: int = 1


class Table(Struct, frozen=True, tag="tbl", array_like=True):
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    caption: tuple[Inline, ...]
    origin: tuple[Origin, ...]


class CodeBlock(Struct, frozen=True, tag="pre", array_like=True):
    text: str
    origin: tuple[Origin, ...]
    language: str = ""


class SceneBreak(Struct, frozen=True, tag="hr", array_like=True):
    origin: tuple[Origin, ...]


class Embed(Struct, frozen=True, tag="emb", array_like=True):
    """Something that a page cannot hold (a film, a sound, a card): what it is, and where."""

    url: str
    content: tuple[Inline, ...]
    origin: tuple[Origin, ...]
    kind: str = "link"  # video, audio, post, file, link


class PostBlock(Struct, frozen=True, tag="post", array_like=True):
    """A post shown as a post inside another: author, date, body."""

    author: str
    date: str
    blocks: tuple[Block, ...]
    origin: tuple[Origin, ...]
    url: str = ""


Block = (
    Paragraph
    | Heading
    | BlockQuote
    | Verse
    | List
    | Figure
    | Table
    | CodeBlock
    | SceneBreak
    | Embed
    | PostBlock
)
Blocks = tuple[Block, ...]
