"""The newer form of posts: a list of blocks, each with its kind, as HTML."""

from __future__ import annotations

import html
from collections.abc import Callable
from itertools import pairwise

from pipeline.ingest.readers.tumblr import raw
from pipeline.ingest.readers.tumblr.body import chat, player, speaker

Block = raw.Json

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "strikethrough": ("<s>", "</s>"),
}
_HEADINGS = {"heading1": "h2", "heading2": "h3"}
_LISTS = {"ordered-list-item": "ol", "unordered-list-item": "ul"}
_DEEPEST = 8
"""Lists within one another."""


def markup(blocks: list[Block]) -> str:
    """Blocks as HTML; those that belong together as one: a list, a chat, a quotation."""
    out: list[str] = []
    at = 0
    while at < len(blocks):
        subtype = _subtype(blocks[at])
        end = at + 1
        if subtype in ("chat", "indented", "quote") or subtype in _LISTS:
            family = _family(subtype)
            while end < len(blocks) and _family(_subtype(blocks[end])) == family:
                end += 1
        out.append(_group(subtype, blocks[at:end]))
        at = end
    return "".join(out)


def title(blocks: list[Block]) -> str:
    """The heading with which blocks start, or "" where they start otherwise."""
    first = blocks[0] if blocks else {}
    return words(first) if _subtype(first) == "heading1" else ""


def words(block: Block) -> str:
    """The text of a block, with the formatting of its ranges. They count code points."""
    text = raw.words(block, "text")
    ranges = []
    for row in raw.rows(block, "formatting"):
        start, end = raw.number(row, "start", -1), raw.number(row, "end", -1)
        marks = _marks(row)
        if marks and 0 <= start < end <= len(text):
            ranges.append((start, end, marks))
    if not ranges:
        return _escaped(text)
    cuts = sorted({0, len(text), *[cut for start, end, _ in ranges for cut in (start, end)]})
    starts: dict[int, list[tuple[int, tuple[str, str]]]] = {}
    for start, end, marks in ranges:
        starts.setdefault(start, []).append((end, marks))
    out: list[str] = []
    open_now: list[tuple[int, tuple[str, str]]] = []
    for cut, after in pairwise(cuts):
        open_now = [one for one in open_now if one[0] > cut] + starts.get(cut, [])
        shown = list(dict.fromkeys([marks for _, marks in open_now]))[:_DEEPEST]
        out += [mark for mark, _ in shown]
        out.append(_escaped(text[cut:after]))
        out += [mark for _, mark in reversed(shown)]
    return _joined("".join(out))


def _joined(said: str) -> str:
    """Formatting that ends and starts again at the same place goes on."""
    for start, end in _TAGS.values():
        said = said.replace(end + start, "")
    return said


def _marks(row: raw.Json) -> tuple[str, str] | None:
    kind = raw.words(row, "type")
    if kind in _TAGS:
        return _TAGS[kind]
    url = raw.words(row, "url") if kind == "link" else raw.words(raw.part(row, "blog"), "url")
    if kind in ("link", "mention") and url:
        return f'<a href="{html.escape(url)}">', "</a>"
    return None


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _subtype(block: Block) -> str:
    return raw.words(block, "subtype") if raw.words(block, "type") == "text" else ""


def _family(subtype: str) -> str:
    return "list" if subtype in _LISTS else subtype


def _group(subtype: str, blocks: list[Block]) -> str:
    if subtype in _LISTS:
        return _list(blocks)
    if subtype == "chat":
        return chat([speaker(words(block)) for block in blocks])
    if subtype in ("quote", "indented"):
        said = "".join([f"<p>{words(block)}</p>" for block in blocks])
        return f"<blockquote>{said}</blockquote>"
    return _block(blocks[0])


def _list(blocks: list[Block]) -> str:
    """Items, those of a deeper level in a list within the item before them."""
    out: list[str] = []
    stack: list[str] = []
    for block in blocks:
        tag = _LISTS[_subtype(block)]
        level = min(raw.number(block, "indent_level", 0), _DEEPEST, len(stack)) + 1
        while len(stack) > level or (len(stack) == level and stack[-1] != tag):
            out.append(f"</li></{stack.pop()}>")
        if len(stack) == level:
            out.append("</li>")
        else:
            stack.append(tag)
            out.append(f"<{tag}>")
        out.append(f"<li>{words(block)}")
    while stack:
        out.append(f"</li></{stack.pop()}>")
    return "".join(out)


# -- blocks of one kind ----------------------------------------------------------------------------


def _text(block: Block) -> str:
    tag = _HEADINGS.get(_subtype(block), "p")
    said = words(block)
    return f"<{tag}>{said}</{tag}>" if said.strip() else ""


def _image(block: Block) -> str:
    found = raw.rows(block, "media") or [raw.part(block, "media")]
    best = max(found, key=lambda one: raw.number(one, "width", 0), default={})
    url = html.escape(raw.words(best, "url"))
    alt = html.escape(raw.words(block, "alt_text"))
    caption = _escaped(raw.words(block, "caption"))
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{url}" alt="{alt}">{below}</figure>' if url else ""


def _link(block: Block) -> str:
    """A card: the title as a link, what is said of the page, and where it is."""
    url = raw.words(block, "url")
    name = raw.words(block, "title", "display_url") or url
    said = raw.words(block, "description")
    more = f"<blockquote><p>{_escaped(said)}</p></blockquote>" if said else ""
    return f'<p><a href="{html.escape(url)}">{_escaped(name)}</a></p>{more}' if url else ""


def _played(kind: str) -> Callable[[Block], str]:
    def shown(block: Block) -> str:
        names = [raw.words(block, key) for key in ("artist", "title")]
        named = _escaped(" – ".join([name for name in names if name]))
        url = raw.words(block, "url") or raw.words(raw.part(block, "media"), "url")
        return player(kind, url, named)

    return shown


def _poll(block: Block) -> str:
    """A question and its answers; what readers voted is not in it."""
    answers = [raw.words(row, "answer_text", "text") for row in raw.rows(block, "answers")]
    items = "".join([f"<li>{_escaped(answer)}</li>" for answer in answers if answer])
    asked = _escaped(raw.words(block, "question"))
    return (f"<p><b>{asked}</b></p>" if asked else "") + (f"<ul>{items}</ul>" if items else "")


_KINDS: dict[str, Callable[[Block], str]] = {
    "text": _text,
    "image": _image,
    "link": _link,
    "audio": _played("audio"),
    "video": _played("video"),
    "poll": _poll,
    "paywall": lambda block: "",
}


def _block(block: Block) -> str:
    """One block; of a kind that is not known, whatever text it has."""
    kind = _KINDS.get(raw.words(block, "type"))
    if kind is not None:
        return kind(block)
    said = raw.words(block, "text", "title", "description")
    return f"<p>{_escaped(said)}</p>" if said else ""
