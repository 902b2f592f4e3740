"""An edit: what a person wants said otherwise, at a place that every edition has."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.origin import TITLE

FOLDER = "edits"
"""Where they lie in a recipe's folder: any number of YAML files, each a list of edits."""


class Edit(Struct, frozen=True):
    """In a block of an item (TITLE for its title), these words in the place of those."""

    item: str
    block: int
    was: str  # as it stood in the book; straight quotes may stand for curly ones
    now: str  # "" takes the words out
    why: str = ""
    by: str = ""
    place: str = ""  # "edits/ada.yaml:14"

    @property
    def where(self) -> str:
        return "title" if self.block == TITLE else f"block {self.block}"
