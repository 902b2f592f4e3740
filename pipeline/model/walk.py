"""Walks over the tree: its plain text, its targets, and maps that keep what did not change.

Every map returns the very object it was given where nothing changed, so that "unchanged" can be
told by identity, which is what makes the conservation law cheap to enforce.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import assert_never

from msgspec.structs import replace

from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Cell,
    Code,
    CodeBlock,
    Embed,
    Emph,
    Figure,
    Hashtag,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Math,
    Mention,
    Note,
    Paragraph,
    PostBlock,
    SceneBreak,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)

Leaf = Paragraph | Heading | Verse | Figure | Table | CodeBlock | Embed | SceneBreak | PostBlock
"""A block with text of its own. A PostBlock's own text is its author and date."""


# -- text ------------------------------------------------------------------------------------------


def text(inlines: Inlines) -> str:
    """The characters of inlines. A line break is a newline; a note and a picture's alt stand
    in ⟦white brackets⟧ at their place."""
    if len(inlines) == 1 and type(inlines[0]) is Text:
        return inlines[0].text
    return "".join([node.text if type(node) is Text else _text(node) for node in inlines])


def _text(node: Inline) -> str:
    if type(node) is Emph or type(node) is Strong or type(node) is Link:  # most of what is no Text
        return text(node.content)
    match node:
        case Text() | Code() | Mention() | Hashtag() | Math():
            return node.text
        case (
            Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
        ):  # fmt: skip
            return text(node.content)
        case LineBreak():
            return "\n"
        case Note():
            return "⟦" + _joined(node.blocks) + "⟧"
        case Image():
            return f"⟦{node.alt}⟧" if node.alt else ""
        case _:
            assert_never(node)


def plain(block: Block) -> str:
    """The characters of a block and all within it; blocks and rows are set apart by newlines."""
    match block:
        case Paragraph() | Heading():
            return text(block.content)
        case BlockQuote():
            return _joined(block.blocks)
        case PostBlock():
            return "\n".join(part for part in (own_text(block), _joined(block.blocks)) if part)
        case List():
            return "\n".join(_joined(item) for item in block.items)
        case Verse() | Figure() | Table() | CodeBlock() | Embed() | SceneBreak():
            return own_text(block)
        case _:
            assert_never(block)


def _joined(blocks: Blocks) -> str:
    return "\n".join([plain(block) for block in blocks])


def own_text(leaf: Leaf) -> str:
    """The characters of a leaf itself, without those of blocks within it."""
    match leaf:
        case Paragraph() | Heading() | Embed():
            return text(leaf.content)
        case Verse():
            return "\n".join(text(line) for line in leaf.lines)
        case Figure():
            parts = [text(leaf.images), text(leaf.caption)]
            return "\n".join(part for part in parts if part)
        case Table():
            rows = ["\t".join(text(cell.content) for cell in row) for row in leaf.head + leaf.body]
            return "\n".join(([text(leaf.caption)] if leaf.caption else []) + rows)
        case CodeBlock():
            return leaf.text
        case SceneBreak():
            return ""
        case PostBlock():
            return " ".join(part for part in (leaf.author, leaf.date) if part)
        case _:
            assert_never(leaf)


# -- leaves and inlines ----------------------------------------------------------------------------


def leaves(blocks: Blocks) -> Iterator[Leaf]:
    """Every block with text of its own, in reading order."""
    for block in blocks:
        match block:
            case BlockQuote():
                yield from leaves(block.blocks)
            case List():
                for item in block.items:
                    yield from leaves(item)
            case PostBlock():
                yield block
                yield from leaves(block.blocks)
            case _:
                yield block


def every(blocks: Blocks) -> Iterator[Block]:
    """Every block, containers before what they hold."""
    for block in blocks:
        yield block
        match block:
            case BlockQuote() | PostBlock():
                yield from every(block.blocks)
            case List():
                for item in block.items:
                    yield from every(item)
            case _:
                pass


def inlines(block: Block) -> Iterator[Inline]:
    """Every inline of one leaf, containers before what they hold, notes and their text included."""
    match block:
        case Paragraph() | Heading() | Embed():
            yield from _inlines(block.content)
        case Verse():
            for line in block.lines:
                yield from _inlines(line)
        case Figure():
            yield from block.images
            yield from _inlines(block.caption)
        case Table():
            yield from _inlines(block.caption)
            for row in block.head + block.body:
                for cell in row:
                    yield from _inlines(cell.content)
        case CodeBlock() | SceneBreak() | PostBlock() | BlockQuote() | List():
            return
        case _:
            assert_never(block)


def _inlines(nodes: Inlines) -> Iterator[Inline]:
    for node in nodes:
        yield node
        match node:
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                yield from _inlines(node.content)
            case Note():
                for leaf in leaves(node.blocks):
                    yield from inlines(leaf)
            case _:
                pass


def targets(block: Block) -> list[str]:
    """The URLs and the keys of pictures in one leaf, in reading order."""
    found: list[str] = []
    if type(block) is Paragraph:
        _targets(block.content, found)
        return found
    match block:
        case Paragraph() | Heading():
            _targets(block.content, found)
        case Embed():
            found += [block.url] if block.url else []
            _targets(block.content, found)
        case PostBlock():
            found += [block.url] if block.url else []
        case Verse():
            for line in block.lines:
                _targets(line, found)
        case Figure():
            _targets(block.images + block.caption, found)
        case Table():
            _targets(block.caption, found)
            for row in block.head + block.body:
                for cell in row:
                    _targets(cell.content, found)
        case CodeBlock() | SceneBreak() | BlockQuote() | List():
            pass
        case _:
            assert_never(block)
    return found


