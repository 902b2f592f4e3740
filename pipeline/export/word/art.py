"""Art: pictures that lie beside the file, for houses that take them in no other way.

What stands in a picture's place, and where its caption and its words for those who cannot see it
go, is settled in the tree, before anything is written.
"""

from __future__ import annotations

import io

from msgspec import Struct
from msgspec.structs import replace

from pipeline.export.word.images import Pictures
from pipeline.model.house import House
from pipeline.model.manuscript import Division
from pipeline.model.origin import Origin
from pipeline.model.post import Media
from pipeline.model.text import (
    Block,
    BlockQuote,
    Blocks,
    Figure,
    Image,
    Inline,
    Inlines,
    List,
    Paragraph,
    PostBlock,
    Text,
)
from pipeline.model.walk import map_inlines, map_nodes

Origins = tuple[Origin, ...]

_ENDS = {"image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif"}
"""What a press's programs read; any other picture is made a PNG."""


class Apart(Struct, frozen=True):
    """Divisions without their pictures."""

    divisions: tuple[Division, ...]
    captions: tuple[Division, ...]  # of a document of their own; none where they stay
    placed: dict[str, str]  # the name of each picture's file -> digest


def apart(divisions: tuple[Division, ...], house: House, pictures: Pictures, volume: int) -> Apart:
    """The divisions with each picture out of them, as the house wants it."""
    room = _Room(house, pictures, f"V{volume}-" if volume else "")
    kept = tuple([room.division(one) for one in divisions])
    captions: tuple[Division, ...] = ()
    if room.captions:
        title = (Text("Captions"),)
        captions = (Division("matter", "captions", title, tuple(room.captions), matter="back"),)
    return Apart(kept, captions, room.placed)


class _Room:
    """Where the pictures of one volume are taken out, in reading order."""

    def __init__(self, house: House, pictures: Pictures, prefix: str) -> None:
        self._house = house
        self._calls = house.images == "callouts"
        self._pictures = pictures
        self._prefix = prefix
        self.placed: dict[str, str] = {}
        self.captions: list[Block] = []

    def division(self, division: Division) -> Division:
        blocks = self.blocks(division.blocks)
        inner = tuple([self.division(one) for one in division.divisions])
        return replace(division, blocks=blocks, divisions=inner)

    def blocks(self, blocks: Blocks) -> Blocks:
        out: list[Block] = []
        for block in blocks:
            match block:
                case BlockQuote() | PostBlock():
                    out.append(replace(block, blocks=self.blocks(block.blocks)))
                case List():
                    items = tuple([self.blocks(item) for item in block.items])
                    out.append(replace(block, items=items))
                case Figure() if any(self._pictures.held(image) for image in block.images):
                    out += self._figure(block)
                case _:
                    out += self._leaf(block)
        return tuple(out)

    def _figure(self, block: Figure) -> Blocks:
        held = [image for image in block.images if self._pictures.held(image)]
        lacking = tuple([image for image in block.images if image not in held])
        left: Blocks = (Figure(lacking, (), block.origin),) if lacking else ()
        names = [self._name(image) for image in held]
        if self._calls:
            self._caption(names, held, block.caption, block.origin)
            call = self._call(names)
            return (Paragraph((Text(call),), block.origin, "callout"), *left)
        rows = [Paragraph((Text(name),), block.origin, "figure") for name in names]
        if block.caption:
            rows.append(Paragraph(block.caption, block.origin, "caption"))
        return (*rows, *left, *_alts(held, block.origin))

    def _leaf(self, block: Block) -> Blocks:
        """A block with the pictures of its lines taken out; their words stand below it."""
        found: list[Image] = []

        def out_of(node: Inline) -> Inline | Inlines:
            if not isinstance(node, Image) or not self._pictures.held(node):
                return node
            name = self._name(node)
            found.append(node)
            if self._calls:
                self._caption([name], [node], (), block.origin)
            return worn("picture", self._call([name]) if self._calls else name)

        assert not isinstance(block, BlockQuote | List | PostBlock)
        kept = map_inlines(block, lambda line: map_nodes(line, out_of))
        return (kept,) if self._calls else (kept, *_alts(found, block.origin))

    def _name(self, image: Image) -> str:
        """The name of a picture's file, of which no other picture of the book has one."""
        media = self._pictures.held(image)
        assert media is not None
        number = len(self.placed) + 1
        name = f"{self._prefix}Fig{number}.{_ENDS.get(media.mime, 'png')}"
        self.placed[name] = media.digest
        return name

    def _call(self, names: list[str]) -> str:
        return self._house.callout.format(figure=_numbered(names).lower())

    def _caption(
        self, names: list[str], images: list[Image], caption: Inlines, origin: Origins
    ) -> None:
        label = f"{_numbered(names)}: {', '.join(names)}"
        self.captions.append(Paragraph((Text(label),), origin, "art-label"))
        if caption:
            self.captions.append(Paragraph(caption, origin, "caption"))
        self.captions += _alts(images, origin)


_WORN = "\0"
"""What parts the key of a picture that is words already."""


def worn(kind: str, words: str) -> Image:
    """Words in the house's style for a kind of run that the tree has no node for."""
    return Image(f"{_WORN}{kind}{_WORN}{words}")


def said(image: Image) -> tuple[str, str]:
    """The kind and the words of what `worn` made; two empty ones for a picture."""
    if not image.media.startswith(_WORN):
        return "", ""
    kind, _, words = image.media[1:].partition(_WORN)
    return kind, words


def _alts(images: list[Image], origin: Origins) -> Blocks:
    return tuple(
        [Paragraph((Text(f"Alt text: {one.alt}"),), origin, "alt") for one in images if one.alt]
    )


def _numbered(names: list[str]) -> str:
    """Fig. 3, or Figs. 3–5: by the names of their files."""
    numbers = [name.rsplit("Fig", 1)[1].split(".")[0] for name in names]
    return f"Fig. {numbers[0]}" if len(names) == 1 else f"Figs. {numbers[0]}–{numbers[-1]}"


def readable(name: str, data: bytes) -> bytes:
    """A picture's bytes as its file's name says; the first frame of one that moves."""
    if not name.endswith(".png") or data.startswith(b"\x89PNG"):
        return data
    from PIL import Image as Pillow

    out = io.BytesIO()
    with Pillow.open(io.BytesIO(data)) as picture:
        picture.convert("RGBA").save(out, "PNG")
    return out.getvalue()


def held_by(media: dict[str, Media], house: House) -> Pictures:
    """The pictures that a file of the house could hold."""
    return Pictures(media, house.page)
