"""RTF -> pandoc's tree. It is read here: pandoc's own reader of RTF loses footnotes, and letters
that follow one which the format cannot spell.

Groups are kept on a stack of our own, so that no depth of nesting costs recursion; destinations
that are no text (fonts, colours, headers, deleted text) are passed over.
"""

from __future__ import annotations

from pipeline.ingest.readers.documents.ast import Pandoc
from pipeline.ingest.readers.documents.prepared import Prepared

__all__ = ["tree"]


def tree(data: bytes, made: Prepared) -> Pandoc:
    """The tree of a document; its pictures and what was counted are put into `made`.

    Raises Failed for what is no RTF.
    """
    from pipeline.ingest.readers.documents.rtf.reader import Reader

    return Reader(data, made).document()
