"""A page by its tree: whatever is more than simple HTML."""

from pipeline.markup.context import Context
from pipeline.markup.html import block, embed, figure, inline, notes, table
from pipeline.markup.html.flow import Flow, Page
from pipeline.markup.html.melt import melt
from pipeline.markup.html.tree import parse
from pipeline.model.text import Blocks, SceneBreak

__all__ = ["blocks", "melt", "unnumbered"]

_HANDLERS = (block, embed, figure, inline, notes, table)


def blocks(html: str, context: Context) -> Blocks:
    """The blocks of cleaned HTML."""
    body = parse(html)
    page = Page(context)
    notes.find_notes(html, body, page)
    flow = Flow(page)
    flow.children(body)
    flow.flush()
    return _with_strays(flow) if page.bodies else tuple(flow.out)


def unnumbered(html: str, context: Context) -> Blocks:
    """The blocks of cleaned HTML, to be melted into inlines."""
    flow = Flow(Page(context), numbered=False)
    flow.children(parse(html))
    return flow.finish()


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
