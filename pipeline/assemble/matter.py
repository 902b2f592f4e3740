"""assemble.matter: put the front and back matter around the book, from matter/*.md or of itself."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble import sheets
from pipeline.assemble.figures import Figures
from pipeline.assemble.leaf import Leaf, read
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Kind, Manuscript
from pipeline.model.origin import Source

READS = ("matter",)

CONVENTION: tuple[Kind, ...] = (
    "halftitle", "titlepage", "copyright", "dedication", "epigraph", "foreword", "preface",
    "introduction", "matter", "afterword", "acknowledgements", "appendix", "notes", "glossary",
    "about", "colophon",
)  # fmt: skip
"""The order that publishers keep to; the first three are always first."""


class Options(options.Options, frozen=True):
    title_page: Annotated[bool, Meta(description="Make a title page where matter/ has none.")] = (
        True
    )
    copyright_page: Annotated[
        bool, Meta(description="Make a copyright page where matter/ has none.")
    ] = True
    colophon: Annotated[bool, Meta(description="Make a colophon where matter/ has none.")] = True
    statement: Annotated[
        bool,
        Meta(description="On a made copyright page, say from how many posts the book was made."),
    ] = True


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """Pages stand in the order that publishers keep to. Pages whose files are numbered ("01-…")
    stand in the order of their numbers before the others of their place, and after the title and
    copyright pages.

    Raises RecipeError for a page whose front matter names a kind or place that there is not.
    """
    figures = Figures(book)
    leaves, sources = _written(book, figures, bench)
    leaves += _made(book, {leaf.division.kind for leaf in leaves}, figures, options)
    leaves.sort(key=_order)
    front = [leaf.division for leaf in leaves if leaf.division.matter == "front"]
    back = [leaf.division for leaf in leaves if leaf.division.matter == "back"]
    if not leaves:
        return book
    return replace(
        book,
        divisions=(*front, *book.divisions, *back),
        sources=(*book.sources, *sources),
    )


def _written(book: Manuscript, figures: Figures, bench: Bench) -> tuple[list[Leaf], list[Source]]:
    """The pages of the recipe's folder, and a row of the table of sources for each."""
    texts = {
        path: text
        for path, text in bench.texts("matter").items()
        if path.lower().endswith((".md", ".markdown"))
    }
    sources = [Source("", "matter", path) for path in texts]
    first = len(book.sources)
    names: set[str] = set()
    leaves = [
        read(path, text, first + row, figures, names, bench)
        for row, (path, text) in enumerate(texts.items())
    ]
    return leaves, sources


def _made(book: Manuscript, kinds: set[Kind], figures: Figures, options: Options) -> list[Leaf]:
    """The pages that the shop makes itself, none of a kind that the recipe's folder has."""
    leaves: list[Leaf] = []
    if options.title_page and "titlepage" not in kinds:
        leaves.append(Leaf(sheets.title_page(book.book)))
    if options.copyright_page and "copyright" not in kinds:
        leaves.append(Leaf(sheets.copyright_page(book.book, figures, options.statement)))
    if options.colophon and "colophon" not in kinds and figures.posts:
        leaves.append(Leaf(sheets.colophon(figures)))
    return leaves


def _order(leaf: Leaf) -> tuple[int, int, int]:
    rank = CONVENTION.index(leaf.division.kind)
    if rank < 3:
        return (0, rank, leaf.number)
    return (1, leaf.number, rank) if leaf.number else (2, 0, rank)
