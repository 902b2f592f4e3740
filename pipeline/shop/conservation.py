"""The conservation law: `in = out + set aside + merged`, and no word changed undeclared.

The runner holds every operation to it, shared or bespoke. What did not change is told by identity,
so that the law costs next to nothing where nothing happened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from pipeline.model.bench import Bench
from pipeline.model.errors import OperationError
from pipeline.model.handoff import Archives, Change, Deliverables, Handoff, Posts
from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.origin import TITLE, Origin
from pipeline.model.post import Post
from pipeline.model.text import Block, Emph, Inlines, Link, Paragraph, Strong, Text
from pipeline.model.walk import Leaf, every_division, leaves, own_text, targets, text
from pipeline.shop.difference import shown

MATTER = "matter/"
"""Items of this prefix are the book's own front and back matter: they may join on the way."""

Holder = Post | Division
Declared = dict[int, list[Change]]
"""The declared changes of one item, by block."""


class Piece(Struct, frozen=True):
    """The text of one leaf, or of a title, and its URLs and pictures."""

    origin: Origin
    text: str
    targets: list[str]


def check(step: str, before: Handoff, after: Handoff, bench: Bench) -> None:
    """Refuse, by name, an operation that lost or changed anything without saying so.

    Raises OperationError; nothing that the operation made may be used then.
    """
    if after is before:
        _no_idle_claims(step, bench)
        return
    match before, after:
        case ((Posts() | Manuscript()), (Posts() | Manuscript())):
            _check_items(step, before, after, bench)
            _check_text(step, before, after, bench)
        case Archives(), Posts():
            _check_received(step, after, bench)
        case _:
            return


def holders(handoff: Handoff) -> Iterable[Holder]:
    """The posts or divisions of a handoff."""
    match handoff:
        case Posts():
            return handoff.posts
        case Manuscript():
            return every_division(handoff.divisions)
        case Archives() | Deliverables():
            return ()


def item_of(holder: Holder) -> set[str]:
    """The items whose text a post or division holds itself."""
    found = {block.origin[0].item for block in holder.blocks if block.origin}
    if isinstance(holder, Post):
        found.add(holder.id)
    elif holder.origin:
        found.add(holder.origin[0].item)
    return found


# -- items -----------------------------------------------------------------------------------------


def _check_items(step: str, before: Handoff, after: Handoff, bench: Bench) -> None:
    was, now = _items(before), _items(after)
    gone = was - now - {a.item for a in bench.set_asides} - {m.item for m in bench.merges}
    if gone:
        raise _refusal(
            step,
            f"loses {len(gone)} item{'s' * (len(gone) > 1)} without a word: {_few(gone)}",
            "declare each with bench.set_aside(kind, item, source, reason), or keep it",
        )
    new = {item for item in now - was if not item.startswith(MATTER)}
    if new:
        raise _refusal(
            step,
            f"brings in {len(new)} item{'s' * (len(new) > 1)} that no archive holds: {_few(new)}",
            "text of the shop's own carries the empty origin ()",
        )
    both = {a.item for a in bench.set_asides} & now
    if both:
        raise _refusal(step, f"sets aside what it keeps: {_few(both)}", "keep it, or set it aside")
    unknown = {a.item for a in bench.set_asides} - was
    if unknown:
        raise _refusal(step, f"sets aside what it never had: {_few(unknown)}", "mend the ids")


def _items(handoff: Handoff) -> frozenset[str]:
    """The items of a handoff. What one step gave the next one takes: the last answer is held, and
    known again by the very handoff."""
    global _last
    if _last[0] is not handoff:
        found: set[str] = set()
        for holder in holders(handoff):
            found |= item_of(holder)
        _last = handoff, frozenset(found)
    return _last[1]


_last: tuple[Handoff | None, frozenset[str]] = (None, frozenset())


