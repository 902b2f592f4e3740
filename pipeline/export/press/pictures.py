"""Pictures: the files that Typst is given, each once, at the size at which they are printed."""

import io
from math import ceil

from msgspec import Struct
from PIL import Image as Painter

from pipeline.export.press.literal import quoted
from pipeline.model.bench import Blobs
from pipeline.model.post import Media
from pipeline.model.text import Image

GOOD = 300
"""Dots to the inch at which a picture is printed sharp."""

_AIM = 220  # dots: a small picture is printed no larger than this gives
_LEAST = 110.0  # points: but not smaller than this, where it has a dot for each 3/4 point
_WHOLE = 2.2  # times the dots that are needed: past them a picture is made smaller
TALLEST = 0.62  # of the height of the text
_GALLERY = 0.44

_AS_IS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}


class Placed(Struct, frozen=True):
    file: str  # a Typst string
    alt: str  # a Typst string
    width: float  # points


class Pictures:
    """The pictures of one volume."""

    def __init__(self, media: dict[str, Media], blobs: Blobs, width: float, height: float) -> None:
        self._media = media
        self._blobs = blobs
        self._width, self._height = width, height
        self.files: dict[str, bytes] = {}  # what Typst may read, by name
        self._named: dict[str, str] = {}

    def place(self, image: Image, among: int = 1) -> Placed | None:
        """A picture at its size, one of `among` that stand together; None where there is none."""
        media = self._media.get(image.media)
        if media is None or not media.digest or not media.width or not media.height:
            return None
        width = self._extent(media, among)
        name = self._named.get(media.digest) or self._take(media, width)
        if not name:
            return None
        return Placed(quoted(name), quoted(image.alt) if image.alt else "none", round(width, 2))

    def _extent(self, media: Media, among: int) -> float:
        """The width in points."""
        sharp = media.width / _AIM * 72
        wanted = max(sharp, min(_LEAST, media.width * 0.75))
        tallest = self._height * (TALLEST if among == 1 else _GALLERY)
        return max(4.0, min(wanted, self._width, tallest * media.width / media.height))

    def _take(self, media: Media, width: float) -> str:
        data, sort = self._blobs.get(media.digest), _AS_IS.get(media.mime, "")
        needed = ceil(self._width / 72 * GOOD)
        if not sort or media.width > needed * _WHOLE or sort == "gif":
            try:
                data, sort = _redrawn(data, min(media.width, needed))
            except (OSError, ValueError, Painter.DecompressionBombError):
                return ""
        name = self._named[media.digest] = f"{media.digest[:32]}.{sort}"
        self.files[name] = data
        return name


def _redrawn(data: bytes, width: int) -> tuple[bytes, str]:
    """A picture as PNG or JPEG, no wider than `width`."""
    with Painter.open(io.BytesIO(data)) as picture:
        photograph = picture.format in ("JPEG", "MPO")
        picture.draft("RGB", (width, width))
        flat = picture.convert("RGB" if photograph else "RGBA")
    if flat.width > width:
        flat = flat.resize((width, max(1, round(flat.height * width / flat.width))))
    out = io.BytesIO()
    if photograph:
        flat.save(out, "JPEG", quality=92, optimize=True)
        return out.getvalue(), "jpg"
    paper = Painter.new("RGB", flat.size, "white")
    paper.paste(flat, mask=flat.getchannel("A"))
    paper.save(out, "PNG")
    return out.getvalue(), "png"
