"""A run of inlines as one string, and back: how a rule sees across emphasis and links.

A rule that judges a character by its neighbours must see the neighbours, wherever the markup cuts.
It is given the whole run as one string, and answers with edits, which are laid back on the nodes.
Whatever is not text stands in the string as a sign that no edit may touch.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from operator import is_
from typing import assert_never

from msgspec.structs import replace

from pipeline.model.text import (
    Block,
    Blocks,
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
from pipeline.model.walk import leaves, map_inlines, map_leaves

OBJECT = "\ufffc"
"""Stands for a node whose characters a rule may not touch: code, a handle, a hashtag, a picture."""

BREAK = "\n"
"""Stands for a line break."""

Edit = tuple[int, int, str]
"""The characters from start to end, at least one, and what stands in their place."""

Rule = Callable[[str], list[Edit]]
"""Edits for a run, in order and apart, none reaching over an OBJECT; often an empty list."""


def cut(nodes: Inlines) -> list[str]:
    """The text of a run at its nodes: one string for each innermost node, in reading order.
    A note is the empty string: it stands between two characters and hides neither."""
    found: list[str] = []
    _cut(nodes, found)
    return found


def _cut(nodes: Inlines, found: list[str]) -> None:
    for node in nodes:
        if type(node) is Text:  # most are, and this is the quickest way to tell
            found.append(node.text)
            continue
        if type(node) is Emph or type(node) is Strong or type(node) is Link:
            _cut(node.content, found)
            continue
        match node:
            case LineBreak():
                found.append(BREAK)
            case Note():
                found.append("")
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                _cut(node.content, found)
            case Mention() | Hashtag() | Code() | Image() | Math() | Text():
                found.append(OBJECT)
            case _:
                assert_never(node)


def prose(blocks: Blocks) -> str:
    """Everything in blocks that a rule for text may touch, one line for each run: what to look
    into before going to the trouble of a rewrite."""
    found: list[str] = []
    _prose(blocks, found)
    return "".join(found)


def _prose(blocks: Blocks, found: list[str]) -> None:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                _prose_run(block.content, found)
            case _:
                for run in outer(block):
                    _prose_run(run, found)


def _prose_run(nodes: Inlines, found: list[str]) -> None:
    start = len(found)
    _cut(nodes, found)
    found.append(BREAK)
    if "" in found[start:]:
        for block in notes(nodes):
            _prose((block,), found)


def outer(block: Block) -> Iterator[Inlines]:
    """The runs of a block and of all within it, save those of its notes."""
    for leaf in leaves((block,)):
        match leaf:
            case Paragraph() | Heading() | Embed():
                yield leaf.content
            case Verse():
                yield from leaf.lines
            case Figure():
                yield leaf.caption
            case Table():
                yield leaf.caption
                yield from (cell.content for row in leaf.head + leaf.body for cell in row)
            case CodeBlock() | SceneBreak() | PostBlock():
                pass
            case _:
                assert_never(leaf)


def notes(nodes: Inlines) -> Iterator[Block]:
    """The blocks of a run's notes."""
    for node in nodes:
        match node:
            case Note():
                yield from node.blocks
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                yield from notes(node.content)
            case _:
                pass


def edit(nodes: Inlines, rule: Rule) -> Inlines:
    """A run with a rule's edits laid on it, and each run of its notes likewise. What is not text
    stays as it is, whatever an edit says; a node that is left without text goes."""
    strings = cut(nodes)
    if "" in strings:
        nodes = edit_notes(nodes, lambda run: edit(run, rule))
    whole = "".join(strings)
    edits = rule(whole)
    return laid(nodes, iter(spliced(strings, whole, edits))) if edits else nodes


def edit_notes(nodes: Inlines, change: Callable[[Inlines], Inlines]) -> Inlines:
    """A run with each run of its notes passed through `change`."""

    def noted(node: Inline) -> Inline:
        match node:
            case Note():
                blocks = map_leaves(node.blocks, lambda leaf: map_inlines(leaf, change))
                return node if blocks is node.blocks else replace(node, blocks=blocks)
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                content = edit_notes(node.content, change)
                return node if content is node.content else replace(node, content=content)
            case _:
                return node

    changed = tuple([noted(node) for node in nodes])
    return nodes if all(map(is_, changed, nodes)) else changed


def edited(text: str, edits: list[Edit]) -> str:
    """A plain text with edits laid on it."""
    out: list[str] = []
    last = 0
    for start, end, new in edits:
        out += (text[last:start], new)
        last = end
    out.append(text[last:])
    return "".join(out)


def spliced(strings: list[str], whole: str, edits: list[Edit]) -> list[str]:
    """The whole, cut where the strings are that make it up, with edits laid on it. What an edit
    puts in goes where the edit starts."""
    if len(strings) == 1:
        return [edited(whole, edits)]
    out: list[str] = []
    coming = iter(edits)
    start, stop, new = next(coming, _NO_EDIT)
    at = end = 0
    for string in strings:
        end += len(string)
        if start >= end:
            out.append(whole[at:end])
        else:
            pieces: list[str] = []
            while start < end:
                if stop > end:
                    return _parted(strings, whole, edits)
                pieces += (whole[at:start], new)
                at = stop
                start, stop, new = next(coming, _NO_EDIT)
            pieces.append(whole[at:end])
            out.append("".join(pieces))
        at = end
    return out


_NO_EDIT: Edit = (sys.maxsize, sys.maxsize, "")


def _parted(strings: list[str], whole: str, edits: list[Edit]) -> list[str]:
    """As `spliced`, where an edit reaches over the end of a string. What it puts in is parted
    likewise, place for place, unless any edit makes its stretch longer."""
    after = edited(whole, edits)
    gaps = [end - start - len(new) for start, end, new in edits]
    ends = [end for _, end, _ in edits]
    moved = list(accumulate(gaps, initial=0))
    out = []
    at = begin = 0  # `at` counts in the whole, `begin` in what it became
    for string in strings:
        at += len(string)
        nth = bisect_right(ends, at)
        stop = at - moved[nth]
        if nth < len(edits) and edits[nth][0] < at:  # the rest of it lies in the next string
            start, _, new = edits[nth]
            here = len(new) if min(gaps) < 0 else min(len(new), at - start)
            stop = start - moved[nth] + here
        out.append(after[begin:stop])
        begin = stop
    return out


def laid(nodes: Inlines, strings: Iterator[str]) -> Inlines:
    """The run with other strings at its innermost nodes, as `cut` gives them."""
    out: list[Inline] = []
    same = True
    for node in nodes:
        if type(node) is Text:
            new = next(strings)
            if new == node.text:
                out.append(node)
                continue
            same = False
            if new:
                out.append(Text(new))
            continue
        if type(node) is Emph or type(node) is Strong:
            content = laid(node.content, strings)
            if content is node.content:
                out.append(node)
                continue
            same = False
            if content:
                out.append(type(node)(content))
            continue
        match node:
            case (
                Link() | Emph() | Strong() | Strike() | SmallCaps() | Superscript() | Subscript()
            ):  # fmt: skip
                content = laid(node.content, strings)
                if content is node.content:
                    out.append(node)
                    continue
                same = False
                if content:
                    out.append(replace(node, content=content))
            case _:
                next(strings)
                out.append(node)
    return nodes if same else tuple(out)
