"""Images: pictures in the file, each once, at a size that the page can hold."""

import re

from pipeline.export.word.package import Package
from pipeline.export.word.relations import Relations
from pipeline.export.word.xml import attribute
from pipeline.model.bench import Blobs
from pipeline.model.house import Page
from pipeline.model.post import Media
from pipeline.model.text import Image

_EMU = 12_700  # English Metric Units in a point
_PIXEL = 0.75  # points: a picture that says nothing of its size is shown at 96 to the inch
TALLEST = 0.55  # of the height of the text: room for a caption, and for a few lines
GALLERY = 0.8  # of it, for all pictures of a gallery together, up to three to a page

_SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/tiff": "tiff",
    "image/bmp": "bmp",
}  # fmt: skip
_UNNAMED = re.compile(r"[^A-Za-z0-9_-]+")


class Pictures:
    """The pictures of one file."""

    def __init__(self, media: dict[str, Media], page: Page) -> None:
        self._media = media
        self._width = page.width - page.left - page.right
        self._height = page.height - page.top - page.bottom
        self._parts: dict[str, str] = {}  # digest -> member of the package
        self._drawn = 0

    def held(self, image: Image) -> Media | None:
        """The row of a picture that a Word file can hold; None where there is none."""
        media = self._media.get(image.media)
        if media is None or not media.digest or media.mime not in _SUFFIXES:
            return None
        return media

    def name(self, media: Media) -> str:
        """The name of a picture's own file, for a house that wants art apart: letters, digits,
        hyphens and underscores, and a name that no other picture has."""
        stem = _UNNAMED.sub("-", media.key.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("-")[:40]
        return f"{stem or 'picture'}-{media.digest[:8]}.{_SUFFIXES[media.mime]}"

    def drawing(self, image: Image, media: Media, relations: Relations, among: int = 1) -> str:
        """A picture in the line, one of `among` that stand together."""
        part = self._parts.get(media.digest)
        if part is None:
            part = f"media/image{len(self._parts) + 1}.{_SUFFIXES[media.mime]}"
            self._parts[media.digest] = part
        self._drawn += 1
        width, height = self._extent(media, among)
        return _INLINE.format(
            id=self._drawn,
            relation=relations.part("image", part),
            alt=attribute(image.alt),
            title=f' title="{attribute(image.title)}"' if image.title else "",
            width=round(width * _EMU),
            height=round(height * _EMU),
        )

    def _extent(self, media: Media, among: int) -> tuple[float, float]:
        """Width and height in points: the picture's own size, or less where it would not fit."""
        width = media.width * _PIXEL or self._width / 2
        height = media.height * _PIXEL or width * 0.75
        tallest = self._height * (TALLEST if among == 1 else GALLERY / min(among, 3))
        scale = min(1.0, self._width / width, tallest / height)
        return max(1.0, width * scale), max(1.0, height * scale)

    def write(self, package: Package, blobs: Blobs) -> None:
        """The pictures themselves, one at a time."""
        for digest, part in self._parts.items():
            package.store(f"word/{part}", blobs.get(digest))


_INLINE = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{id}" name="Picture {id}" descr="{alt}"{title}/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Picture {id}" descr="{alt}"/>'
    "<pic:cNvPicPr/></pic:nvPicPr>"
    '<pic:blipFill><a:blip r:embed="{relation}"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
