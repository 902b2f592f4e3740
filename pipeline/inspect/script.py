"""The script: what a file must say, line by line, told from the manuscript alone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.model.house import House
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.text import Embed, Figure, Paragraph, SceneBreak
from pipeline.model.walk import leaves, own_text, text


class Line(Struct, frozen=True, gc=False):
    text: str
    origin: Origin | None


def script(divisions: tuple[Division, ...], house: House) -> Iterator[Line]:
    """The lines of divisions as a house prints them, in reading order."""
    for division in divisions:
        if division.kind in house.left_out:
            continue
        if division.title and not _said_below(division):
            yield Line(text(division.title), division.origin[0] if division.origin else None)
        for leaf in leaves(division.blocks):
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
        yield from script(division.divisions, house)


def _said_below(division: Division) -> bool:
    """Whether a volume's own title page says the volume's title, which is then not said twice."""
    pages = [inner for inner in division.divisions if inner.kind == "titlepage"]
    title = text(division.title)
    return division.kind == "volume" and any(
        own_text(leaf) == title for page in pages for leaf in leaves(page.blocks)
    )
