"""Pages: every page that the shop writes is one file that needs nothing besides itself."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template


def page(title: str, kind: str, under: str, body: str, style: str = "", head: str = "") -> str:
    """A whole page. `title`, `kind` and `under` are words; `body` is HTML, and `style` what it
    needs of CSS besides what all pages have; `head` is HTML for the head."""
    return _template().substitute(
        title=escape(title),
        kind=escape(kind),
        under=escape(under),
        body=body,
        style=style,
        head=head,
    )


@cache
def _template() -> Template:
    return Template(Path(__file__).with_name("page.html").read_text("utf-8"))


def details(head: str, body: str, count: int, *, is_open: bool = False) -> str:
    """A part that unfolds: its head and body are HTML."""
    opened = " open" if is_open else ""
    return f"<details{opened}><summary>{head} <small>({count:,})</small></summary>{body}</details>"
