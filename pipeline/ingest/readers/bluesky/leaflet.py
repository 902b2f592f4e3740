"""Leaflet's pages: blocks of text, headings, lists and pictures -> blocks."""

from __future__ import annotations

from typing import Any

from pipeline.ingest.readers.bluesky import addresses
from pipeline.ingest.readers.bluesky.pictures import Pictures, cid_of
from pipeline.ingest.readers.bluesky.richtext import Resolve, Rich
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text, inlines
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    CodeBlock,
    Embed,
    Figure,
    Heading,
    Image,
    List,
    Math,
    Paragraph,
    SceneBreak,
)

_BLOCKS = "pub.leaflet.blocks."
_DEEPEST = 64
_SILENT = frozenset(
    {"postHeader", "postsList", "signup", "recommendedPubs", "membersOnlyDelimiter"}
)
"""Parts of the site, not of the text."""


class Pages:
    """The pages of one document."""

    def __init__(self, pictures: Pictures, resolve: Resolve, context: Context) -> None:
        self.pictures = pictures
        self.resolve = resolve
        self.context = context
        self.unknown: list[str] = []
        self.members_only = False  # whether a part of it is for paying readers

    def blocks(self, pages: Any) -> Blocks:
        found: list[Block] = []
        for page in _objects(pages):
            for outer in _objects(page.get("blocks")):
                found += self._block(outer.get("block"), 0)
        return tuple(found)

    def _block(self, block: Any, depth: int) -> list[Block]:
        fields = block if isinstance(block, dict) else {}
        kind = str(fields.get("$type", "")).removeprefix(_BLOCKS).removesuffix("#main")
        context = self.context
        match kind:
            case "text" | "header" | "blockquote":
                return self._words(kind, fields)
            case "unorderedList" | "orderedList":
                made = self._list(fields, depth, ordered=kind == "orderedList")
                return [made] if made else []
            case "image":
                return self._figure([fields])
            case "imageGallery":
                return self._figure(_objects(fields.get("images")))
            case "code":
                return [
                    CodeBlock(
                        _text(fields, "plaintext"), context.origin(), _text(fields, "language")
                    )
                ]
            case "math":
                return [Paragraph((Math(_text(fields, "tex"), display=True),), context.origin())]
            case "horizontalRule":
                return [SceneBreak(context.origin())]
            case _:
                return self._other(kind, fields)

    def _words(self, kind: str, fields: dict[str, Any]) -> list[Block]:
        rich = Rich(self.resolve)
        said, facets = _text(fields, "plaintext", strip=False), fields.get("facets")
        if kind == "header":
            level = fields.get("level")
            level = min(max(level, 1), 6) if type(level) is int else 1
            content = rich.one(said, facets)
            return [Heading(level, content, self.context.origin())] if said.strip() else []
        if kind == "text":
            runs = rich.paragraphs(said, facets)
            return [Paragraph(run, self.context.origin()) for run in runs]
        origin = self.context.origin()
        runs = rich.paragraphs(said, facets)
        inner = tuple([Paragraph(run, self.context.origin()) for run in runs])
        return [BlockQuote(inner, origin)] if inner else []

    def _list(self, fields: dict[str, Any], depth: int, *, ordered: bool) -> List | None:
        """A list; one nested deeper than anyone reads goes on as one level."""
        origin = self.context.origin()
        items: list[Blocks] = []
        for child in _objects(fields.get("children")):
            item = self._block(child.get("content"), depth)
            deeper = {"children": child.get("children")}
            also = child.get("unorderedListChildren")
            if depth < _DEEPEST and _objects(deeper["children"]):
                made = self._list(deeper, depth + 1, ordered=ordered)
            elif depth < _DEEPEST and isinstance(also, dict):
                made = self._list(also, depth + 1, ordered=False)
            else:
                made = None
            item += [made] if made else []
            items += [tuple(item)] if item else []
        start = fields.get("startIndex")
        start = start if type(start) is int and 0 <= start < 10**6 else 1
        return List(tuple(items), origin, ordered, start) if items else None

    def _figure(self, images: list[dict[str, Any]]) -> list[Block]:
        found = [
            Image(self.pictures.key(cid), _text(image, "alt"))
            for image in images
            if (cid := cid_of(image.get("image")))
        ]
        return [Figure(tuple(found), (), self.context.origin())] if found else []

    def _other(self, kind: str, fields: dict[str, Any]) -> list[Block]:
        """A card, a page shown within, a button: an address and what it says. Of what is not
        known, its words."""
        ref = fields.get("postRef")
        uri = _text(ref, "uri") if isinstance(ref, dict) else _text(fields, "uri")
        url = _text(fields, "src") or _text(fields, "url") or (addresses.page(uri) if uri else "")
        words = inlines(_text(fields, "title") or _text(fields, "text"))
        self.members_only = self.members_only or kind == "membersOnlyDelimiter"
        if kind in _SILENT:
            return []
        if addresses.may_be_linked(url):
            return [Embed(url, words, self.context.origin(), "post" if uri else "link")]
        self.unknown.append(f"{_BLOCKS}{kind}")
        runs = Rich().paragraphs(_text(fields, "plaintext", strip=False), fields.get("facets"))
        return [Paragraph(run, self.context.origin()) for run in runs]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(fields: dict[str, Any], name: str, *, strip: bool = True) -> str:
    """A field that is a text. One whose facets count its bytes stays as it is."""
    value = fields.get(name)
    if not isinstance(value, str):
        return ""
    return clean_text(value).strip() if strip else value
