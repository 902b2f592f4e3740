"""A body as a page of plain HTML: the letter out of the e-mail that Beehiiv made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.markup.html.tree import Node, attribute, parse, text_of
from pipeline.markup.plain import clean_text

_LAYOUT = re.compile(
    r"<(/?)(?:table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col)(?:\s(?:[^>\"]|\"[^\"]*\")*)?>"
)
_KEPT = "bw-"
"""Before the names of the tags of a table that holds data."""

_VARIABLE = re.compile(r"[ \xa0]?\{\{\{?\s*#?/?[A-Za-z_][^{}<>\n]{0,200}\}?\}\}")
_LITERAL = re.compile(r"(<(?:pre|code)\b[^<>]*>.*?(?:</(?:pre|code)>|\Z))", re.DOTALL)


class Desk:
    """What the rewriting of one letter knows of it, and where it tells what it did."""

    def __init__(self, title: str, dropped: Callable[[str, str], None]) -> None:
        self.title = title
        self.polls = 0
        self._dropped = dropped

    def drop(self, rule: str, text: str) -> None:
        """Tell of words that are left out."""
        words = " ".join(text.split())
        if words:
            self._dropped(rule, words)


def rendered(html: str, desk: Desk) -> str:
    """The HTML of a letter, without the e-mail around it and the tables that it is laid out in."""
    html = clean_text(html)
    if "<" not in html:
        return html
    from pipeline.ingest.readers.beehiiv.rules import rule_for
    from pipeline.markup.html.rewriting import rewrite

    content = _content(parse(html), desk)
    rewrite(content, rule_for(desk))
    return _without_variables(unlaid(content.inner_html or ""), desk)


def unlaid(html: str) -> str:
    """HTML without the tables of its layout: their cells are boxes, one after the other. Tables of
    data, whose tags were renamed before, are tables again."""
    html = _LAYOUT.sub(lambda tag: f"<{tag[1]}div>", html)
    return html.replace(f"<{_KEPT}", "<").replace(f"</{_KEPT}", "</")


def kept(table: str) -> str:
    """The HTML of a table of data, renamed for `unlaid` to leave it alone."""
    return _LAYOUT.sub(lambda tag: tag[0].replace("<" + tag[1], f"<{tag[1]}{_KEPT}", 1), table)


def words_of(node: Node | None) -> str:
    """The words within a node, on one line; "" where there is no node."""
    return " ".join(text_of(node).split()) if node is not None else ""


def _content(body: Node, desk: Desk) -> Node:
    """The element that holds the letter itself. What stands around it is the e-mail's: its head,
    its ways to share, its foot."""
    found = body.css_first("[id=content-blocks]")
    if found is None or not (words_of(found) or found.css_first("img")):
        return body
    for words in _around(found):
        desk.drop("beehiiv.frame", words)
    return found


def _around(found: Node) -> Iterator[str]:
    """The words outside of a node, from within outwards."""
    node = found
    while node.parent is not None and node.parent.is_element_node and node.tag != "body":
        for beside in (node.parent.first_child, None):
            while beside is not None:
                if beside.mem_id != node.mem_id and beside.tag not in ("style", "head", "title"):
                    yield words_of(beside) if not _is_hidden(beside) else ""
                beside = beside.next
        node = node.parent


def _is_hidden(node: Node) -> bool:
    style = attribute(node, "style") if node.is_element_node else ""
    return "display:none" in style.replace(" ", "").lower()


def _without_variables(html: str, desk: Desk) -> str:
    """The HTML without what Beehiiv fills in for each reader, save where it is code."""
    if "{{" not in html:
        return html
    parts = _LITERAL.split(html)
    for place in range(0, len(parts), 2):
        for found in _VARIABLE.findall(parts[place]):
            desk.drop("beehiiv.variable", found)
        parts[place] = _VARIABLE.sub("", parts[place])
    return "".join(parts)
