"""JPEG and PNG without what cameras and programs wrote into them, bit for bit the same picture.

Only what a picture needs to be shown is carried over; everything else (places, serial numbers,
names, comments, small copies of the picture, and whatever follows its end) stays behind.
"""

import re
import struct
import zlib

from msgspec import Struct

JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"


class Stripped(Struct, frozen=True, gc=False):
    data: bytes
    width: int  # pixels, as stored
    height: int
    orientation: int  # 1 is upright; 2 to 8 as EXIF counts them


class Malformed(Exception):
    """The bytes do not follow the format."""


_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_NEEDED = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
     b"pHYs"}
)  # fmt: skip


def jpeg(data: bytes) -> Stripped:
    """Raises Malformed."""
    out = [data[:2]]
    width = height = 0
    orientation = 1
    at = 2
    while True:
        marker, body, end = _segment(data, at)
        if marker == _END:
            out.append(b"\xff\xd9")
            return Stripped(b"".join(out), width, height, orientation)
        if marker in _SIZES:
            height, width = struct.unpack_from(">HH", body, 1)
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            orientation = _orientation(body[6:])
        if marker == _SCAN:
            end = _scan_end(data, end)
            out.append(data[at:end])
        else:
            out.append(_kept(marker, body, data[at:end]))
        at = end


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """A segment's marker, its body and where it ends."""
    while data[at + 1 : at + 2] == b"\xff":  # padding
        at += 1
    if data[at : at + 1] != b"\xff" or at + 2 > len(data):
        raise Malformed("a segment was expected")
    marker = data[at + 1]
    if marker == _END:
        return marker, b"", at + 2
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(data) or (marker in _SIZES and length < 8):
        raise Malformed("a segment is cut short")
    return marker, data[at + 4 : end], end


def _scan_end(data: bytes, start: int) -> int:
    """Where the picture's own data ends, which has no markers but those for restarting."""
    found = _NEXT.search(data, start)
    if found is None:
        raise Malformed("the picture has no end")
    return found.start()


def _kept(marker: int, body: bytes, segment: bytes) -> bytes:
    """A segment as it goes on: whole, without its small picture, or not at all."""
    if marker == 0xE0:
        if not body.startswith(b"JFIF\0") or len(body) < 14:
            return b""
        return b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"
    if marker == 0xE2:
        return segment if body.startswith(b"ICC_PROFILE\0") else b""
    if marker == 0xEE:
        return segment if body.startswith(b"Adobe") else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == _COMMENT else segment


def png(data: bytes) -> Stripped:
    """Raises Malformed."""
    out = [PNG]
    orientation = 1
    at = len(PNG)
    while True:
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if at + 12 > len(data) or end > len(data):
            raise Malformed("the picture has no end")
        kind = data[at + 4 : at + 8]
        if zlib.crc32(memoryview(data)[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise Malformed("a checksum is wrong")
        if kind in _NEEDED:
            out.append(data[at:end])
        elif kind == b"eXIf":
            orientation = _orientation(data[at + 8 : end - 4])
        if kind == b"IEND":
            break
        at = end
    if data[12:16] != b"IHDR" or len(out[1]) < 20:
        raise Malformed("the picture has no size")
    width, height = struct.unpack_from(">II", data, 16)
    return Stripped(b"".join(out), width, height, orientation)


def _orientation(tiff: bytes) -> int:
    """How a picture is to be turned, from its EXIF data; 1, upright, where that says nothing."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = struct.unpack_from(f"{order}L", tiff, 4)
    if at + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHLH", tiff, entry)
        if tag == 0x0112:
            return value if kind == 3 and 1 <= value <= 8 else 1
    return 1
