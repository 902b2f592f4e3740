"""The order: what is asked of the shop, and what came of it."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.account import Account
from pipeline.model.errors import ArchiveError

PATIENCE = 600.0
"""Seconds to wait for another build of the same book."""


class Order(Struct, frozen=True):
    """What was asked for."""

    target: str  # a book's name, or the path of an archive
    only: tuple[str, ...] = ()
    patience: float = PATIENCE
    sealed: int = 0  # an earlier edition, made again as it was; 0 for the one under way


class Outcome(Struct, frozen=True):
    """What came of it. Paths are absolute."""

    book: str
    edition: int
    title: str
    author: str
    folder: str
    files: tuple[str, ...]
    account: Account
    findings: dict[str, int]
    notes: tuple[str, ...]  # what befell the build itself, in sentences
    made: int = 0  # steps made in this build; the rest were found made
    fresh: bool = True  # False when nothing had changed


class Changed(ArchiveError):
    """Something was changed while it was being read."""
