"""Markdown -> Blocks: CommonMark with tables, strikethrough, footnotes, definition lists, tasks.

    blocks(text, context) -> Blocks      a whole document
    inlines(text, context) -> Inlines    a title or one line

Raw HTML inside is read as HTML. Neither raises on any text, and both keep every word of it.
"""

from pipeline.markup.context import Context
from pipeline.markup.markdown import handlers, marks  # they fill the tables of rules
from pipeline.markup.markdown.flow import Flow
from pipeline.markup.markdown.parser import parser_for
from pipeline.markup.plain import clean_text
from pipeline.model.text import Blocks, Inlines


def blocks(text: str, context: Context) -> Blocks:
    """The blocks of a Markdown document, numbered in reading order."""
    text = clean_text(text)
    return Flow(parser_for(text), context).document(text)


def inlines(text: str, context: Context) -> Inlines:
    """The inlines of one run of Markdown; nothing in it starts a block."""
    text = clean_text(text).strip()
    return Flow(parser_for(text), context).run.line(text)


__all__ = ["blocks", "handlers", "inlines", "marks"]
