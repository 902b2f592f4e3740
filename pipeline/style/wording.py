"""style.wording: words said otherwise all through the book, or through a part of it, by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.options import Options as Base
from pipeline.model.rewrite import declare
from pipeline.model.splice import seen, spliced
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Inline,
    Inlines,
    List,
    Note,
    Paragraph,
    PostBlock,
)
from pipeline.model.walk import Leaf, map_divisions, map_inlines, map_nodes, text

RULE = "wording"
Roles = tuple[str, ...]


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words, and those in their place."""

    find: Annotated[str, Meta(min_length=1, description="What to look for.")]
    replace: Annotated[str, Meta(description="What stands in its place.")]
    regex: Annotated[bool, Meta(description="Whether `find` is a regular expression.")] = False
    case: Annotated[bool, Meta(description="Whether capitals must be capitals.")] = True
    whole_word: Annotated[bool, Meta(description="Only where no letter stands beside it.")] = False
    exclude: Annotated[tuple[str, ...], Meta(description="Roles that are left alone.")] = ()
    roles: Annotated[tuple[str, ...], Meta(description="Only these roles, if any.")] = ()
    items: Annotated[tuple[str, ...], Meta(description="Only these items, if any.")] = ()
    why: Annotated[str, Meta(description="Why, for those who read the recipe.")] = ""


class Options(Base, frozen=True):
    rules: Annotated[tuple[Rule, ...], Meta(description="In the order in which they apply.")] = ()


def run(book: Manuscript, options: Options, bench: Bench) -> Manuscript:
    """Titles, notes and captions too; not what the shop says itself."""
    for number, rule in enumerate(options.rules, 1):
        writer = _Writer(rule, bench)
        divisions = map_divisions(book.divisions, writer.division)
        if divisions is not book.divisions:
            book = replace(book, divisions=divisions)
        if writer.times:
            said = f"Rule {number} of the wording, “{rule.find}”, was applied {writer.times:,} ×."
            bench.find("wording.applied", "note", said)
        else:
            said = f"“{rule.find}”, rule {number} of the wording, stands nowhere in the book."
            bench.find("wording.idle", "warning", said, todo="take the rule out, or mend it")
    return book


@cache
def pattern(rule: Rule) -> re.Pattern[str]:
    """What a rule looks for. Raises RecipeError for what is no regular expression."""
    source = rule.find if rule.regex else re.escape(rule.find)
    if rule.whole_word:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        found = re.compile(source, 0 if rule.case else re.IGNORECASE)
        if rule.regex:
            re.sub(found, rule.replace, "")  # a template may name a group that there is not
    except (re.error, IndexError, OverflowError, RecursionError) as error:
        cause = str(error)
        raise RecipeError(f"'{rule.find}' is no regular expression", cause=cause) from error
    return found


def found(rule: Rule, said: str) -> Iterator[tuple[int, int, str]]:
    """Where the words stand in a text, and those in their place; what is as it is to be is none."""
    for match in pattern(rule).finditer(said):
        now = match.expand(rule.replace) if rule.regex else rule.replace
        if match.group() and match.group() != now:
            yield match.start(), match.end(), now


def times(book: Manuscript, rule: Rule, bench: Bench) -> int:
    """How often a rule applies in a book."""
    writer = _Writer(rule, bench)
    map_divisions(book.divisions, writer.division)
    return writer.times


class _Writer:
    def __init__(self, rule: Rule, bench: Bench) -> None:
        self.rule = rule
        self.bench = bench
        self.times = 0

    def division(self, division: Division) -> Division:
        blocks = self.blocks(division.blocks, ())
        title = division.title
        if title and division.origin and self._applies(("title",), division.origin[0].item):
            title = self.inlines(title)
            if title is not division.title:
                before, after = text(division.title), text(title)
                self.bench.change(division.origin[0], RULE, before, after)
        if blocks is division.blocks and title is division.title:
            return division
        return replace(division, blocks=blocks, title=title)

    def blocks(self, blocks: Blocks, above: Roles) -> Blocks:
        out = tuple([self.block(block, above) for block in blocks])
        return blocks if all(a is b for a, b in zip(out, blocks, strict=True)) else out

    def block(self, block: Block, above: Roles) -> Block:
        match block:
            case BlockQuote():
                inner = self.blocks(block.blocks, (block.role, *above))
                return block if inner is block.blocks else replace(block, blocks=inner)
            case PostBlock():
                inner = self.blocks(block.blocks, ("message", *above))
                return block if inner is block.blocks else replace(block, blocks=inner)
            case List():
                items = tuple([self.blocks(item, ("list", *above)) for item in block.items])
                same = all(a is b for a, b in zip(items, block.items, strict=True))
                return block if same else replace(block, items=items)
            case _:
                return self.leaf(block, above)

    def leaf(self, leaf: Leaf, above: Roles) -> Leaf:
        own = "code" if isinstance(leaf, CodeBlock) else getattr(leaf, "role", "")
        roles = (own, *above)
        if not leaf.origin or not self._applies(roles, leaf.origin[0].item):
            return leaf
        if isinstance(leaf, CodeBlock):
            after: Leaf = self._code(leaf)
        else:
            after = map_inlines(leaf, self.inlines)
        if after is not leaf:
            declare(leaf, after, RULE, self.bench)
        return after

    def _applies(self, roles: Roles, item: str) -> bool:
        rule = self.rule
        if rule.items and item not in rule.items:
            return False
        if rule.roles and not set(rule.roles) & set(roles):
            return False
        return not set(rule.exclude) & set(roles)

    def inlines(self, run: Inlines) -> Inlines:
        """A run, and those of its notes; a match may reach across emphasis."""
        if "note" not in self.rule.exclude:
            run = map_nodes(run, self._note)
        for start, end, now in reversed(list(found(self.rule, seen(run)))):
            run = spliced(run, start, end, now)
            self.times += 1
        return run

    def _note(self, node: Inline) -> Inline:
        if not isinstance(node, Note):
            return node
        blocks = tuple([self._noted(block) for block in node.blocks])
        same = all(a is b for a, b in zip(blocks, node.blocks, strict=True))
        return node if same else replace(node, blocks=blocks)

    def _noted(self, block: Block) -> Block:
        return map_inlines(block, self.inlines) if isinstance(block, Paragraph) else block

    def _code(self, leaf: CodeBlock) -> CodeBlock:
        said = leaf.text
        for start, end, now in reversed(list(found(self.rule, said))):
            said = said[:start] + now + said[end:]
            self.times += 1
        return leaf if said == leaf.text else replace(leaf, text=said)