def _check_received(step: str, after: Posts, bench: Bench) -> None:
    ids = [post.id for post in after.posts]
    kept = set(ids)
    if len(kept) < len(ids):
        twice = [item for item, times in Counter(ids).items() if times > 1]
        raise _refusal(step, f"gives the same item twice: {_few(twice)}", "ids must be unique")
    # Items of different kinds may share a number, so a set-aside is compared with its kind.
    pairs = {(post.kind, post.id) for post in after.posts}
    both = {(a.kind, a.item) for a in bench.set_asides} & pairs
    if both:
        raise _refusal(step, f"keeps what it sets aside: {_few(i for _, i in both)}", "choose one")


def _no_idle_claims(step: str, bench: Bench) -> None:
    if bench.set_asides or bench.merges:
        raise _refusal(
            step, "sets items aside but gives back what it got", "leave them out of what it gives"
        )


# -- text ------------------------------------------------------------------------------------------


def _check_text(step: str, before: Handoff, after: Handoff, bench: Bench) -> None:
    changes: dict[str, Declared] = defaultdict(lambda: defaultdict(list))
    for change in bench.changes:
        changes[change.origin.item][change.origin.block].append(change)
    aside = {a.item for a in bench.set_asides}
    was, now = _changed(before, after, changes, aside)
    into = {merge.item: merge.into for merge in bench.merges}
    for item in was.keys() | now.keys():
        if item in aside or item.startswith(MATTER):
            continue
        old, new = was.get(item, []), now.get(item, [])
        if not new and item in into:
            _check_same(step, old, item, into[item], before, changes.get(item, {}))
            continue
        _compare(step, item, old, new, changes.get(item, {}))


def _changed(
    before: Handoff, after: Handoff, changes: dict[str, Declared], aside: set[str]
) -> tuple[dict[str, list[Piece]], dict[str, list[Piece]]]:
    """The pieces, by item, of whatever is not the very same object on both sides, and not one
    paragraph for another as its one declared change says; nor of what was set aside, whose words
    nobody asks for."""
    old, new = list(holders(before)), list(holders(after))
    kept = {id(holder) for holder in old} & {id(holder) for holder in new}
    old = [h for h in old if id(h) not in kept and not (aside and item_of(h) <= aside)]
    new = [holder for holder in new if id(holder) not in kept]
    same = (_objects(old) & _objects(new)) | _settled(old, new, changes)
    return _pieces(old, same), _pieces(new, same)


def _settled(old: list[Holder], new: list[Holder], changes: dict[str, Declared]) -> set[int]:
    """The blocks that stand where they stood, changed as declared or not at all in their words:
    by far the most common change, told without gathering an item's whole text."""
    settled: set[int] = set()
    if len(old) != len(new):
        return settled
    for was, now in zip(old, new, strict=True):
        if was.id == now.id and len(was.blocks) == len(now.blocks):
            for one, other in zip(was.blocks, now.blocks, strict=True):
                if one is not other and _is_settled(one, other, changes):
                    settled.update((id(one), id(other)))
    return settled


def _is_settled(was: Block, now: Block, changes: dict[str, Declared]) -> bool:
    if type(was) is not Paragraph or type(now) is not Paragraph or was.origin != now.origin:
        return False
    if was.content is now.content:
        return True
    if not was.origin:
        return False
    origin = was.origin[0]
    declared = changes.get(origin.item, {}).get(origin.block, ())
    old: list[str] = []
    new: list[str] = []
    return (
        len(declared) == 1
        and _is_alike(was.content, now.content, old, new)
        and declared[0].before == "".join(old)
        and declared[0].after == "".join(new)
    )


def _is_alike(was: Inlines, now: Inlines, old: list[str], new: list[str]) -> bool:
    """Whether two runs hold the same but for the words of their text nodes; gathers the words of
    either. Runs with other nodes in them are compared with more care elsewhere."""
    if len(was) != len(now):
        return False
    for one, other in zip(was, now, strict=True):
        if type(one) is Text and type(other) is Text:
            old.append(one.text)
            new.append(other.text)
        elif type(one) is Link and type(other) is Link:
            if one.url != other.url or not _is_alike(one.content, other.content, old, new):
                return False
        elif (type(one) is Emph and type(other) is Emph) or (
            type(one) is Strong and type(other) is Strong
        ):
            if not _is_alike(one.content, other.content, old, new):
                return False
        elif one is other:
            said = text((one,))
            old.append(said)
            new.append(said)
        else:
            return False
    return True