def _targets(nodes: Inlines, found: list[str]) -> None:
    for node in nodes:
        if type(node) is Text:  # most nodes by far
            continue
        if type(node) is Emph or type(node) is Strong:
            _targets(node.content, found)
            continue
        match node:
            case Link():
                found += [node.url] if node.url else []
                _targets(node.content, found)
            case Image():
                found.append(node.media)
            case Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript():
                _targets(node.content, found)
            case Note():
                for leaf in leaves(node.blocks):
                    found += targets(leaf)
            case _:
                pass


# -- maps ------------------------------------------------------------------------------------------


def map_leaves(blocks: Blocks, change: Callable[[Leaf], Leaf]) -> Blocks:
    """The blocks with every leaf passed through `change`."""
    mapped = tuple([
        change(block) if type(block) is Paragraph else _map_leaf(block, change) for block in blocks
    ])  # fmt: skip
    return blocks if all(map(is_, mapped, blocks)) else mapped


def _map_leaf(block: Block, change: Callable[[Leaf], Leaf]) -> Block:
    match block:
        case BlockQuote():
            inner = map_leaves(block.blocks, change)
            return block if inner is block.blocks else replace(block, blocks=inner)
        case List():
            items = tuple([map_leaves(item, change) for item in block.items])
            same = all(map(is_, items, block.items))
            return block if same else replace(block, items=items)
        case PostBlock():
            changed = change(block)
            if not isinstance(changed, PostBlock):
                return changed
            inner = map_leaves(changed.blocks, change)
            return changed if inner is changed.blocks else replace(changed, blocks=inner)
        case _:
            return change(block)


def map_inlines(leaf: Leaf, change: Callable[[Inlines], Inlines]) -> Leaf:
    """A leaf with each of its runs of inlines (a caption, a cell, a line) passed through `change`.
    The runs inside emphasis and links belong to the run around them; those of a note do too."""
    match leaf:
        case Paragraph() | Heading() | Embed():
            content = change(leaf.content)
            return leaf if content is leaf.content else replace(leaf, content=content)
        case Verse():
            lines = tuple([change(line) for line in leaf.lines])
            same = all(a is b for a, b in zip(lines, leaf.lines, strict=True))
            return leaf if same else replace(leaf, lines=lines)
        case Figure():
            caption = change(leaf.caption)
            return leaf if caption is leaf.caption else replace(leaf, caption=caption)
        case Table():
            caption = change(leaf.caption)
            head, body = _map_rows(leaf.head, change), _map_rows(leaf.body, change)
            same = caption is leaf.caption and head is leaf.head and body is leaf.body
            return leaf if same else replace(leaf, caption=caption, head=head, body=body)
        case CodeBlock() | SceneBreak() | PostBlock():
            return leaf
        case _:
            assert_never(leaf)


Rows = tuple[tuple[Cell, ...], ...]


def _map_rows(rows: Rows, change: Callable[[Inlines], Inlines]) -> Rows:
    mapped = tuple([tuple([_map_cell(cell, change) for cell in row]) for row in rows])
    pairs = (zip(old, new, strict=True) for old, new in zip(rows, mapped, strict=True))
    same = all(a is b for pair in pairs for a, b in pair)
    return rows if same else mapped


def _map_cell(cell: Cell, change: Callable[[Inlines], Inlines]) -> Cell:
    content = change(cell.content)
    return cell if content is cell.content else replace(cell, content=content)


def map_nodes(nodes: Inlines, change: Callable[[Inline], Inline | Inlines]) -> Inlines:
    """Inlines with every node passed through `change`, innermost first, notes included. `change`
    may give one node, or several, or none, in its place."""
    out: list[Inline] = []
    same = True
    for node in nodes:
        changed = change(_map_within(node, change))
        same = same and changed is node
        if isinstance(changed, tuple):
            out.extend(changed)
        else:
            out.append(changed)
    return nodes if same else tuple(out)


def _map_within(node: Inline, change: Callable[[Inline], Inline | Inlines]) -> Inline:
    match node:
        case (
            Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
        ):  # fmt: skip
            content = map_nodes(node.content, change)
            return node if content is node.content else replace(node, content=content)
        case Note():

            def run(inlines: Inlines) -> Inlines:
                return map_nodes(inlines, change)

            blocks = map_leaves(node.blocks, lambda leaf: map_inlines(leaf, run))
            return node if blocks is node.blocks else replace(node, blocks=blocks)
        case _:
            return node


# -- the book --------------------------------------------------------------------------------------


def every_division(divisions: Iterable[Division]) -> list[Division]:
    """Every division, outer before inner, in reading order."""
    found: list[Division] = []
    _gather(divisions, found)
    return found


def _gather(divisions: Iterable[Division], found: list[Division]) -> None:
    for division in divisions:
        found.append(division)
        if division.divisions:
            _gather(division.divisions, found)


def map_divisions(
    divisions: tuple[Division, ...], change: Callable[[Division], Division]
) -> tuple[Division, ...]:
    """The divisions with each passed through `change`, inner before outer."""
    mapped = tuple([_map_division(division, change) for division in divisions])
    return divisions if all(a is b for a, b in zip(mapped, divisions, strict=True)) else mapped


def _map_division(division: Division, change: Callable[[Division], Division]) -> Division:
    if not division.divisions:
        return change(division)
    inner = map_divisions(division.divisions, change)
    return change(division if inner is division.divisions else replace(division, divisions=inner))


def key(origin: tuple[Origin, ...]) -> Origin | None:
    """The origin by which a block is known; None when the shop made it."""
    return origin[0] if origin else None
