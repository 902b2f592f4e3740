"""Literal text: formulas, verse, code, and names that the editor keeps as data."""

from __future__ import annotations

import html

from pipeline.ingest.readers.substack.body import Desk, words_of
from pipeline.ingest.readers.substack.data import Data
from pipeline.markup.html.tree import Node, text_of


def formula(node: Node, data: Data, desk: Desk) -> str | None:
    source = data.text("persistentExpression")
    if not source:
        return None
    return f'<math display="block" alttext="{html.escape(source)}"></math>'


def verse(node: Node, data: Data, desk: Desk) -> str | None:
    """A poem: its lines and indents are the author's. The editor's own notice above is not."""
    lines = node.css_first("pre")
    if lines is None:
        return None
    return f'<pre class="wp-block-verse">{lines.inner_html}</pre>'


def code(node: Node, data: Data, desk: Desk) -> str | None:
    block = node.css_first("pre")
    if block is None:
        return None
    language = data.text("language")
    named = f' class="language-{html.escape(language)}"' if language else ""
    return f"<pre><code{named}>{html.escape(text_of(block))}</code></pre>"


def gist(node: Node, data: Data, desk: Desk) -> str | None:
    """A piece of code that GitHub shows as a table, a row for each line."""
    lines = [text_of(cell).rstrip("\n") for cell in node.css("td.blob-code")]
    if not lines:
        return None
    return f"<pre><code>{html.escape(chr(10).join(lines))}</code></pre>"


def mention(node: Node, data: Data, desk: Desk) -> str | None:
    name = data.text("name")
    return html.escape(name) if name and not words_of(node) else None


def cashtag(node: Node, data: Data, desk: Desk) -> str | None:
    symbol = data.text("symbol")
    return html.escape(symbol) if symbol and not words_of(node) else None