def _objects(of: list[Holder]) -> set[int]:
    blocks = {id(block) for holder in of for block in holder.blocks}
    return blocks | {id(holder.title) for holder in of if holder.title}


def _pieces(of: list[Holder], same: set[int]) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for holder in of:
        if holder.title and id(holder.title) not in same:
            origin = _title_origin(holder)
            if origin:
                found[origin.item].append(_titled(origin, holder.title))
        blocks = tuple([block for block in holder.blocks if id(block) not in same])
        for leaf in leaves(blocks):
            if leaf.origin:
                piece = Piece(leaf.origin[0], own_text(leaf), targets(leaf))
                found[leaf.origin[0].item].append(piece)
    return found


def _title_origin(holder: Holder) -> Origin | None:
    if isinstance(holder, Post):
        return Origin(holder.source, holder.id, TITLE)
    return holder.origin[0] if holder.origin else None


def _titled(origin: Origin, title: Inlines) -> Piece:
    leaf: Leaf = Paragraph(title, (origin,))
    return Piece(origin, own_text(leaf), targets(leaf))


def _compare(step: str, item: str, old: list[Piece], new: list[Piece], changes: Declared) -> None:
    expected = " ".join(" ".join([_apply(piece, changes) for piece in old]).split())
    found = " ".join(" ".join([piece.text for piece in new]).split())
    if expected != found:
        raise _refusal(
            step,
            f"changes the text of item {item} without declaring it:\n{shown(expected, found)}",
            "declare it with bench.change(origin, rule, before, after), "
            "or rewrite with pipeline.model.rewrite",
        )
    _compare_targets(step, item, old, new, changes)


def _apply(piece: Piece, changes: Declared) -> str:
    said = piece.text
    for change in changes.get(piece.origin.block, ()):
        if change.before == said:
            said = change.after
    return said


def _compare_targets(
    step: str, item: str, old: list[Piece], new: list[Piece], changes: Declared
) -> None:
    was = Counter(target for piece in old for target in piece.targets)
    now = Counter(target for piece in new for target in piece.targets)
    if was == now:
        return
    declared = [change for some in changes.values() for change in some]
    lost = sorted((was - now).keys() - {change.before for change in declared})
    came = sorted((now - was).keys() - {change.after for change in declared})
    if lost or came:
        words = "loses the address" if lost else "brings in the address"
        raise _refusal(
            step,
            f"{words} {(lost or came)[0]} in item {item} without declaring it",
            "declare it with bench.change(origin, rule, before, after)",
        )


def _check_same(
    step: str, old: list[Piece], item: str, into: str, before: Handoff, changes: Declared
) -> None:
    """A merged item whose text is gone must have said what the other item says, but for what was
    declared of it."""
    kept = " ".join(_words(before, into))
    pieces = [_apply(piece, changes) for piece in old]
    gone = " ".join(" ".join(pieces).split())
    if not gone or gone in kept:
        return
    if not (changes and all(" ".join(piece.split()) in kept for piece in pieces)):
        raise _refusal(
            step,
            f"merges item {item} into {into}, whose text is another:\n{shown(gone, kept)}",
            "merge only what says the same, set it aside with a reason, or declare the words that "
            "the other lacks with bench.change(origin, rule, words, '')",
        )


def _words(handoff: Handoff, item: str) -> list[str]:
    texts: list[str] = []
    for holder in holders(handoff):
        if item in item_of(holder):
            texts += [own_text(leaf) for leaf in leaves(_of(holder.blocks, item))]
            if holder.title:
                texts.insert(0, _titled(Origin(0, item, TITLE), holder.title).text)
    return " ".join(texts).split()


def _of(blocks: tuple[Block, ...], item: str) -> tuple[Block, ...]:
    return tuple([b for b in blocks if b.origin and b.origin[0].item == item])


def _few(items: Iterable[str]) -> str:
    names = sorted(items)
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _refusal(step: str, what: str, todo: str) -> OperationError:
    return OperationError(
        f"the operation '{step}' {what}",
        cause="the shop loses nothing and changes nothing in silence; nothing it made was used",
        todo=todo,
    )
