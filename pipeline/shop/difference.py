"""Differences between two texts, short enough to read in a terminal."""

AROUND = 30
"""Characters of the same text shown on either side of a difference."""


def shown(before: str, after: str) -> str:
    """Two lines, `- was` and `+ now`, cut down to the first place where the texts part."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    was, now = before[start : len(before) - end], after[start : len(after) - end]
    lead = before[max(0, start - AROUND) : start]
    tail = before[len(before) - end :][:AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end > AROUND else ""
    return "\n".join(
        f"    {sign} {left}{lead}[{_cut(part)}]{tail}{right}"
        for sign, part in (("-", was), ("+", now))
    )


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """The words of two texts as (sign, words): ' ' the same, '-' only before, '+' only after."""
    import difflib  # no build that goes well needs it

    was, now = before.split(" "), after.split(" ")
    parts: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append((" ", " ".join(was[a:b])))
            continue
        parts += [("-", " ".join(was[a:b]))] if b > a else []
        parts += [("+", " ".join(now[c:d]))] if d > c else []
    return parts


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:60]} … {text[-50:]}"
