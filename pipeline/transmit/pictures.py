"""The pictures of a book, as its art log has them: where each is, and how well it will print."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.origin import anchor
from pipeline.model.post import Media
from pipeline.model.text import Block, Blocks, Figure, Image
from pipeline.model.walk import every, inlines, targets, text

PRINT_WIDTH = 4.5
"""Inches: the width of a page's text in a usual trade book, for the resolution of art."""


class Picture(Struct, array_like=True):
    key: str
    place: str  # the bookmark in the docx near which it stands
    caption: str
    alt: str
    size: str = ""  # "1200 × 800"
    dpi: int = 0
    source: str = ""  # the member of the archive, or why there is none


def pictures(blocks: Blocks, media: dict[str, Media]) -> list[Picture]:
    """Those of a division's blocks, in order."""
    found: list[Picture] = []
    for block in every(blocks):
        if media.keys().isdisjoint(targets(block)):
            continue  # as most do
        caption = text(block.caption) if isinstance(block, Figure) else ""
        found += [
            _picture(node, _bookmark(block), caption, media.get(node.media))
            for node in inlines(block)
            if isinstance(node, Image)
        ]
    return found


def _picture(image: Image, place: str, caption: str, media: Media | None) -> Picture:
    known = Picture(image.media, place, caption, image.alt)
    if media is None or not media.digest:
        known.source = f"missing: {media.missing if media else 'unknown'}"
        return known
    known.size = f"{media.width} × {media.height}"
    known.dpi = round(media.width / PRINT_WIDTH)
    known.source = media.member
    return known


def _bookmark(block: Block) -> str:
    origin = getattr(block, "origin", ())
    return anchor(origin[0].item, origin[0].block) if origin else ""
