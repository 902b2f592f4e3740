"""Folders and zips of Markdown: front matter of every kind or none, Jekyll posts in HTML, MDX.

An item is one file. Its title is its front matter's, else its first heading's, else its name's;
its date its front matter's, its name's, or that of the italic line under the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.members import MEMBERS, claim
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

if TYPE_CHECKING:
    from pipeline.ingest.halves import Half, Parted

__all__ = ["MEMBERS", "NAME", "TITLE", "begin", "claim", "read"]

NAME = "markdown"
TITLE = "folder of Markdown"


def begin(archive: Unpacked, intake: Intake) -> Iterator[Parted | Half]:
    """The second half of a long folder's texts, before it is read in its turn."""
    from pipeline.ingest.readers.markdown.reading import begun

    yield from begun(intake)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """The texts of a folder as posts, in the order of their paths."""
    from pipeline.ingest.readers.markdown.reading import posts  # not for asking whose it is

    yield from posts(intake)
