"""The comparison of two editions: item by item, what is new, changed, gone, hidden or back.

What an item says is compared as it was received, before the shop touched it: so a change here is
the author's, not a rule's. Where an item went is told by the two accounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from pipeline.model.finding import Finding
from pipeline.model.manuscript import Manuscript
from pipeline.model.post import Post
from pipeline.model.walk import every_division, leaves, own_text, plain, targets, text
from pipeline.shop.account import whereabouts
from pipeline.shop.archive_room import Record

State = Literal["new", "changed", "gone", "hidden", "back", "same"]
STATES: dict[State, str] = {
    "new": "received for the first time",
    "changed": "says something else than it did",
    "gone": "is in no archive any more",
    "hidden": "was in the book and is set aside now",
    "back": "was set aside and is in the book now",
    "same": "as it was",
}
_FEW = 60
"""Characters of an item's first words, to know it by."""


class Item(Struct, frozen=True):
    """One item whose lot is not the same in both editions."""

    kind: str
    item: str
    state: State
    created: str
    words: str  # its title, or how it starts
    reason: str = ""  # why it is not in this edition's book, where it is not
    was: str = ""  # what it said, and what it says, where that changed
    now: str = ""


class Paragraphs(Struct, frozen=True):
    """What became of the last edition's paragraphs, by their identities."""

    kept: int  # the same identity and the same words
    reworded: int  # the same identity and other words
    new: int
    gone: int


class Comparison(Struct, frozen=True):
    book: str
    edition: int
    last: int
    counts: dict[str, dict[str, int]]  # state -> kind -> items
    items: tuple[Item, ...]  # all but those that are the same
    paragraphs: Paragraphs
    edits: tuple[Finding, ...]  # what became of people's edits


def compare(last: Record, now: Record) -> Comparison:
    """Two editions of one book, from their records."""
    before, after = _Side(last), _Side(now)
    counts: dict[str, Counter[str]] = {state: Counter() for state in STATES}
    items = []
    for one in _rows(before, after):
        counts[one.state][one.kind] += 1
        if one.state != "same":
            items.append(one)
    order = list(STATES)
    items.sort(key=lambda one: (order.index(one.state), one.created, one.item))
    return Comparison(
        book=now.name,
        edition=now.edition,
        last=last.edition,
        counts={state: dict(sorted(found.items())) for state, found in counts.items()},
        items=tuple(items),
        paragraphs=_paragraphs(before.book, after.book),
        edits=tuple([f for s in now.slips() for f in s.findings if f.code.startswith("edits.")]),
    )


class _Side:
    """One edition: what was received, and where it went."""

    def __init__(self, record: Record) -> None:
        slips = record.slips()
        self.book = record.manuscript()
        self.posts = {(p.kind, p.id): p for p in record.received().posts}
        self.went = whereabouts(slips, self.book)


def _rows(before: _Side, after: _Side) -> Iterator[Item]:
    for key in before.went.keys() | after.went.keys():
        old, new = before.posts.get(key), after.posts.get(key)
        was_in, reason = key in before.went and not before.went[key], after.went.get(key, "")
        state = _state(key, before, after)
        said = (_said(old), _said(new)) if state == "changed" and old and new else ("", "")
        post = new or old
        yield Item(
            kind=key[0],
            item=key[1],
            state=state,
            created=post.created if post else "",
            words=_words(post) if post and (was_in or not reason) else "",
            reason=reason,
            was=said[0],
            now=said[1],
        )


def _state(key: tuple[str, str], before: _Side, after: _Side) -> State:
    if key not in before.went:
        return "new"
    if key not in after.went:
        return "gone"
    hidden, back = before.went[key] == "", after.went[key] == ""
    if hidden != back:
        return "hidden" if hidden else "back"
    old, new = before.posts.get(key), after.posts.get(key)
    if old and new and old is not new and _marks(old) != _marks(new):
        return "changed"
    return "same"


def _marks(post: Post) -> tuple[str, list[str]]:
    return _said(post), [url for leaf in leaves(post.blocks) for url in targets(leaf)]


def _said(post: Post) -> str:
    return "\n".join([text(post.title), *map(plain, post.blocks)]).strip()


def _words(post: Post) -> str:
    said = " ".join((text(post.title) or _said(post)).split())
    return said if len(said) <= _FEW else f"{said[:_FEW].rstrip()}…"


# -- paragraphs ------------------------------------------------------------------------------------


def _paragraphs(before: Manuscript, after: Manuscript) -> Paragraphs:
    was, now = _texts(before), _texts(after)
    both = was.keys() & now.keys()
    kept = sum(was[place] == now[place] for place in both)
    return Paragraphs(kept, len(both) - kept, len(now) - len(both), len(was) - len(both))


def _texts(book: Manuscript) -> dict[tuple[str, int], str]:
    """What each block says, by its identity."""
    found: dict[tuple[str, int], str] = {}
    for division in every_division(book.divisions):
        for leaf in leaves(division.blocks):
            if leaf.origin:
                found[leaf.origin[0].item, leaf.origin[0].block] = own_text(leaf)
        if division.origin:
            found[division.origin[0].item, division.origin[0].block] = text(division.title)
    return found
