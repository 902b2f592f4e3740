"""assemble.arrangement: chapters cut, joined and put in another order than their dates give."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.options import Options as Base
from pipeline.model.origin import anchor
from pipeline.model.text import Text


class Cut(Struct, frozen=True, forbid_unknown_fields=True):
    """A new chapter, which begins with this item."""

    before: str
    title: str


class Moved(Struct, frozen=True, forbid_unknown_fields=True):
    """An item stands behind another."""

    item: str
    after: str


class Options(Base, frozen=True):
    moves: Annotated[tuple[Moved, ...], Meta(description="Items that stand elsewhere.")] = ()
    cuts: Annotated[tuple[Cut, ...], Meta(description="Where a new chapter begins.")] = ()
    joins: Annotated[
        tuple[str, ...],
        Meta(description="Items whose chapter is joined to the chapter before it."),
    ] = ()


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """First what moves, then the cuts, then the joins. Raises RecipeError for an item that is not
    there, or stands where this cannot be done."""
    tree = _Tree(book.divisions)
    for move in options.moves:
        tree.move(move.item, move.after)
    for cut in options.cuts:
        tree.cut(cut.before, cut.title)
    for item in options.joins:
        tree.join(item)
    if not tree.times:
        return book
    said = f"The arrangement was changed in {tree.times:,} places."
    bench.find("arrangement.applied", "note", said)
    return replace(book, divisions=tree.divisions())


class _Node:
    """A division that can be taken apart."""

    def __init__(self, division: Division | None, above: _Node | None) -> None:
        self.division = division
        self.above = above
        self.below: list[_Node] = []

    def every(self) -> Iterator[_Node]:
        for node in self.below:
            yield node
            yield from node.every()

    def grown(self) -> Division:
        assert self.division is not None
        inner = tuple([node.grown() for node in self.below])
        same = len(inner) == len(self.division.divisions) and all(
            a is b for a, b in zip(inner, self.division.divisions, strict=True)
        )
        return self.division if same else replace(self.division, divisions=inner)


class _Tree:
    def __init__(self, divisions: tuple[Division, ...]) -> None:
        self.root = _Node(None, None)
        self.times = 0
        self._plant(self.root, divisions)

    def _plant(self, above: _Node, divisions: tuple[Division, ...]) -> None:
        for division in divisions:
            node = _Node(division, above)
            above.below.append(node)
            self._plant(node, division.divisions)

    def divisions(self) -> tuple[Division, ...]:
        return tuple([node.grown() for node in self.root.below if node.below or _holds(node)])

    def find(self, item: str) -> tuple[_Node, _Node, Division]:
        """The division that holds an item, what it stands in, and its own value."""
        for node in self.root.every():
            division = node.division
            if division is not None and node.above is not None and _is_of(division, item):
                return node, node.above, division
        raise RecipeError(f"the book has no item '{item}' to arrange", todo="look in its sources")

    def move(self, item: str, after: str) -> None:
        node, above, division = self.find(item)
        other, beside, target = self.find(after)
        if division.kind != target.kind:
            said = f"item '{item}' is {_named(division)}, and '{after}' is {_named(target)}"
            raise RecipeError(said, todo="move it behind one of its kind")
        if node is other:
            return
        above.below.remove(node)
        beside.below.insert(beside.below.index(other) + 1, node)
        node.above = beside
        self._drop_empty(above)
        self.times += 1

    def cut(self, item: str, title: str) -> None:
        node, above, division = self.find(item)
        at = above.below.index(node)
        if division.kind != "entry" or above.above is None or above.division is None:
            raise RecipeError(f"item '{item}' is a chapter of its own already")
        if not at:
            raise RecipeError(f"item '{item}' is the first of its chapter already")
        name = hashlib.sha256(f"{item}\0{title}".encode()).hexdigest()[:20]
        made = Division("chapter", f"_bw_cut_{name}", (Text(title),), ())
        new = _Node(replace(made, language=above.division.language), above.above)
        new.below, above.below = above.below[at:], above.below[:at]
        for moved in new.below:
            moved.above = new
        above.above.below.insert(above.above.below.index(above) + 1, new)
        self.times += 1

    def join(self, item: str) -> None:
        node, above, division = self.find(item)
        if division.kind == "entry":
            node, above = above, above.above or above
        at = above.below.index(node) if node in above.below else 0
        if not at:
            raise RecipeError(f"no chapter stands before that of item '{item}' in its part")
        before = above.below[at - 1]
        above.below.remove(node)
        assert node.division is not None
        whole = bool(node.division.origin or node.division.blocks)
        taken = [node] if whole else node.below
        if whole:  # a post that is a chapter is an entry of the one before, with its title
            node.division = replace(node.division, kind="entry")
        for moved in taken:
            moved.above = before
        before.below += taken
        self.times += 1

    def _drop_empty(self, node: _Node) -> None:
        """A chapter or part of the calendar's that nothing stands in any more."""
        while node.above is not None and not node.below and not _holds(node):
            node.above.below.remove(node)
            node = node.above


def _named(division: Division) -> str:
    return "an entry" if division.kind == "entry" else f"a {division.kind}"


def _holds(node: _Node) -> bool:
    return node.division is not None and bool(node.division.blocks or node.division.origin)


def _is_of(division: Division, item: str) -> bool:
    if division.kind not in ("entry", "chapter"):
        return False
    return division.id == anchor(item) or any(
        block.origin and block.origin[0].item == item for block in division.blocks
    )
