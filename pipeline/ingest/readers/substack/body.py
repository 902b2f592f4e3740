"""A body as a page of plain HTML: what only works on the web is taken out and told, and what the
editor keeps as data is written out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from pipeline.ingest.readers.substack.data import Data
from pipeline.markup.html.tree import Node, attribute, parse, text_of
from pipeline.markup.plain import clean_text

_MAY_BE_SPECIAL = re.compile(r"\bclass=|\bdata-|%%")
_NOTE = re.compile(r"\bid=[\"'](footnote-\d[\w-]{0,60})")


class Desk:
    """What the rewriting of one letter may use, and where it tells what it did."""

    def __init__(self, *, public: bool, address: str, dropped: Callable[[str, str], None]) -> None:
        self.public = public
        self.address = address  # of the letter itself
        self.notes: set[str] = set()  # the names of the footnotes that there are
        self.lost_notes = 0  # marks whose notes are not there
        self.withheld = 0  # passages of a public letter that not everybody may read
        self.unshown: Counter[str] = Counter()  # what the archive only has a number of
        self._dropped = dropped

    def drop(self, rule: str, text: str) -> None:
        """Tell of words that are left out."""
        words = " ".join(text.split())
        if words:
            self._dropped(rule, words)


Rule = Callable[[Node, Data, Desk], str | None]
"""What stands in place of an element, as HTML; None where it stays as it is."""


def rendered(html: str, desk: Desk) -> str:
    """The HTML of a body, without anything that is Substack's own."""
    html = clean_text(html)
    if not _MAY_BE_SPECIAL.search(html):
        return html
    from pipeline.ingest.readers.substack.rules import rule_of
    from pipeline.markup.html.rewriting import rewrite

    def rule(node: Node) -> str | None:
        found = rule_of(node)
        return found(node, Data.of(node), desk) if found is not None else None

    desk.notes.update(_NOTE.findall(html))
    body = parse(html)
    rewrite(body, rule)
    return body.inner_html or ""


def classes(node: Node) -> list[str]:
    return attribute(node, "class").split()


def words_of(node: Node | None) -> str:
    """The words within a node, on one line; "" where there is no node."""
    return " ".join(text_of(node).split()) if node is not None else ""
