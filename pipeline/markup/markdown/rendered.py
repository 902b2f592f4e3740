"""Markdown that stands inside raw HTML: rendered, for the HTML reader to read as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from pipeline.markup.markdown.flow import Flow


def render(flow: Flow, tokens: list[Token]) -> str:
    """The HTML of tokens; the notes that they refer to stand at its end, in the shape by which
    the HTML reader knows them."""
    notes: list[str] = []
    for token in tokens:
        if token.type in ("inline", "plain"):
            children = token.children or flow.run.tokens(token.content)
            token.children = [_marked(flow, child, notes) for child in children]
    source = _html(flow, tokens)
    return f"{source}<ol>{''.join(notes)}</ol>" if notes else source


def _html(flow: Flow, tokens: list[Token]) -> str:
    return str(flow.md.renderer.render(tokens, flow.md.options, flow.env))


def _marked(flow: Flow, token: Token, notes: list[str]) -> Token:
    """A token; the mark of a note, for one that refers to one. A note's own notes wait for the
    end of the document."""
    if token.type != "footnote_ref":
        return token
    definition = flow.definition(token)
    if definition is None:
        return Token("text", "", 0, content=flow.written(token))
    for inner in definition:
        if inner.type in ("inline", "plain"):
            inner.children = [_written(flow, child) for child in flow.run.tokens(inner.content)]
    number = len(notes) + 1
    notes.append(f'<li id="bookworks-note-{number}">{_html(flow, definition)}</li>')
    mark = f'<sup><a href="#bookworks-note-{number}">{number}</a></sup>'
    return Token("html_inline", "", 0, content=mark)


def _written(flow: Flow, token: Token) -> Token:
    if token.type != "footnote_ref":
        return token
    return Token("text", "", 0, content=flow.written(token))
