"""Shrinking: as much as possible out of a case, as long as it goes wrong in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.fuzz.case import Archive

MOST = 400
"""Trials."""


def shrunk(archive: Archive, fails: Callable[[Archive], bool], most: int = MOST) -> Archive:
    """The smallest archive found that still fails."""
    left = most

    def still(one: Archive) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and fails(one)

    if archive.package is not None:
        return replace(
            archive,
            package=_less(archive.package, lambda data: still(replace(archive, package=data))),
        )
    for name in list(archive.members):
        rest = {one: data for one, data in archive.members.items() if one != name}
        if rest and still(replace(archive, members=rest)):
            archive = replace(archive, members=rest)
    for name in list(archive.members):
        data = _less(archive.members[name], lambda data: still(_with(archive, name, data)))  # noqa: B023
        archive = _with(archive, name, data)
    return archive


def _with(archive: Archive, name: str, data: bytes) -> Archive:
    return replace(archive, members=archive.members | {name: data})


def _less(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """The bytes without the pieces that do not matter, halves first."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            without = data[:at] + data[at + size :]
            if fails(without):
                data = without
            else:
                at += size
        size //= 2
    return data
