"""Boxes: the letters of a member, one after the other, however large the box is.

A line that starts with "From " after an empty one starts a letter, where a field of its head
follows or the line ends as such lines do. Lines of a letter that started so were written ">From ".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from pipeline.ingest.readers.mail.members import Form
from pipeline.ingest.unpack import Unpacked

LARGEST = 64 << 20
"""Bytes of one letter."""

LARGEST_HEAD = 1 << 18
_LINE = 1 << 16
_SEPARATOR = re.compile(
    rb"From \S*.*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d\d:\d\d.*\d{4}\s*\Z", re.DOTALL
)
_FIELD = re.compile(rb"(?:>?From |[!-9;-~]{1,76}[ \t]*:)")
_ESCAPED = re.compile(rb">+From ")


class Raw(Struct):
    """A letter as it stands."""

    at: int  # which one of its member, counted from 1
    data: bytes
    envelope: bytes = b""  # the line that parts it from the letter before
    whole: bool = True  # False where it was too large to hold


def letters(archive: Unpacked, member: str, form: Form, *, heads: bool = False) -> Iterator[Raw]:
    """The letters of a member; with `heads`, no more than their heads."""
    with archive.stream(member) as stream:
        file = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
        if form == "mbox":
            yield from _split(file, LARGEST_HEAD if heads else LARGEST, heads=heads)
            return
        most = LARGEST
        if form == "emlx":
            length = file.readline(40).strip()
            most = min(int(length), LARGEST) if length.isdigit() else LARGEST
        data = file.read(LARGEST_HEAD if heads else most)
        whole = heads or form == "emlx" or not file.read(1)
        yield Raw(1, data if whole else data[:LARGEST_HEAD], whole=whole)


def _split(file: BinaryIO, most: int, *, heads: bool) -> Iterator[Raw]:
    """The letters of a box."""
    letter: Raw | None = None
    held: list[bytes] = []
    size = 0
    in_head = False
    for line, starts in _lines(file):
        if starts:
            if letter is not None:
                yield _closed(letter, held)
            letter = Raw(letter.at + 1 if letter is not None else 1, b"", line)
            held, size, in_head = [], 0, True
            continue
        if letter is None or (heads and not in_head):
            continue
        if in_head and not line.strip():
            in_head = False
        if not in_head and line[:1] == b">" and _ESCAPED.match(line):
            line = line[1:]
        size += len(line)
        if size <= most:
            held.append(line)
        elif not heads:
            letter.whole = False
    if letter is not None:
        yield _closed(letter, held)


def _closed(letter: Raw, held: list[bytes]) -> Raw:
    """A letter with its lines, without the empty one that parts it from the next."""
    if held and not held[-1].strip():
        held.pop()
    if not letter.whole:
        held = _head(held)
    letter.data = b"".join(held)
    return letter


def _head(lines: list[bytes]) -> list[bytes]:
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    return lines[:end]


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The lines of a box, each with whether it starts a letter. Very long ones come in pieces."""
    empty, fresh = True, True  # whether the line before was empty, and has ended
    line = file.readline(_LINE).removeprefix(b"\xef\xbb\xbf")
    while line:
        after = file.readline(_LINE)
        may = fresh and empty and line.startswith(b"From ")
        starts = may and bool(_FIELD.match(after) or _SEPARATOR.match(line))
        yield line, starts
        empty = fresh and not line.strip()
        fresh = line.endswith(b"\n")
        line = after
