"""Styles that a document names: what they mean, and blocks that belong together by them."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.intake import Names
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    Blocks,
    Embed,
    Figure,
    Inlines,
    Paragraph,
    Table,
    Verse,
)
from pipeline.model.walk import leaves, text

_USES = (
    ("contents", r"toc( heading)?( \d)?|contents( heading| \d)|table of (figures|authorities)"
                 r"|(index|bibliography) heading|index \d|verzeichnis \d|table des mati.res.*"),
    ("caption", r"caption|(image|table|figure|illustration|drawing) ?caption|illustration"
                r"|beschriftung|bildunterschrift|l.gende|did.?ascalia|leyenda|ep.grafe"),
    ("verse", r"verse?|poem|poetry|poesie|gedicht|stanza|vers(e|o|zeile)?|lines? of verse"),
    ("code", r"(html )?preformatted( text)?|source code|code( block)?|listing|macro text"
             r"|plain text"),
    ("epigraph", r"epigraph|motto"),
    ("dedication", r"dedication|widmung|d.dicace|dedicatoria"),
    ("signature", r"signature|unterschrift|closing"),
    ("attribution", r"attribution|quote (author|source|attribution)"),
    ("quote", r"(intense |block ?)?quot(e|es|ation|ations)|block text|extract|zitat|citation|cita"
              r"|preformatted quotation"),
    ("heading", r"title|heading|chapter( title| heading)?|kapitel.*|part title"),
)  # fmt: skip
_KNOWN = re.compile("|".join([f"(?P<{name}>{pattern})" for name, pattern in _USES]), re.IGNORECASE)


def use(style: str) -> str:
    """What a style means: a role, "contents", "verse", "quote", "heading"; "" for no more than
    how a paragraph looks."""
    found = _KNOWN.fullmatch(" ".join(style.replace("_", " ").split()))
    return (found.lastgroup or "") if found else ""


class Named(Struct, frozen=True):
    """What styles mean: by the map that came with a manuscript, then by what they are called."""

    styles: dict[str, str] = {}  # a style's name, to a role
    runs: dict[str, str] = {}  # a character style's name, to what it stands for
    cells: frozenset[str] = frozenset()  # the names of the styles of tables' cells

    def use(self, style: str) -> str:
        plain = style.casefold()
        role = self.styles.get(plain, self.styles.get(_DEEPER.sub("", plain)))
        return use(style) if role is None else role

    def depth(self, style: str) -> int:
        """How many quotations deep: "Extract 2" is one in another."""
        found = None if style.casefold() in self.styles else _DEEPER.search(style)
        return int(found[1]) if found else 1

    def side(self, style: str) -> str:
        """How a cell's style sets it: "Table Text Right" is that of a table, to the right."""
        plain, _, last = style.casefold().rpartition(" ")
        is_side = last in ("left", "right", "center") and plain in self.cells
        return last if is_side else ""

    def run(self, style: str) -> str:
        return self.runs.get(style.casefold(), "")


_DEEPER = re.compile(r" ([2-9])\Z")
PLAIN = Named()
_SILENT = frozenset((
    "body", "note", "list", "table", "table-head", "table-end", "figure",
    "list-bullet", "list-number", "list-more", "figure-captioned",
))  # fmt: skip
"""Roles that the text itself shows, or that follow from where a paragraph stands."""
_SAME = {
    "dateline-chapter": "dateline", "dateline-entry": "dateline", "message-head": "message",
    "table-caption": "caption", "volume": "title",
}  # fmt: skip


def named(names: Names | None) -> Named:
    """The map of a manuscript, turned round. A style that several roles share means the first."""
    if names is None:
        return PLAIN
    made: dict[str, str] = {}
    for role, style in names.styles.items():
        made.setdefault(style.casefold(), "" if role in _SILENT else _SAME.get(role, role))
    runs = {style.casefold(): kind for kind, style in reversed(names.characters.items()) if style}
    cells = [names.styles.get(role, "").casefold() for role in ("table", "table-head")]
    return Named(made, runs, frozenset(cells) - {""})


def joined(blocks: list[Block]) -> Blocks:
    """Blocks, those that are one thing made one: lines of verse, a picture or a table and its
    caption."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        match last, block:
            case Verse(role="verse"), Verse(role="verse") if len(block.lines) == 1:
                out[-1] = replace(last, lines=last.lines + block.lines)
            case Figure(caption=()), Paragraph(role="caption"):
                out[-1] = replace(last, caption=block.content)
            case Paragraph(role="caption"), Table(caption=()):
                out[-1] = replace(block, caption=last.content)
            case Table(caption=()), Paragraph(role="caption"):
                out[-1] = replace(last, caption=block.content)
            case _:
                out.append(block)
    return tuple(out)


def captioned(shown: Blocks, caption: Inlines, origin: Callable[[], tuple[Origin, ...]]) -> Blocks:
    """Blocks with a caption in its place: in the picture or table that it belongs to."""
    found = list(leaves(shown))
    figures = [block for block in found if isinstance(block, Figure)]
    if figures and len(figures) == len(found):
        images = tuple([image for figure in figures for image in figure.images])
        words = caption or next((figure.caption for figure in figures if figure.caption), ())
        said = text(words)
        images = tuple([replace(i, alt="") if i.alt and i.alt == said else i for i in images])
        return (replace(figures[0], images=images, caption=words),)
    if not caption:
        return shown
    if len(shown) == 1 and isinstance(shown[0], Table) and not shown[0].caption:
        return (replace(shown[0], caption=caption),)
    if len(shown) == 1 and isinstance(shown[0], Embed) and not shown[0].content:
        return (replace(shown[0], content=caption),)
    return (*shown, Paragraph(caption, origin(), "caption"))
