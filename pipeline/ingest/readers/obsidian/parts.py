"""Parts: what of a note another note shows: all of it, what stands under a heading, or a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_BLOCK_ID = re.compile(r"(?:\A|[ \t])\^([A-Za-z0-9-]+)[ \t]*\Z")
_ITEM = re.compile(r"([ \t>]*)(?:[-*+]|\d{1,9}[.)])[ \t]")
_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_LOOSE = re.compile(r"[\W_]+")


def part(text: str, anchor: str) -> str | None:
    """What of a masked text an anchor names ("Heading", "Heading#Below", "^block"), with the
    footnotes that it refers to; None where it names nothing."""
    lines = text.split("\n")
    if anchor.startswith("^"):
        found = _block(lines, anchor[1:].strip().lower())
    else:
        found = _section(lines, [_loose(name) for name in anchor.split("#") if name.strip()])
    if found is None:
        return None
    first, last = found
    return "\n".join([*lines[first:last], *_definitions(lines, first, last)])


def _section(lines: list[str], path: list[str]) -> tuple[int, int] | None:
    """The lines from a heading up to the next one of its level or above."""
    start, level, end = -1, 0, len(lines)
    for at, depth, name in _headings(lines):
        if path and name == path[0] and (start < 0 or depth > level):
            start, level = at, depth
            path = path[1:]
        elif not path and depth <= level:
            end = at
            break
        elif start >= 0 and depth <= level:
            return None
    return (start, end) if start >= 0 and not path else None


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    for at, line in enumerate(lines):
        if "#" in line and (found := _HEADING.match(line)):
            yield at, len(found[1]), _loose(_BLOCK_ID.sub("", found[2]))


def _loose(name: str) -> str:
    """Headings are found without regard to their signs and their case, as the program does."""
    return _LOOSE.sub(" ", name).strip().casefold()


def _block(lines: list[str], name: str) -> tuple[int, int] | None:
    """The paragraph, the item of a list, or the quotation that an id ends or stands below."""
    for at, line in enumerate(lines):
        found = _BLOCK_ID.search(line) if "^" in line else None
        if found is None or found[1].lower() != name:
            continue
        if item := _ITEM.match(line):
            return at, _item_end(lines, at, len(item[1]))
        first = at
        own = not line[: found.start()].strip()  # on a line of its own: of all the block above
        if own:
            first -= 1
            while first > 0 and not lines[first].strip():
                first -= 1
        while first > 0 and lines[first - 1].strip() and (own or not _ITEM.match(lines[first])):
            first -= 1
        return max(first, 0), at + 1
    return None


def _item_end(lines: list[str], at: int, indent: int) -> int:
    """The line behind an item of a list and what is indented below it."""
    end = at + 1
    while end < len(lines) and lines[end].strip():
        if len(lines[end]) - len(lines[end].lstrip(" \t>")) <= indent:
            break
        end += 1
    return end


def _definitions(lines: list[str], first: int, last: int) -> list[str]:
    """The footnotes that some lines refer to and the rest of the note defines."""
    wanted = {name for line in lines[first:last] for name in _REFERENCE.findall(line)}
    if not wanted:
        return []
    out: list[str] = []
    taking = False
    for at, line in enumerate(lines):
        found = _DEFINITION.match(line)
        if found is not None:
            taking = found[1] in wanted and not first <= at < last
        elif line.strip() and line[0] not in " \t":
            taking = False
        if taking:
            out += ["", line] if found is not None else [line]
    return out
