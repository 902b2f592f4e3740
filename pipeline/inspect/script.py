"""The script: what a file must say, line by line, told from the manuscript alone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.model.house import House
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Embed,
    Figure,
    Image,
    Inline,
    Paragraph,
    SceneBreak,
    Text,
    Verse,
)
from pipeline.model.walk import Leaf, leaves, map_inlines, map_nodes, own_text, targets, text


class Line(Struct, frozen=True, gc=False):
    text: str
    origin: Origin | None


def script(
    divisions: tuple[Division, ...], house: House, lacking: frozenset[str] = frozenset()
) -> Iterator[Line]:
    """The lines of divisions as a house prints them, in reading order. Of a picture that is
    lacking, by the key of its media, the words stand alone."""
    for division in divisions:
        if division.kind in house.left_out:
            continue
        if division.title and not _said_below(division):
            yield Line(text(division.title), division.origin[0] if division.origin else None)
        for whole in leaves(division.blocks):
            gaps = lacking and not lacking.isdisjoint(targets(whole))
            leaf = _without(whole, lacking) if gaps else whole
            origin = leaf.origin[0] if leaf.origin else None
            match leaf:
                case SceneBreak():
                    yield Line(house.scene_break, origin)
                case Figure():  # each picture stands in a paragraph of its own
                    lines = [text((image,)) for image in leaf.images] + [text(leaf.caption)]
                    yield Line("\n".join(line for line in lines if line), origin)
                case Embed(content=()):
                    yield Line(leaf.url, origin)
                case Paragraph():
                    yield Line(text(leaf.content), origin)
                case _:
                    yield Line(own_text(leaf), origin)
        yield from script(division.divisions, house, lacking)


def _without(leaf: Leaf, lacking: frozenset[str]) -> Leaf:
    """A leaf with words in the places of the pictures that are lacking."""

    def words(node: Inline) -> Inline:
        if isinstance(node, Image) and node.media in lacking:
            return Text(node.alt or node.title or "[picture]")
        return node

    if isinstance(leaf, Figure) and any(image.media in lacking for image in leaf.images):
        lines = [words(image) for image in leaf.images]
        return Verse((*[(line,) for line in lines], leaf.caption), leaf.origin)
    return map_inlines(leaf, lambda run: map_nodes(run, words))


def _said_below(division: Division) -> bool:
    """Whether a volume's own title page says the volume's title, which is then not said twice."""
    pages = [inner for inner in division.divisions if inner.kind == "titlepage"]
    title = text(division.title)
    return division.kind == "volume" and any(
        own_text(leaf) == title for page in pages for leaf in leaves(page.blocks)
    )
