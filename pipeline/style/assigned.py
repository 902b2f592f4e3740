"""style.assigned: passages that are to have another role than the one they came by."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError, nearest
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.options import Options as Base
from pipeline.model.role import ROLES
from pipeline.model.text import Paragraph
from pipeline.model.walk import Leaf, map_divisions, map_leaves

MADE = frozenset({
    "heading", "figure", "table", "table-head", "note", "list", "code", "scene-break", "title",
    "subtitle", "author", "publisher",
})  # fmt: skip
"""Roles that follow from what a block is: no paragraph can be given one."""


class Spot(Struct, frozen=True, forbid_unknown_fields=True):
    """One paragraph, by the number that `bookworks trace` tells."""

    item: str
    block: int
    role: str


class Options(Base, frozen=True):
    roles: Annotated[
        dict[str, str], Meta(description="Paragraphs of a role, and the role that they get.")
    ] = field(default_factory=dict)
    items: Annotated[
        dict[str, str], Meta(description="Items, and the role that their paragraphs get.")
    ] = field(default_factory=dict)
    spots: Annotated[tuple[Spot, ...], Meta(description="Single paragraphs.")] = ()


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """Nearest wins: a spot over its item, an item over a role. Only paragraphs have other roles."""
    for role in (
        *options.roles.values(),
        *options.items.values(),
        *[s.role for s in options.spots],
    ):
        if role not in ROLES or role in MADE:
            known = [name for name in ROLES if name not in MADE]
            raise RecipeError(f"a paragraph cannot be '{role}'", todo=nearest(role, known))
    setter = _Setter(options)
    divisions = map_divisions(book.divisions, setter.division)
    for key in setter.spots.keys() - setter.met:
        said = f"Item {key[0]} has no paragraph {key[1]} to be {setter.spots[key]}."
        bench.find("assigned.gone", "warning", said, todo="take it out, or mend the number")
    if divisions is book.divisions:
        return book
    said = f"{setter.times:,} paragraphs have the roles that they were assigned."
    bench.find("assigned.applied", "note", said)
    return replace(book, divisions=divisions)


class _Setter:
    def __init__(self, options: Options) -> None:
        self.roles, self.items = options.roles, options.items
        self.spots = {(spot.item, spot.block): spot.role for spot in options.spots}
        self.met: set[tuple[str, int]] = set()
        self.times = 0

    def division(self, division: Division) -> Division:
        blocks = map_leaves(division.blocks, self.leaf)
        return division if blocks is division.blocks else replace(division, blocks=blocks)

    def leaf(self, leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Paragraph) or leaf.role in MADE:
            return leaf
        role = self.roles.get(leaf.role, leaf.role)
        if leaf.origin:
            key = (leaf.origin[0].item, leaf.origin[0].block)
            self.met.add(key)
            role = self.spots.get(key) or self.items.get(key[0]) or role
        if role == leaf.role:
            return leaf
        self.times += 1
        return replace(leaf, role=role)
