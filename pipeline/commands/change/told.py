"""An answer as a terminal shows it."""

from __future__ import annotations

from typing import Any

_DIGITS = 12


def answer_text(found: dict[str, Any]) -> str:
    """What became of a request, and how that was seen."""
    lines = [f"{found['request']}, {found['kind']}: {found['status']}"]
    if found.get("reason"):
        lines.append(f"  {found['reason']}")
    evidence = found.get("evidence")
    if not evidence:
        return "\n".join(lines)
    for one in evidence["checks"]:
        name, value = next(iter(one["check"].items()))
        said = name if value is True else f"{name} {value}"
        own = "" if one["asked"] else " (the shop's own)"
        lines.append(f"  {'✓' if one['passed'] else '✗'} {said}: {one['found']}{own}")
    lines += _counts(evidence["counts"])
    was, now = evidence["before"], evidence["after"]
    rows = [("manuscript", was["manuscript"], now["manuscript"])]
    rows += [(name, was["files"].get(name, ""), digest) for name, digest in now["files"].items()]
    for name, old, new in rows:
        same = "as it was" if old == new else f"was {old[:_DIGITS] or 'not there'}"
        lines.append(f"  {name}: {new[:_DIGITS]}, {same}")
    if evidence["written"]:
        lines.append(f"  Written beside the recipe: {', '.join(evidence['written'])}")
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> list[str]:
    lines = []
    for name, number in counts.items():
        what, _, when = name.rpartition("_")
        if when == "before":
            lines.append(f"  {what}: {number:,} before, {counts[f'{what}_after']:,} after")
        elif when != "after":
            lines.append(f"  {name}: {number:,}")
    return lines


def profile_text(found: dict[str, Any]) -> str:
    head = f"{found['book']} starts as was agreed with {found['peer']}:"
    return "\n\n".join([head, *[answer_text(one) for one in found["answers"]]])
