"""Footnotes, told by their shape: a small mark that leads to a text further down."""

import re

from pipeline.markup.html.flow import NOTE, Flow, Page, handles
from pipeline.markup.html.tree import TEXT, Node, attribute, children, has_class, text_of
from pipeline.model.text import Note

_HINT = re.compile(r"href\s*=\s*[\"']?[^\"'\s>]*#")
_MARK = re.compile(
    r"[\s\[(^]*(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶]{1,4}|note \d{1,4})[\])\s]*\Z", re.IGNORECASE
)
_NAMED = re.compile(r"(?:foot|end)?note|fn|ftn|edn|ref|cite", re.IGNORECASE)
_BACK = re.compile(
    r"[\s\ufe0e\ufe0f]*(?:[↩↑⏎↵⤴^«]|back|return|retour|zurück|top)?[\s\ufe0e\ufe0f]*\Z",
    re.IGNORECASE,
)
_BODIES = ("li", "p", "div", "dd", "aside", "section", "td", "blockquote", "footer")
_REPEATS = 8
"""How often one note may be shown again, where several marks lead to it."""


def find_notes(html: str, body: Node, page: Page) -> None:
    """Marks, bodies and ways back, for the flow to know when it meets them."""
    if not _HINT.search(html):
        return
    pairs = _pairs(body)
    bodies = {target.mem_id for _, target in pairs}
    pairs = [(mark, target) for mark, target in pairs if not _is_inside(mark, bodies)]
    for mark, target in pairs:
        page.special[_whole_mark(mark).mem_id] = target
        page.special[target.mem_id] = None
        page.bodies[target.mem_id] = target
        for back in _ways_back(mark, target):
            page.special[back.mem_id] = None


def _pairs(body: Node) -> list[tuple[Node, Node]]:
    """Each link that is shaped as a note's mark, with the element that holds the note."""
    links = [link for link in body.css("a[href]") if "#" in attribute(link, "href")]
    marks = [link for link in links if _is_mark(link)]
    if not marks:
        return []
    places = {node.mem_id: index for index, node in enumerate(body.traverse())}
    targets = _targets(body)
    found = []
    for mark in marks:
        target = targets.get(attribute(mark, "href").rpartition("#")[2])
        note = _body(target) if target is not None else None
        if note is not None and places[note.mem_id] > places[mark.mem_id]:
            found.append((mark, note))
    return found


def _is_mark(link: Node) -> bool:
    text = text_of(link)
    if not _MARK.match(text):
        return False
    around = link.parent
    return (
        (around is not None and around.tag == "sup")
        or any(child.tag == "sup" for child in children(link))
        or has_class(link, "footnote", "fn", "noteref")
        or attribute(link, "role") == "doc-noteref"
        or _NAMED.search(attribute(link, "href").rpartition("#")[2]) is not None
    )


def _targets(body: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in body.css("[id], a[name]"):
        for name in ("id", "name"):
            value = attribute(node, name)
            if value:
                found.setdefault(value, node)
    return found


def _body(target: Node) -> Node | None:
    """The element that holds the note: the target itself, or the paragraph that it begins."""
    node: Node | None = target
    while node is not None and node.tag not in _BODIES:
        node = node.parent
    if node is None or node.mem_id == target.mem_id:
        return node
    return node if _begins_with(node, target) else None


def _begins_with(node: Node, target: Node) -> bool:
    """Whether nothing is to be seen in a node before the target within it."""
    found = _first_shown(node)
    while found is not None and found.mem_id != target.mem_id:
        found = _first_shown(found)
    return found is not None


def _first_shown(node: Node) -> Node | None:
    """The first child that shows something; a target may be empty itself."""
    child = node.first_child
    while child is not None and not child.is_element_node:
        if child.tag == TEXT and (child.text_content or "").strip():
            return None
        child = child.next
    return child


def _is_inside(node: Node, bodies: set[int]) -> bool:
    above: Node | None = node
    while above is not None:
        if above.mem_id in bodies or above.tag in ("pre", "select", "noscript", "textarea"):
            return True
        above = above.parent
    return False


def _whole_mark(mark: Node) -> Node:
    """The raised sign around a mark, if it holds nothing else."""
    around = mark.parent
    if around is not None and around.tag == "sup" and _is_alone(mark):
        return around
    return mark


def _is_alone(node: Node) -> bool:
    """Whether a node has no neighbours but space."""
    for other in (node.prev, node.next):
        if other is not None and (other.tag != TEXT or (other.text_content or "").strip()):
            return False
    return True


def _ways_back(mark: Node, body: Node) -> list[Node]:
    """The links that lead back, and the mark that is repeated before the note's text."""
    number = text_of(mark).strip(" []().^")
    found = []
    for link in body.css("a"):
        leads = "#" in attribute(link, "href") or not attribute(link, "href")
        if leads and (_BACK.match(text_of(link)) or text_of(link).strip(" []().^") == number):
            found.append(link)
    first = _first_shown(body)
    while first is not None and first.tag in _BODIES:
        first = _first_shown(first)
    if first is not None and first.tag == "sup" and text_of(first).strip(" []().^") == number:
        found.append(first)
    return found


@handles(NOTE)
def _note(flow: Flow, node: Node) -> None:
    """A note at its mark; nothing, where a note's body or a way back stood."""
    page = flow.page
    body = page.special[node.mem_id]
    if body is None:
        if flow.run and isinstance(flow.run[-1], str) and node.tag == "a":
            flow.run[-1] = flow.run[-1].rstrip(" \u00a0")
        return
    page.shown[body.mem_id] = page.shown.get(body.mem_id, 0) + 1
    if page.shown[body.mem_id] > _REPEATS:
        flow.children(node)
        return
    inner = Flow(page)
    inner.children(body)
    blocks = inner.finish()
    if blocks:
        flow.add((Note(blocks),))
