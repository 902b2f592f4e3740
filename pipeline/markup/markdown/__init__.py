"""Markdown -> Blocks: CommonMark with tables, strikethrough, footnotes, definition lists, tasks.

    blocks(text, context) -> Blocks      a whole document
    inlines(text, context) -> Inlines    a title or one line

Raw HTML inside is read as HTML. Neither raises on any text, and both keep every word of it.
"""

from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model.text import Blocks, Inlines


def blocks(text: str, context: Context) -> Blocks:
    """The blocks of a Markdown document, numbered in reading order."""
    from pipeline.markup.markdown.reading import document

    return document(clean_text(text), context)


def inlines(text: str, context: Context) -> Inlines:
    """The inlines of one run of Markdown; nothing in it starts a block."""
    from pipeline.markup.markdown.reading import line

    return line(clean_text(text).strip(), context)


__all__ = ["blocks", "inlines"]
