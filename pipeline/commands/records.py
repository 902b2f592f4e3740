"""`bookworks account` and `bookworks changes`: what became of items, and of words."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.model.codec import named
from pipeline.model.errors import UsageError, nearest
from pipeline.model.finding import counted
from pipeline.shop.archive_room import Record, opened
from pipeline.shop.difference import marked
from pipeline.shop.places import Places


def account(target: str, places: Places, *, items: bool, edition: int = 0) -> dict[str, Any]:
    """The sums of a book, and with `items` the lists behind them."""
    with opened(target, places, edition) as record:
        drawn = record.account()
        found: dict[str, Any] = {
            "book": record.name,
            "edition": record.edition,
            "balanced": drawn.balanced,
            "sums": msgspec.to_builtins(drawn.sums),
            "lost": [named(one) for one in drawn.lost],
        }
    if items:
        found["set_aside"] = [named(one) for one in drawn.set_asides]
        found["merged"] = [named(one) for one in drawn.merges]
    return found


def account_text(found: dict[str, Any]) -> str:
    lines = [f"The account of {found['book']}, edition {found['edition']}", ""]
    for row in found["sums"]:
        lines.append(f"  {row['seen']:>9,}  {row['kind']} received")
        lines.append(f"  {row['included']:>9,}    in the book")
        lines += [f"  {n:>9,}    set aside: {why}" for why, n in row["set_aside"].items()]
        lines += [f"  {n:>9,}    merged: {why}" for why, n in row["merged"].items()]
        lines.append("")
    lines.append(
        "It balances: every item is accounted for."
        if found["balanced"]
        else f"It does NOT balance: {counted(len(found['lost']), 'item')} went nowhere."
    )
    for one in found.get("set_aside", []):
        detail = f" ({one['detail']})" if one["detail"] else ""
        lines.append(f"  set aside  {one['kind']} {one['item']}: {one['reason']}{detail}")
    for one in found.get("merged", []):
        lines.append(f"  merged     {one['kind']} {one['item']} into {one['into']}: {one['why']}")
    return "\n".join(lines)


# -- changes ---------------------------------------------------------------------------------------


def changes(
    target: str, places: Places, *, rule: str | None, item: str | None, edition: int = 0
) -> dict[str, Any]:
    """Every declared change of a book, by step and rule. Raises UsageError for an unknown rule."""
    with opened(target, places, edition) as record:
        slips = record.slips()
        rules = {change.rule for slip in slips for change in slip.changes}
        if rule is not None and rule not in rules:
            raise UsageError(
                f"no change of {record.name} was made by a rule '{rule}'", todo=nearest(rule, rules)
            )
        found = [
            {"step": slip.step, "rule": change.rule, "item": change.origin.item,
             "block": change.origin.block, "before": change.before, "after": change.after}
            for slip in slips
            for change in slip.changes
            if rule in (None, change.rule) and item in (None, change.origin.item)
        ]  # fmt: skip
        if item is not None and not found:
            _must_have(record, item)
        return {"book": record.name, "edition": record.edition, "changes": found}


def _must_have(record: Record, item: str) -> None:
    known = {post.id for post in record.received().posts}
    if item not in known:
        raise UsageError(f"{record.name} has no item '{item}'", todo=_near(item, known))


def _near(item: str, known: set[str]) -> str:
    todo = nearest(item, known)
    return todo if todo.startswith("did") else "give an item's id, as bookworks trace tells it"


def changes_text(found: dict[str, Any], most: int) -> str:
    by_rule: dict[str, list[dict[str, Any]]] = {}
    for change in found["changes"]:
        by_rule.setdefault(f"{change['step']}, rule {change['rule']}", []).append(change)
    if not by_rule:
        return "No wording was changed."
    return "\n\n".join(_rule(rule, some, most) for rule, some in by_rule.items())


def _rule(rule: str, changes: list[dict[str, Any]], most: int) -> str:
    shown = changes[:most] if most else changes
    lines = [f"{rule}: {len(changes):,} change{'s' * (len(changes) > 1)}"]
    lines += [f"  {one['item']}: {_difference(one['before'], one['after'])}" for one in shown]
    if len(shown) < len(changes):
        lines.append(f"  … and {len(changes) - len(shown):,} more (--most 0 shows all)")
    return "\n".join(lines)


def _difference(before: str, after: str) -> str:
    """One line: what went in [-brackets-], what came in {+braces+}, long same stretches cut."""
    if not before or not after:
        return f"[-{before}-]" if before else f"{{+{after}+}}"
    parts = []
    for sign, said in marked(before.replace("\n", " ⏎ "), after.replace("\n", " ⏎ ")):
        words = said if said.strip() and said.isprintable() else _visible(said)
        match sign:
            case "-":
                parts.append(f"[-{words}-]")
            case "+":
                parts.append(f"{{+{words}+}}")
            case _:
                parts.append(words if len(words) < 70 else f"{words[:30]} … {words[-30:]}")
    return " ".join(parts)


def _visible(said: str) -> str:
    """Signs that nobody sees, by what they are called: a space, a joiner, a mark of direction."""
    if not said.strip(" "):
        return "␣" * (len(said) + 1)  # words are parted at spaces, so that none is one space
    return "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in said)
