"""assemble.references: turn links between posts of the book into cross-references."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from pipeline.assemble.calendar import day
from pipeline.assemble.known import Known
from pipeline.assemble.phrases import phrases
from pipeline.model import options
from pipeline.model.bench import Bench
from pipeline.model.finding import counted
from pipeline.model.glance import glance
from pipeline.model.handoff import Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.presence import found
from pipeline.model.rewrite import declare
from pipeline.model.text import Inline, Inlines, Link, Text
from pipeline.model.walk import (
    Leaf,
    every_division,
    map_divisions,
    map_inlines,
    map_leaves,
    map_nodes,
    text,
)

RULE = "assemble.references"


class Options(options.Options, frozen=True):
    bare: Annotated[
        Literal["say", "keep"],
        Meta(
            description="What stands where the text of such a link is nothing but its address: the "
            "date or title of the place it leads to, or the address as it is."
        ),
    ] = "say"


def run(book: Manuscript, posts: Posts, options: Options, bench: Bench) -> Manuscript:
    """A link to a post of this book, by id or by any address that the post is known by, leads to
    the entry or chapter that holds it; a link to an item that is not in the book leads outward."""
    references = _References(book, posts, options.bare == "say", bench)
    divisions = map_divisions(book.divisions, references.division)
    if references.count:
        links = counted(references.count, "link")
        bench.find(RULE, "note", f"{links} between posts of the book made cross-references.")
    return book if divisions is book.divisions else replace(book, divisions=divisions)


class _References:
    def __init__(self, book: Manuscript, posts: Posts, say: bool, bench: Bench) -> None:
        self.known = Known(book, posts)
        self.places = _places(book, self.known) if say else {}
        self.bench = bench
        self.count = 0

    def division(self, division: Division) -> Division:
        if not self._leads(glance(division.blocks).links):
            return division
        blocks = map_leaves(division.blocks, self._leaf)
        return division if blocks is division.blocks else replace(division, blocks=blocks)

    def _leads(self, links: Iterable[Link]) -> bool:
        item = self.known.item
        return any(link.item or item(link) for link in links)

    def _leaf(self, leaf: Leaf) -> Leaf:
        if not self._leads(found((leaf,), Link)):
            return leaf
        after = map_inlines(leaf, self._run)
        if after is not leaf:
            declare(leaf, after, RULE, self.bench)
        return after

    def _run(self, run: Inlines) -> Inlines:
        return map_nodes(run, self._node)

    def _node(self, node: Inline) -> Inline:
        if not isinstance(node, Link):
            return node
        item = self.known.item(node)
        self.count += bool(item)
        place = self.places.get(item, "")
        if place and _is_bare(node):
            return replace(node, content=(Text(place),), item=item)
        return node if node.item == item else replace(node, item=item)


def _places(book: Manuscript, known: Known) -> dict[str, str]:
    """What a reader looks for to find each item: the title of its division, or its date."""
    language = book.book.language
    words = phrases(language)
    places: dict[str, str] = {}
    for division in every_division(book.divisions):
        item = known.holder(division)
        if not item:
            continue
        title = text(division.title) if division.origin else ""
        place = words.quoted.format(title=title) if title else day(division.created, language)
        places[item] = words.see.format(place=place) if place else ""
    return places


def _is_bare(link: Link) -> bool:
    """Whether a link shows nothing but an address, whole, shortened or cut."""
    shown = text(link.content)
    if " " in shown or "/" not in shown:
        return False
    return shown == link.url or "." in shown.split("//")[-1].split("/")[0]
