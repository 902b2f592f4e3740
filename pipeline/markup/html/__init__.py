"""HTML -> Blocks, for every reader that meets it.

    blocks(html, context) -> Blocks      a whole page, or a fragment of one
    inlines(html, context) -> Inlines    a title or a caption: block tags become line breaks

Any depth and any brokenness: the tree is repaired as browsers do, no text is lost, nothing raises.
"""

from pipeline.markup.context import Context
from pipeline.markup.html import simple
from pipeline.markup.html.flow import Flow, Page
from pipeline.markup.html.run import collapse
from pipeline.markup.plain import clean_text
from pipeline.model.text import Blocks, Inlines, Text

__all__ = ["blocks", "inlines"]


def blocks(html: str, context: Context) -> Blocks:
    """The blocks of an HTML page or fragment, numbered in reading order by the context."""
    html = clean_text(html)
    flow, first = Flow(Page(context)), context.next
    if simple.read(html, flow):
        return tuple(flow.out)
    from pipeline.markup.html import page

    context.next = first
    return page.blocks(html, context)


def inlines(html: str, context: Context) -> Inlines:
    """The inlines of a title or a caption; they take no numbers of the context."""
    if "<" not in html and "&" not in html:
        words = collapse(clean_text(html)).strip(" ")
        return (Text(words),) if words else ()
    from pipeline.markup.html import page

    html = clean_text(html)
    flow = Flow(Page(context), numbered=False)
    return page.melt(flow.finish() if simple.read(html, flow) else page.unnumbered(html, context))
