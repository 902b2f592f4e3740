"""The list of illustrations: every picture that has words of its own, and where it stands."""

from collections.abc import Iterator

from pipeline.assemble.back.places import Place, cut
from pipeline.model.aloud import description, said
from pipeline.model.glance import glance
from pipeline.model.post import Media
from pipeline.model.text import Blocks, Figure, Image, Inlines, List, Paragraph, Text
from pipeline.model.walk import inlines, leaves

_LONGEST = 140


def illustrations(places: list[Place], held: dict[str, Media]) -> tuple[Blocks, int]:
    """The list, by caption or description; and how many pictures have neither."""
    rows: list[Blocks] = []
    wordless = 0
    for place in places:
        for told in _told(place, held):
            if not told:
                wordless += 1
                continue
            content: Inlines = (Text(f"{cut(told, _LONGEST)} ·\u00a0"), place.link())
            rows.append((Paragraph(content, ()),))
    return (List(tuple(rows), ()),) if rows else (), wordless


def _told(place: Place, held: dict[str, Media]) -> Iterator[str]:
    """What is said of each picture of a place. One in a line of text that shows no more than a
    sign, as an emoji does, is no illustration."""
    blocks = place.division.blocks
    if not glance(blocks).images:
        return
    for leaf in leaves(blocks):
        if isinstance(leaf, Figure):
            images = [image for image in leaf.images if image.media in held]
            if images:
                yield said(leaf.caption) or " / ".join(filter(None, map(description, images)))
            continue
        for node in inlines(leaf):
            if isinstance(node, Image) and node.media in held and len(description(node)) > 2:
                yield description(node)
