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
from pipeline.model.walk import (
    Leaf,
    every_division,
    inlines,
    leaves,
    map_inlines,
    map_nodes,
    own_text,
    targets,
    text,
)


class Line(Struct, frozen=True, gc=False):
    text: str
    origin: Origin | None


def script(
    divisions: tuple[Division, ...], house: House, lacking: frozenset[str] = frozenset()
) -> Iterator[Line]:
    """The lines of divisions as a house prints them, in reading order. Of a picture that is
    lacking, by the key of its media, the words stand alone; the words of one that lies beside the
    file stand below the block, or with its caption in a document of their own."""
    for division in _printed(divisions, house):
        if division.title and not _said_below(division, house):
            yield Line(text(division.title), division.origin[0] if division.origin else None)
        for whole in leaves(division.blocks):
            gaps = lacking and not lacking.isdisjoint(targets(whole))
            leaf = _without(whole, lacking) if gaps else whole
            if house.images in _APART:
                yield from _apart(leaf, house)
                continue
            origin = leaf.origin[0] if leaf.origin else None
            match leaf:
                case Paragraph():  # most of them
                    yield Line(text(leaf.content), origin)
                case SceneBreak():
                    yield Line(house.scene_break, origin)
                case Figure():  # each picture stands in a paragraph of its own
                    lines = [text((image,)) for image in leaf.images] + [text(leaf.caption)]
                    yield Line("\n".join(line for line in lines if line), origin)
                case Embed(content=()):
                    yield Line(leaf.url, origin)
                case _:
                    yield Line(own_text(leaf), origin)


def _printed(divisions: tuple[Division, ...], house: House) -> list[Division]:
    """The divisions that a house does not make itself, in reading order."""
    found: list[Division] = []
    for division in divisions:
        if division.kind not in house.left_out:
            found.append(division)
            found += _printed(division.divisions, house)
    return found


def captions(
    divisions: tuple[Division, ...], house: House, lacking: frozenset[str] = frozenset()
) -> Iterator[Line]:
    """The lines of the document of captions: each picture's caption, and its words."""
    yield Line("Captions", None)
    for division in every_division(divisions):
        if division.kind in house.left_out:
            continue
        for whole in leaves(division.blocks):
            leaf = _without(whole, lacking)
            origin = leaf.origin[0] if leaf.origin else None
            pictures = [node for node in inlines(leaf) if isinstance(node, Image)]
            if pictures and isinstance(leaf, Figure) and leaf.caption:
                yield Line(text(leaf.caption), origin)
            yield from [Line(f"Alt text: {one.alt}", origin) for one in pictures if one.alt]


_APART = ("named", "callouts")


def _apart(leaf: Leaf, house: House) -> Iterator[Line]:
    """The lines of a block whose pictures lie beside the file."""
    origin = leaf.origin[0] if leaf.origin else None
    pictures = [node for node in inlines(leaf) if isinstance(node, Image)]
    match leaf:
        case Figure() if pictures:
            yield Line(text(leaf.caption) if house.images == "named" else "", origin)
        case SceneBreak():
            yield Line(house.scene_break, origin)
        case Embed(content=()):
            yield Line(leaf.url, origin)
        case _:
            yield Line(own_text(_bare(leaf) if pictures else leaf), origin)
    if house.images == "named":
        yield from [Line(f"Alt text: {one.alt}", origin) for one in pictures if one.alt]


def _bare(leaf: Leaf) -> Leaf:
    """A leaf without its pictures."""

    def none(node: Inline) -> Inline | tuple[()]:
        return () if isinstance(node, Image) else node

    return map_inlines(leaf, lambda run: map_nodes(run, none))


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


def _said_below(division: Division, house: House) -> bool:
    """Whether a volume's own title page says the volume's title, which is then not said twice."""
    kept = "titlepage" not in house.left_out
    pages = [inner for inner in division.divisions if kept and inner.kind == "titlepage"]
    title = text(division.title)
    return division.kind == "volume" and any(
        own_text(leaf) == title for page in pages for leaf in leaves(page.blocks)
    )
