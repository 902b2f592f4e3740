"""HTML -> Blocks, for every reader that meets it.

    blocks(html, context) -> Blocks      a whole page, or a fragment of one
    inlines(html, context) -> Inlines    a title or a caption: block tags become line breaks

Any depth and any brokenness: the tree is repaired as browsers do, no text is lost, nothing raises.
"""

from pipeline.markup.context import Context
from pipeline.markup.html import block, embed, figure, inline, notes, simple, table
from pipeline.markup.html.flow import Flow, Page
from pipeline.markup.html.melt import melt
from pipeline.markup.html.run import collapse
from pipeline.markup.html.tree import parse
from pipeline.markup.plain import clean_text
from pipeline.model.text import Blocks, Inlines, SceneBreak, Text

__all__ = ["blocks", "inlines"]

_HANDLERS = (block, embed, figure, inline, notes, table)


def blocks(html: str, context: Context) -> Blocks:
    """The blocks of an HTML page or fragment, numbered in reading order by the context."""
    html = clean_text(html)
    flow = Flow(Page(context))
    first = context.next
    if simple.read(html, flow):
        return tuple(flow.out)
    context.next = first
    body = parse(html)
    flow = Flow(Page(context))
    notes.find_notes(html, body, flow.page)
    flow.children(body)
    flow.flush()
    return _with_strays(flow) if flow.page.bodies else tuple(flow.out)


def _with_strays(flow: Flow) -> Blocks:
    """After footnotes were taken from the end: without the rule or heading above them, and with
    the text of a note whose mark was not shown."""
    page, out = flow.page, flow.out
    while out and isinstance(out[-1], SceneBreak):
        out.pop()
    for address, body in page.bodies.items():
        if address not in page.shown:
            out.extend(flow.within(body))
    return tuple(out)


def inlines(html: str, context: Context) -> Inlines:
    """The inlines of a title or a caption; they take no numbers of the context."""
    if "<" not in html and "&" not in html:
        words = collapse(clean_text(html)).strip(" ")
        return (Text(words),) if words else ()
    html = clean_text(html)
    flow = Flow(Page(context), numbered=False)
    if not simple.read(html, flow):
        flow = Flow(Page(context), numbered=False)
        flow.children(parse(html))
    return melt(flow.finish())
