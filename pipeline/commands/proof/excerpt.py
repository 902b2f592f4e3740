"""An excerpt of an EPUB or of a web book: the real page, cut down to one passage and what stands
around it, as one document that needs nothing besides itself and can do nothing.

Words of an archive are nobody's to trust. No script, no form, no address of elsewhere comes
through, and the frame that shows the excerpt allows none of them either.
"""

from __future__ import annotations

import base64
import io
import posixpath
from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html
from PIL import Image

Fetch = Callable[[str], bytes | None]
"""Gives a file of the book by its path."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MOST = 600
"""Characters of a neighbour that is shown beside a passage."""

FEW = 120
"""Characters of what stands further off, such as a heading and a date, and is shown too."""

LARGEST = 300_000
"""Bytes of a picture that is shown as it is; a larger one is made smaller."""

_FRAME = frozenset({"html", "body", "main", "article", "section", "div", "header"})
_NEVER = (
    "script", "link", "iframe", "object", "embed", "form", "input", "base", "meta", "nav", "video",
    "audio", "source", "style", "template",
)  # fmt: skip
_BARE = ":root { color-scheme: light dark; } html { background: Canvas; color: CanvasText; }"
"""For a book that leaves its paper to the reading system, as an EPUB does."""

_SHOWN = """
body { min-height: 0 !important; padding-block: 1.1rem; } details { display: none; }
[data-proof] { position: relative; }
[data-proof]::after { content: ""; position: absolute; inset-block: 0; inset-inline-start: -.8rem;
  width: .2rem; background: #c4692b; }
pre[data-proof]::after, table[data-proof]::after { content: none; }
pre[data-proof], table[data-proof] { border-inline-start: .2rem solid #c4692b; }
img { max-height: 22rem !important; width: auto; }
"""


def excerpt(data: bytes, path: str, anchors: tuple[str, ...], fetch: Fetch) -> str:
    """The document; "" where the page has none of the anchors."""
    root = _read(data)
    found = _element(root, anchors)
    if found is None:
        return ""
    style = _style(root, path, fetch)
    found.set("data-proof", "")
    _prune(found)
    body = next(root.iter("body"))
    _disarm(body)
    _embed(body, path, fetch)
    language = escape(root.get("lang") or "")
    inner = html.tostring(body, encoding="unicode", method="html")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{_BARE}</style><style>{style}</style><style>{_SHOWN}</style></head>{inner}</html>"
    )


def holds(data: bytes, anchors: tuple[str, ...]) -> bool:
    """Whether a page holds one of the anchors, told from its bytes."""
    return any(f'id="{name}"'.encode() in data for name in anchors)


def _read(data: bytes) -> Any:
    """The page as a tree without namespaces."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    root: Any = etree.fromstring(data, parser)
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = etree.QName(one).localname
            for name in [name for name in one.attrib if name.startswith("{")]:
                del one.attrib[name]
    etree.cleanup_namespaces(root)
    return root


def _element(root: Any, anchors: tuple[str, ...]) -> Any:
    for name in anchors:
        for found in root.xpath("//*[@id=$name]", name=name):
            return found
    return None


def _prune(found: Any) -> None:
    """Take away all but the passage, what it points to on its page, and its next neighbours."""
    kept = _pointed_at(found)
    one = found
    while one.getparent() is not None:
        parent = one.getparent()
        near = _neighbours(one) if parent.tag in _FRAME else set(parent)
        for other in list(parent):
            if other is one or other in kept or any(k in other.iterdescendants() for k in kept):
                continue
            if other not in near or not _is_small(other):
                _remove(other)
        one = parent


def _neighbours(one: Any) -> set[Any]:
    """The next element, the one before it, and two more before that where they say little."""
    found = {one.getnext(), one.getprevious()}
    before = [*one.itersiblings(preceding=True)][1:3]
    if sum(len(text) for other in before for text in other.itertext()) <= FEW:
        found.update(before)
    return found


def _pointed_at(found: Any) -> list[Any]:
    """The notes of a passage that stand elsewhere on its page."""
    root = found.getroottree().getroot()
    names = [one.get("href", "")[1:] for one in found.iter("a") if one.get("href", "")[:1] == "#"]
    notes = [hit for name in names for hit in root.xpath("//*[@id=$name]", name=name)]
    return [note for note in notes if note.tag in ("aside", "li", "p")][:3]


def _is_small(one: Any) -> bool:
    if not isinstance(one.tag, str) or one.tag in ("section", "article", "aside", "footer", "nav"):
        return False
    if one.tag == "header" and one.get("class") == "bar":
        return False
    return one.get("class") != "skip" and sum(map(len, one.itertext())) <= MOST


def _remove(one: Any) -> None:
    parent = one.getparent()
    before, tail = one.getprevious(), one.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(one)


def _disarm(body: Any) -> None:
    for one in list(body.iter()):
        if not isinstance(one.tag, str) or one.tag in _NEVER:
            if one.getparent() is not None:
                _remove(one)
            continue
        for name in list(one.attrib):
            if name.startswith("on") or name in ("srcset", "style", "action", "ping", "tabindex"):
                del one.attrib[name]
        if one.get("href") is not None:
            one.set("href", "#")
            one.set("tabindex", "-1")


def _style(root: Any, path: str, fetch: Fetch) -> str:
    """The page's own style sheets. Nothing in one may end the element that holds it."""
    sheets = []
    for link in root.iter("link"):
        if link.get("rel") == "stylesheet":
            data = fetch(_beside(path, link.get("href", "")))
            sheets.append(data.decode("utf-8", "replace") if data else "")
    return "\n".join(sheets).replace("</", "<\\/")


def _embed(body: Any, path: str, fetch: Fetch) -> None:
    for image in body.iter("img"):
        data = fetch(_beside(path, image.get("src", "")))
        image.set("src", _picture(data) if data else "data:,")
        image.attrib.pop("loading", None)


def _picture(data: bytes) -> str:
    """A picture as an address that holds it."""
    kinds = {b"\x89PNG": "png", b"\xff\xd8\xff\xe0": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
    kind = kinds.get(data[:4], "jpeg" if data[:2] == b"\xff\xd8" else "svg+xml")
    if len(data) > LARGEST and kind != "svg+xml":
        data, kind = _smaller(data), "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _smaller(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((1200, 1200))
        made = io.BytesIO()
        image.convert("RGB").save(made, "JPEG", quality=82)
    return made.getvalue()


def _beside(path: str, to: str) -> str:
    """The path of what a page's address leads to; "" for what is not of the book."""
    if "://" in to or to.startswith(("/", "data:", "//")):
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(to.split("#")[0])))


def pages(paths: list[str], fetch: Fetch, anchors: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The pages that hold one of the anchors, the block's own name first."""
    for name in anchors:
        for path in paths:
            data = fetch(path)
            if data is not None and holds(data, (name,)):
                yield path, data
