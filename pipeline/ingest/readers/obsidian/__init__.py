"""Obsidian vaults: notes in Markdown that name each other, show each other, and carry tags.

An item is one note. Its id is its path in the vault without the ending; its title its front
matter's, its one heading's, or its name's; its date its front matter's, or that of its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.obsidian.members import MEMBERS, claim
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "obsidian"
TITLE = "Obsidian vault"


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """The notes of a vault as posts, in the order of their paths."""
    from pipeline.ingest.readers.obsidian.reading import posts  # not for asking whose it is

    yield from posts(intake)
