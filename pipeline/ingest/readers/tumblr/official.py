"""Pages as the platform's own export has them: `posts/html/<id>.html`.

One template for every sort of post, each of which fills another part of it; what was HTML in a
quotation, a chat or a question is written out as text there.
"""

from __future__ import annotations

import html
import re

from pipeline.ingest.readers.tumblr.body import PLAYERS, chat, cited, speaker
from pipeline.ingest.readers.tumblr.dates import of_page
from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.ingest.readers.tumblr.trail import is_blank, markup
from pipeline.markup.html.tree import TEXT, Node, attribute, has_class, parse, text_of
from pipeline.markup.plain import clean_text

_WRITTEN_OUT = r"</?(?:a|p|br|em|strong|b|i|blockquote|ul|ol|li|h[1-6]|span|div)\b[^<>]*>"
_HEADINGS = ("h1", "h2", "h3")


def item_of(text: str, number: str, source: int) -> Item:
    """The item on a page."""
    body = parse(clean_text(text))
    item = Item(number, source)
    _footer(body, item)
    nodes = [node for node in _children(body) if not _is_nothing(node)]
    if not nodes:
        return item
    first = nodes[0]
    if first.tag == "strong" and text_of(first).strip().endswith(":"):
        _answer(nodes, item)
    elif first.tag == "h1":
        _text(nodes, item)
    elif _is_link(first):
        _link(nodes, item)
    elif first.tag == TEXT:
        _said(nodes, item)
    else:
        _shown(nodes, item)
    return item


def _children(body: Node) -> list[Node]:
    found = []
    child = body.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _is_nothing(node: Node) -> bool:
    if node.tag in ("meta", "link", "title", "style", "script", "-comment"):
        return True
    if node.tag in (*_HEADINGS, *PLAYERS, "a"):
        return False
    return is_blank(markup(node))


def _footer(body: Node, item: Item) -> None:
    """When it was written, and its tags. A post that passes on another may hold that one's footer
    too: its own is the last."""
    footers = body.css("#footer")
    if footers:
        stamp = footers[-1].css_first("#timestamp")
        item.created = of_page(text_of(stamp)) if stamp is not None else ""
        tags = [" ".join(text_of(tag).split()) for tag in footers[-1].css(".tag")]
        item.tags = tuple(dict.fromkeys([tag for tag in tags if tag]))
    for footer in reversed(footers):
        footer.decompose()


# -- the sorts of posts ----------------------------------------------------------------------------


def _answer(nodes: list[Node], item: Item) -> None:
    item.sort = "answer"
    who = html.unescape(re.sub(r"<[^<>]*>", "", html.unescape(nodes[0].inner_html or "")))
    at = 1
    while at < len(nodes) and nodes[at].tag == TEXT:
        at += 1
    asked = "".join([_written_out(node) for node in nodes[1:at]])
    url = re.search(r"href=[\"']([^\"'<>\s]+)", html.unescape(nodes[0].inner_html or ""))
    name = " ".join(who.split()).removesuffix(":")
    item.asked = Voice(asked, name, url[1] if url else "", other=True)
    item.text = _joined(nodes[at:])


def _text(nodes: list[Node], item: Item) -> None:
    """The template's own heading is empty where the title is the text's first heading."""
    at = 0
    while at < len(nodes) and nodes[at].tag == "h1" and not item.title:
        item.title = "" if is_blank(nodes[at].inner_html or "") else nodes[at].inner_html or ""
        at += 1
    item.text = _joined(nodes[at:])


def _link(nodes: list[Node], item: Item) -> None:
    item.sort = "link"
    item.link = attribute(nodes[0], "href").strip()
    item.title = nodes[0].inner_html or ""
    item.text = "".join([_unboxed(node) for node in nodes[1:]])


def _is_link(node: Node) -> bool:
    """Whether a node is the title of a link post. Films are embedded by links too; theirs have a
    class."""
    plain = node.tag == "a" and bool(text_of(node).strip()) and not attribute(node, "class")
    return plain and node.css_first("img") is None


def _said(nodes: list[Node], item: Item) -> None:
    """A quotation with its source, or a conversation."""
    at = next((at for at, node in enumerate(nodes) if _is_box(node)), len(nodes))
    said = "".join([_written_out(node) for node in nodes[:at]])
    if at < len(nodes):
        item.sort = "quote"
        source = re.sub(r"\A\s*(?:&mdash;|—)\s*", "", nodes[at].inner_html or "")
        item.media = cited(said, source) + "".join([_unboxed(node) for node in nodes[at + 1 :]])
        return
    lines = [line.strip() for line in re.split(r"\n|<br\s*/?>", said) if line.strip()]
    spoken = [speaker(line) for line in lines]
    if len(lines) > 1 and sum(bool(who) for who, _ in spoken) * 2 > len(lines):
        item.sort, item.text = "chat", chat(spoken)
    else:
        item.text = said


def _shown(nodes: list[Node], item: Item) -> None:
    """Pictures or a player, and the caption under them."""
    count = 0
    while count < len(nodes) and not _is_box(nodes[count]) and _shows(nodes[count]):
        count += 1
    item.media = _joined(nodes[:count])
    item.text = "".join([_unboxed(node) for node in nodes[count:]])
    players = ", ".join(PLAYERS)
    if any(node.tag in PLAYERS or node.css_first(players) for node in nodes[:count]):
        item.sort = "audio" if "<audio" in item.media else "video"
    elif count or _is_box(nodes[0]):
        item.sort = "photo"


def _shows(node: Node) -> bool:
    """Whether a node is a picture or a player, and no words."""
    if node.tag in ("img", "figure", "a", *PLAYERS):
        return True
    return not text_of(node).strip()


def _is_box(node: Node) -> bool:
    return node.tag == "div" and has_class(node, "caption")


def _unboxed(node: Node) -> str:
    return (node.inner_html or "") if _is_box(node) else _written_out(node)


def _written_out(node: Node) -> str:
    """A node as HTML; a text that is HTML written out is HTML again."""
    said = (node.text_content or "") if node.tag == TEXT else ""
    return said if re.search(_WRITTEN_OUT, said) else markup(node)


def _joined(nodes: list[Node]) -> str:
    return "".join(map(markup, nodes))
