"""Photographs that say more than they show: where they were taken, by whom, with what."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo


@cache
def jpeg(canary: str, colour: int = 0x336699, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG whose EXIF, XMP and comment each hold the canary, with a place on earth."""
    exif = Image.Exif()
    exif[Base.ImageDescription] = f"{canary}-description"
    exif[Base.Artist] = f"{canary}-artist"
    exif[Base.Make] = f"{canary}-camera"
    exif.get_ifd(IFD.Exif)[Base.BodySerialNumber] = f"{canary}-serial"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (54.0, 1.0, 2.5)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "W", (2.0, 40.0, 3.5)
    place[GPS.GPSAreaInformation] = f"{canary}-gps".encode()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><c>{canary}-xmp</c></x:xmpmeta>".encode()
    made = io.BytesIO()
    picture = Image.new("RGB", size, colour)
    picture.save(made, "JPEG", exif=exif, xmp=xmp, comment=f"{canary}-comment".encode())
    return made.getvalue()


@cache
def png(canary: str, colour: int = 0x996633, size: tuple[int, int] = (48, 64)) -> bytes:
    """A PNG with a text chunk, and with bytes behind its end."""
    said = PngInfo()
    said.add_text("Author", f"{canary}-text")
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG", pnginfo=said)
    return made.getvalue() + f"{canary}-behind".encode()
