"""The setting: what all steps of a job have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from pipeline.model.manuscript import Book


class Setting(Struct, frozen=True):
    """What a job's benches are laid with."""

    name: str
    book: Book
    house: str
    folder: Path | None
    refuse: tuple[str, ...]
    version: str


Watch = Callable[[str, int, int], None]
"""Told the step's name, how far it is and how far it goes (0 when unknown)."""
