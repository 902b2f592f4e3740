"""A leaf of matter: one page of a recipe's matter/ folder, from Markdown to a division."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, get_args

from msgspec.structs import replace

from pipeline.assemble.figures import NAMES, Figures
from pipeline.assemble.phrases import name_of
from pipeline.markup.context import Context
from pipeline.markup.markdown import blocks as from_markdown
from pipeline.markup.markdown import inlines as line_of
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.manuscript import Division, Kind, Matter
from pipeline.model.origin import TITLE, Origin, anchor
from pipeline.model.presence import found
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Heading,
    Image,
    Inlines,
    Paragraph,
    Text,
)
from pipeline.model.walk import text

if TYPE_CHECKING:
    from pipeline.markup.markdown.frontmatter import FrontMatter

KINDS: tuple[Kind, ...] = tuple(
    kind for kind in get_args(Kind) if kind not in ("volume", "part", "chapter", "entry")
)
BACK = ("afterword", "acknowledgements", "notes", "appendix", "glossary", "colophon", "about")
UNTITLED = ("halftitle", "titlepage", "copyright", "dedication", "epigraph")

_NAMES: dict[str, Kind] = {
    "acknowledgments": "acknowledgements",
    "abouttheauthor": "about",
    "author": "about",
    "title": "titlepage",
    "imprint": "copyright",
}
_BACK_NAMES = ("bibliography", "sources", "permissions", "credits", "index")
_NUMBERED = re.compile(r"(\d{1,6})[-_. ]+(?=.)")
_DASH = re.compile(r"\s*(?:[—–―]|--)")


class Leaf(NamedTuple):
    """A page, and the number that its file's name starts with; 0 for none."""

    division: Division
    number: int = 0


def read(path: str, source: str, row: int, figures: Figures, names: set[str], bench: Bench) -> Leaf:
    """The page of one file. Its item is "matter/" and the file's name without number and suffix,
    so that a page keeps its anchor when pages are renumbered; `names` are those taken already."""
    from pipeline.markup.markdown.frontmatter import split  # not for books without such pages

    name, number = _name(path, names)
    page = split(source, ("title", "place", "kind"))
    if page.problem:
        raise RecipeError("the front matter cannot be read", file=path, cause=page.problem)
    kind = _kind(page, name, path)
    markdown, unknown = figures.filled(page.body)
    item = f"matter/{name}"
    blocks = from_markdown(markdown, Context(row, item))
    title, origin, blocks = _title(page, kind, name, blocks, Origin(row, item, TITLE), figures)
    _notice(path, unknown, blocks, bench)
    place = _place(page, kind, name, path)
    language = figures.book.language
    if not title and kind not in UNTITLED:
        title = (Text(name_of(kind, language) or name.replace("-", " ").capitalize()),)
    made = Division(kind, anchor(item), title, _dressed(kind, blocks), (), origin, place)
    return Leaf(made, number)


def _name(path: str, names: set[str]) -> tuple[str, int]:
    stem = path.removeprefix("matter/").rpartition(".")[0]
    folder, _, last = stem.rpartition("/")
    found = _NUMBERED.match(last)
    plain = last[found.end() :] if found else last
    name = f"{folder}/{plain}" if folder else plain
    name = stem if name in names else name
    names.add(name)
    return name, int(found[1]) if found else 0


def _kind(page: FrontMatter, name: str, path: str) -> Kind:
    said = page.text("kind")
    word = re.sub("[^a-z]", "", (said or name).lower())
    kind = _NAMES.get(word) or next((known for known in KINDS if known == word), None)
    if kind is None and said:
        raise RecipeError(
            f"there is no kind of page '{said}'", file=path, place="kind", todo=nearest(said, KINDS)
        )
    return kind or "matter"


def _place(page: FrontMatter, kind: Kind, name: str, path: str) -> Matter:
    match page.text("place"):
        case "front":
            return "front"
        case "back":
            return "back"
        case "":
            return "back" if kind in BACK or name in _BACK_NAMES else "front"
        case said:
            raise RecipeError(
                f"there is no place '{said}' for a page",
                file=path,
                place="place",
                todo=nearest(said, ("front", "back")),
            )


def _title(
    page: FrontMatter, kind: Kind, name: str, blocks: Blocks, at: Origin, figures: Figures
) -> tuple[Inlines, tuple[Origin, ...], Blocks]:
    """The title, its origin and what is left of the blocks: a heading that opens a page is its
    title, unless its front matter gives another."""
    said = page.text("title")
    if kind in UNTITLED:
        return (), (), blocks
    if said:
        return line_of(figures.filled(said)[0], Context(at.source, at.item)), (at,), blocks
    first = blocks[0] if blocks else None
    if isinstance(first, Heading):
        return first.content, first.origin, blocks[1:]
    return (), (), blocks


def _notice(path: str, unknown: list[str], blocks: Blocks, bench: Bench) -> None:
    for word in dict.fromkeys(unknown):
        bench.find(
            "assemble.matter.placeholder",
            "note",
            f"Nothing is known by the name {{{word}}}, so it stands as it is.",
            place=path,
            todo=nearest(word, NAMES),
        )
    if found(blocks, Image):
        bench.find(
            "assemble.matter.picture",
            "warning",
            "A picture in a page of matter is not printed.",
            place=path,
            todo="put the picture into a post, or take it out of the page",
        )


# -- roles -----------------------------------------------------------------------------------------


def _dressed(kind: Kind, blocks: Blocks) -> Blocks:
    """The blocks of a page in the roles of its kind."""
    match kind:
        case "titlepage" | "halftitle":
            return _title_lines(blocks)
        case "copyright":
            return tuple([_in_role(block, "imprint") for block in blocks])
        case "dedication":
            return tuple([_in_role(block, "dedication") for block in _unquoted(blocks)])
        case "epigraph":
            lines = _unquoted(blocks)
            return tuple([_in_role(b, "attribution" if _signs(b) else "epigraph") for b in lines])
        case _:
            last = blocks[-1] if blocks else None
            signed = last is not None and len(blocks) > 1 and _signs(last)
            return (*blocks[:-1], _in_role(blocks[-1], "signature")) if signed else blocks


def _title_lines(blocks: Blocks) -> Blocks:
    """The first heading is the title and the others subtitles; the first paragraph names the
    author and the others the publisher."""
    roles = {Heading: iter(("title",)), Paragraph: iter(("author",))}
    lines: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            role = next(roles[Heading], "subtitle")
            lines.append(Paragraph(block.content, block.origin, role))
        else:
            lines.append(_in_role(block, next(roles[Paragraph], "publisher")))
    return tuple(lines)


def _unquoted(blocks: Iterable[Block]) -> Blocks:
    """Dedications and epigraphs are often written as quotations, which they are anyway."""
    out: list[Block] = []
    for block in blocks:
        out += block.blocks if isinstance(block, BlockQuote) else (block,)
    return tuple(out)


def _in_role(block: Block, role: str) -> Block:
    plain = isinstance(block, Paragraph) and block.role == "body"
    return replace(block, role=role) if plain else block


def _signs(block: Block) -> bool:
    return isinstance(block, Paragraph) and _DASH.match(text(block.content)) is not None
