"""Pictures made fit to print: decoded to be sure, upright, without metadata, not too large."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.ingest import stripped

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")

_LARGE = 12_000_000
_one_at_a_time = Lock()

_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1")
_READ = (*_HEIC, b"avif", b"avis")
"""What the first box of a file of the MP4 kind says, where it is a picture that is read."""

_QUALITY = 92
_ORIENTATION = 0x0112
_PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}


class Picture(Struct, frozen=True, gc=False):
    data: bytes
    mime: str
    width: int  # pixels
    height: int


class Unprintable(Exception):
    """Why there is no picture, in words for the writer."""


def prepared(data: bytes, longest: int) -> Picture:
    """A picture for the book. JPEG and PNG that are upright and small enough keep every bit of
    their image; the rest is decoded and written anew.

    Raises Unprintable.
    """
    try:
        if data.startswith(stripped.JPEG):
            return _as_it_is(stripped.jpeg(data), "image/jpeg", longest)
        if data.startswith(stripped.PNG):
            return _as_it_is(stripped.png(data), "image/png", longest)
        return _anew(data, longest)
    except Unprintable:
        raise
    except stripped.Malformed as error:
        raise Unprintable(f"the picture is damaged: {error}") from error
    except Exception as error:
        raise _reason(data, error) from error


def _as_it_is(found: stripped.Stripped, mime: str, longest: int) -> Picture:
    _check_pixels(found.width, found.height)
    if found.orientation != 1 or max(found.width, found.height) > longest:
        return _anew(found.data, longest, found.orientation)
    with opened(found.data) as image, _room(image):
        # JPEG: all its data is read, with less arithmetic
        image.draft("L", (max(found.width // 8, 1), max(found.height // 8, 1)))
        image.load()
    return Picture(found.data, mime, found.width, found.height)


def _anew(data: bytes, longest: int, orientation: int = 1) -> Picture:
    with opened(data) as image:
        _check_pixels(*image.size)
        with _room(image):
            lossy = image.format in ("JPEG", "HEIF") and image.mode in ("L", "RGB", "CMYK")
            profile = image.info.get("icc_profile")
            image.draft(None, (longest, longest))
            image.seek(0)
            image.load()
            orientation = max(orientation, image.getexif().get(_ORIENTATION, 1))
            fit = _smaller(image if lossy else _writable(image), longest)
            return _written(_upright(fit, orientation), "JPEG" if lossy else "PNG", profile)


@contextmanager
def _room(image: "Image") -> Iterator[None]:
    """Large pictures are decoded one at a time, so that few hundred megabytes are enough."""
    if image.width * image.height < _LARGE:
        yield
        return
    with _one_at_a_time:
        yield


def _writable(image: "Image") -> "Image":
    """A picture in colours that PNG can hold."""
    if "transparency" in image.info or image.mode in ("PA", "La", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in _PNG_MODES else image.convert("RGB")


def _smaller(image: "Image", longest: int) -> "Image":
    if max(image.size) <= longest:
        return image
    if image.mode in ("P", "1"):
        image = image.convert("RGB" if image.mode == "P" else "L")
    image.thumbnail((longest, longest))
    return image


def _upright(image: "Image", orientation: int) -> "Image":
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _written(image: "Image", format: str, profile: bytes | None) -> Picture:
    image.info = {}  # nothing of the file it came from is written
    out = io.BytesIO()
    if format == "JPEG":
        image.save(out, "JPEG", quality=_QUALITY, icc_profile=profile)
    else:
        image.save(out, "PNG", icc_profile=profile if image.mode != "I;16" else None)
    return Picture(out.getvalue(), f"image/{format.lower()}", *image.size)


def opened(data: bytes) -> "Image":
    """A picture of a format that is read; its pixels are not decoded yet. Raises what Pillow raises
    of a bad one."""
    from PIL import Image

    if _brand(data) not in _HEIC:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    _learn_heic()
    return Image.open(io.BytesIO(data), formats=("HEIF",))


def _brand(data: bytes) -> bytes:
    return data[8:12] if data[4:8] == b"ftyp" else b""


@cache
def _learn_heic() -> None:
    """Telephones write it; Pillow reads it by another library, which is asked for only then."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unprintable(f"the picture is {width:,} by {height:,} pixels, more than can be read")
    if not width or not height:
        raise Unprintable("the picture is empty")


def _reason(data: bytes, error: Exception) -> Unprintable:
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return Unprintable("the picture has more pixels than can be read")
    if isinstance(error, UnidentifiedImageError) and _brand(data) not in _READ:
        kind = _kind(data)
        return Unprintable(f"{kind} cannot be printed" if kind else "this is not a picture")
    return Unprintable(f"the picture is damaged ({type(error).__name__})")


def _kind(data: bytes) -> str:
    start = data[:256].lstrip()
    if start.startswith(b"%!PS"):
        return "a PostScript file"
    if start.startswith(b"%PDF"):
        return "a PDF file"
    if start.startswith((b"<svg", b"<?xml")):
        return "an SVG drawing"
    if start[4:8] == b"ftyp":
        return "a film or a picture of the MP4 kind"
    return "a web page" if start[:9].lower().startswith((b"<!doctype", b"<html")) else ""
