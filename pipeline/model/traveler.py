"""The sheet that goes with the job: one row per operation."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.codec import named
from pipeline.model.finding import Finding


class Size(Struct, frozen=True):
    """How much a handoff holds. Fields that do not apply to its type are 0."""

    items: int = 0  # posts, or entries and chapters of a manuscript
    blocks: int = 0
    words: int = 0
    files: int = 0


class Row(Struct, frozen=True):
    """What one operation did."""

    step: str
    about: str  # the first line of the operation's docstring
    why: str  # of an override, in the recipe's words
    took: Size
    gave: Size
    set_aside: int
    merged: int
    changed: int
    findings: dict[str, int]  # by severity
    identity: str
    seconds: float = 0.0  # left out of what leaves the shop, so that equal jobs are equal bytes
    reused: bool = False


class Traveler(Struct, frozen=True):
    """The whole sheet. `page` is the same as HTML."""

    book: str
    edition: int
    version: str  # of Bookworks
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    page: str = ""


def plain(sheet: Traveler) -> dict[str, Any]:
    """The sheet as plain values for people's programs, without its page. Findings are told by
    the names of their fields, which the shop's own bytes do without."""
    rows: list[Any] = msgspec.to_builtins(sheet.rows)
    findings = [named(finding) for finding in sheet.findings]
    return {
        "book": sheet.book,
        "edition": sheet.edition,
        "version": sheet.version,
        "rows": rows,
        "findings": findings,
    }
