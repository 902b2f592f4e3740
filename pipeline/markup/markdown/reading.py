"""Reading: the parser and its rules, put together. Apart from `markdown`, which most jobs import
and few need, because a Markdown parser takes a while to load."""

from pipeline.markup.context import Context
from pipeline.markup.markdown import handlers, marks
from pipeline.markup.markdown.flow import Flow
from pipeline.markup.markdown.parser import parser_for
from pipeline.model.text import Blocks, Inlines


def document(text: str, context: Context) -> Blocks:
    """The blocks of clean text."""
    return Flow(parser_for(text), context).document(text)


def line(text: str, context: Context) -> Inlines:
    """The inlines of one clean run."""
    return Flow(parser_for(text), context).run.line(text)


__all__ = ["document", "handlers", "line", "marks"]  # the last two fill the tables of rules
