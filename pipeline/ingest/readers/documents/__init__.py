"""Documents of word processors and markup languages, alone or in a folder, read by way of pandoc.

An item is one file; or, of a book in one file, one of its chapters, whose id is the file's with the
chapter's heading: `light#the-lamp`. Titles, authors and dates are those that the documents state.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.documents.members import MEMBERS, claim
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "documents"
TITLE = "documents (Word, OpenDocument, EPUB, LaTeX and others)"


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """The documents of an archive as posts, in the order of their paths."""
    from pipeline.ingest.readers.documents.reading import posts  # not for asking whose it is

    yield from posts(intake)
