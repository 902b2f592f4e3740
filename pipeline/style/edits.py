"""style.edits: people's edits, each at its place; what can no longer be applied is told."""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.edit import FOLDER, Edit
from pipeline.model.finding import counted
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.rewrite import declare
from pipeline.model.splice import seen, spliced
from pipeline.model.text import CodeBlock, Inline, Inlines, Note, Paragraph
from pipeline.model.walk import (
    Leaf,
    map_divisions,
    map_inlines,
    map_leaves,
    map_nodes,
    own_text,
    text,
)
from pipeline.style.edit_files import edits
from pipeline.style.likeness import spans

READS = (FOLDER,)
RULE = "edits"


def by_volume(bench: Bench) -> bool:
    return not edits(bench)


def run(book: Manuscript, bench: Bench) -> Manuscript:
    found = edits(bench)
    if not found:
        return book
    editor = _Editor(found, bench)
    divisions = map_divisions(book.divisions, editor.division)
    editor.report()
    return book if divisions is book.divisions else replace(book, divisions=divisions)


class _Editor:
    def __init__(self, edits: list[Edit], bench: Bench) -> None:
        self.bench = bench
        self.edits = edits
        self.items = {edit.item for edit in edits}
        self.at: dict[tuple[str, int], list[Edit]] = defaultdict(list)
        for edit in edits:
            self.at[edit.item, edit.block].append(edit)
        self.there: set[str] = set()  # the items that the book holds
        self.met: dict[tuple[str, int], str] = {}  # what stood at the places of edits
        self.applied: set[Edit] = set()
        self.said: dict[str, list[str]] = defaultdict(list)  # all that an item says

    def division(self, division: Division) -> Division:
        title = division.title
        if division.origin and division.origin[0].item in self.items:
            title = self._title(division)
        blocks = map_leaves(division.blocks, self.leaf)
        if title is division.title and blocks is division.blocks:
            return division
        return replace(division, title=title, blocks=blocks)

    def leaf(self, leaf: Leaf) -> Leaf:
        """A leaf, and those of its notes, as people want them."""
        origin = leaf.origin[0] if leaf.origin else None
        if origin is None or origin.item not in self.items:
            return leaf
        before, leaf = leaf, map_inlines(leaf, self._notes)
        self.there.add(origin.item)
        self.said[origin.item].append(own_text(leaf))
        for edit in self.at.get((origin.item, origin.block), ()):
            self.met.setdefault((edit.item, edit.block), own_text(leaf))
            leaf = self._apply(edit, leaf)
        if leaf is not before:
            declare(before, leaf, RULE, self.bench)
        return leaf

    def _notes(self, run: Inlines) -> Inlines:
        def inline(node: Inline) -> Inline:
            if not isinstance(node, Note):
                return node
            blocks = map_leaves(node.blocks, self.leaf)
            return node if blocks is node.blocks else replace(node, blocks=blocks)

        return map_nodes(run, inline)

    def _title(self, division: Division) -> Inlines:
        origin = division.origin[0]
        self.there.add(origin.item)
        self.said[origin.item].append(text(division.title))
        leaf: Leaf = Paragraph(division.title, (origin,))
        for edit in self.at.get((origin.item, origin.block), ()):
            self.met.setdefault((edit.item, edit.block), text(division.title))
            leaf = self._apply(edit, leaf)
        assert isinstance(leaf, Paragraph)
        if leaf.content is not division.title:
            declare(Paragraph(division.title, (origin,)), leaf, RULE, self.bench)
        return leaf.content

    def _apply(self, edit: Edit, leaf: Leaf) -> Leaf:
        """The leaf with one edit applied, if the words that it replaces stand there just once."""
        runs = _runs(leaf)
        places = [(nth, *span) for nth, run in enumerate(runs) for span in spans(edit.was, run)]
        if len(places) != 1:
            return leaf
        self.applied.add(edit)
        nth, start, end = places[0]
        if isinstance(leaf, CodeBlock):
            return replace(leaf, text=leaf.text[:start] + edit.now + leaf.text[end:])
        numbers = iter(range(len(runs)))
        return map_inlines(
            leaf, lambda run: spliced(run, start, end, edit.now) if next(numbers) == nth else run
        )

    # -- what is told ------------------------------------------------------------------------------

    def report(self) -> None:
        done = sum(edit in self.applied for edit in self.edits)
        if done:
            self.bench.find(
                "edits.applied",
                "note",
                f"{counted(done, 'edit stands', 'edits stand')} in the book.",
            )
        for edit in self.edits:
            if edit not in self.applied:
                self._tell(edit)

    def _tell(self, edit: Edit) -> None:
        origin = Origin(0, edit.item, edit.block)
        code, message, todo = self._cause(edit)
        self.bench.find(code, "warning", message, origin, place=edit.place, todo=todo)

    def _cause(self, edit: Edit) -> tuple[str, str, str]:
        three = f"It was to replace “{edit.was}” by “{edit.now}”."
        if edit.item not in self.there:
            return (
                "edits.gone",
                f"The item {edit.item} of an edit is not in this edition. {three}",
                "take the edit out, or bring the item back",
            )
        said = self.met.get((edit.item, edit.block))
        if said is None:
            return (
                "edits.gone",
                f"Item {edit.item} has no {edit.where} any more. {three}" + self._elsewhere(edit),
                "point the edit at another block, or take it out",
            )
        if edit.now and spans(edit.now, said) and not spans(edit.was, said):
            return (
                "edits.already",
                f"Item {edit.item}, {edit.where}, says “{edit.now}” already.",
                "take the edit out: the archive has it now",
            )
        if spans(edit.was, said):
            return (
                "edits.unclear",
                f"“{edit.was}” stands several times in item {edit.item}, {edit.where}. {three}",
                "quote more words in 'was:'",
            )
        return (
            "edits.conflict",
            f"The source changed under an edit. {three} Item {edit.item}, {edit.where}, now says: "
            f"“{said}”." + self._elsewhere(edit),
            "choose: change 'was:' to what stands there now, or take the edit out",
        )

    def _elsewhere(self, edit: Edit) -> str:
        times = sum(len(spans(edit.was, said)) for said in self.said[edit.item])
        return " The words stand elsewhere in the item." if times else ""


def _runs(leaf: Leaf) -> list[str]:
    """What each run of a leaf says to a reader, in the order of `map_inlines`."""
    found = [leaf.text] if isinstance(leaf, CodeBlock) else []

    def see(run: Inlines) -> Inlines:
        found.append(seen(run))
        return run

    map_inlines(leaf, see)
    return found
