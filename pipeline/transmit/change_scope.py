"""How far a change reaches in a manuscript, and whether anything beyond that was changed.

A passage is known by its origin, so that two manuscripts can be laid side by side whatever stands
where. What the shop says itself (dates, contents, the copyright page) has no origin: it follows
from the rest, and is counted but not held against a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import BlockQuote, Blocks, List, PostBlock
from pipeline.model.walk import Leaf, own_text, text
from pipeline.transmit.change import OfChapter, OfItem, OfRole, Quote, Scope, Whole

MOST = 20
"""Differences that are told one by one."""

Names = tuple[str, ...]
Key = tuple[str, int]
"""An item and a block of it: the same in every edition."""


class Passage(Struct, frozen=True):
    """A title or a block with text of its own."""

    said: str
    origin: Origin | None
    roles: tuple[str, ...]  # its own, and those of what it stands in
    within: tuple[str, ...]  # the titles of the divisions that hold it, from the outside in
    leaf: Leaf | None = None  # None of a title

    @property
    def key(self) -> Key | None:
        return (self.origin.item, self.origin.block) if self.origin else None


class Difference(Struct, frozen=True):
    """What stands otherwise where nothing was to change."""

    item: str
    block: int
    before: str
    after: str


def passages(book: Manuscript) -> list[Passage]:
    """Every passage in reading order; the words of a note are those of its mark's passage."""
    return list(_of_divisions(book.divisions, ()))


def _of_divisions(divisions: tuple[Division, ...], above: tuple[str, ...]) -> Iterator[Passage]:
    for division in divisions:
        title = text(division.title)
        within = (*above, title) if title else above
        if title:
            origin = division.origin[0] if division.origin else None
            yield Passage(title, origin, ("title",), within)
        yield from _of_blocks(division.blocks, (), within)
        yield from _of_divisions(division.divisions, within)


def _of_blocks(blocks: Blocks, roles: Names, within: Names) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case BlockQuote():
                yield from _of_blocks(block.blocks, (block.role, *roles), within)
            case List():
                for item in block.items:
                    yield from _of_blocks(item, ("list", *roles), within)
            case PostBlock():
                yield _passage(block, ("message", *roles), within)
                yield from _of_blocks(block.blocks, ("message", *roles), within)
            case _:
                own = getattr(block, "role", type(block).__name__.lower())
                yield _passage(block, (own, *roles), within)


def _passage(leaf: Leaf, roles: Names, within: Names) -> Passage:
    return Passage(own_text(leaf), leaf.origin[0] if leaf.origin else None, roles, within, leaf)


# -- scope -----------------------------------------------------------------------------------------


def reached(book: list[Passage], scope: Scope) -> list[Passage]:
    """The passages that a scope names; none where it names nothing of the book."""
    match scope:
        case Whole():
            return book
        case OfItem():
            return [one for one in book if one.origin and one.origin.item == scope.id]
        case OfRole():
            return [one for one in book if scope.role in one.roles]
        case OfChapter():
            return [one for one in book if scope.title in one.within]
        case Quote():
            return [one for one in book if quoted(one.said, scope)]


def quoted(said: str, quote: Quote) -> list[int]:
    """Where the words of a quotation stand in a text, between those before and behind them."""
    whole, found, at = quote.prefix + quote.exact + quote.suffix, [], -1
    while (at := said.find(whole, at + 1)) >= 0:
        found.append(at + len(quote.prefix))
    return found


# -- what was changed beyond it --------------------------------------------------------------------


def changed_outside(before: Manuscript, after: Manuscript, scope: Scope) -> list[Difference]:
    """What the author's text says otherwise outside the scope, by origin, in reading order; and
    what stands in another order there."""
    was, now = passages(before), passages(after)
    within = {one.key for one in (*reached(was, scope), *reached(now, scope))}
    return _differences(_outside(was, within), _outside(now, within))


def changed(before: Manuscript, after: Manuscript) -> list[Difference]:
    """What the author's text says otherwise anywhere."""
    return _differences(_outside(passages(before), set()), _outside(passages(after), set()))


def _outside(book: list[Passage], within: set[Key | None]) -> list[tuple[Key, str]]:
    return [(one.key, one.said) for one in book if one.key and one.key not in within]


def _differences(was: list[tuple[Key, str]], now: list[tuple[Key, str]]) -> list[Difference]:
    if was == now:
        return []
    old, new = _by_key(was), _by_key(now)
    found = [
        Difference(*key, "\n".join(old.get(key, [])), "\n".join(new.get(key, [])))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]
    return found or [_moved(was, now)]


def _by_key(rows: list[tuple[Key, str]]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = defaultdict(list)
    for key, said in rows:
        found[key].append(said)
    return found


def _moved(was: list[tuple[Key, str]], now: list[tuple[Key, str]]) -> Difference:
    """Where the order is first another: the same passages stand in both."""
    key, said = next(old for old, new in zip(was, now, strict=True) if old != new)
    return Difference(*key, said, "(it stands elsewhere)")


def own_words(before: Manuscript, after: Manuscript) -> int:
    """How many passages of the shop's own making are said otherwise, come or gone."""
    was, now = _made(before), _made(after)
    return len(was ^ now)


def _made(book: Manuscript) -> set[tuple[tuple[str, ...], str]]:
    return {(one.within, one.said) for one in passages(book) if one.origin is None and one.said}
