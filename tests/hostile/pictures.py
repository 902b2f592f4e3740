"""Pictures that swell, lie about what they are, end too soon, or say more than they show."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

from PIL import Image

from tests.hostile.case import Case, Read
from tests.specimens.photos import jpeg, png


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def bare_png(
    width: int, height: int, pixels: bytes, *more: bytes, depth: int = 8, kind: int = 0
) -> bytes:
    head = chunk(b"IHDR", struct.pack(">2L5B", width, height, depth, kind, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + chunk(b"IEND", b"")


@cache
def gif(frames: int) -> bytes:
    """An animation of tiny frames, written by hand: a program would merge them."""
    head = b"GIF89a" + struct.pack("<2H3B", 4, 4, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = (
        b"\x21\xf9\x04\0\x01\0\0\0\x2c"
        + struct.pack("<4HB", 0, 0, 4, 4, 0)
        + b"\x02\x05\x84\x8f\xa9\xcb\x5d\0"
    )
    return head + frame * frames + b";"


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


def raw_exif(data: bytes) -> bytes:
    """A JPEG whose EXIF is any bytes."""
    whole = jpeg("CANARY-plain-photo")
    segment = b"\xff\xe1" + struct.pack(">H", len(data) + 8) + b"Exif\0\0" + data
    return whole[:2] + segment + whole[2:]


SIZE = struct.pack(">2L", 64, 64)


@cache
def heic() -> bytes:
    import pillow_heif

    made = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "red")).save(made)
    assert SIZE in made.getvalue()
    return made.getvalue()


def plain(format: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 1 if mode in "1LIF" else None).save(made, format)
    return made.getvalue()


PICTURES: dict[str, tuple[str, bytes]] = {
    "a picture of ten thousand million points by its head": (
        "a.png", bare_png(100_000, 100_000, b"\0" * 100)),
    "a picture of two hundred million points in kilobytes": (
        "a.png", bare_png(16_000, 12_500, b"\0" * (1 + 2_000) * 12_500, depth=1)),
    "a picture a hundred thousand points wide and one high": (
        "a.png", bare_png(100_000, 1, b"\0" * 100_001)),
    "a picture of no points": ("a.png", bare_png(0, 0, b"")),
    "a picture with a text that swells": ("a.png", bare_png(
        4, 4, b"\0" * 20, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9)))),
    "a picture with a profile that swells": ("a.png", bare_png(
        4, 4, b"\0" * 20, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 100_000_000, 9)))),
    "an animation of ten thousand frames": ("a.gif", gif(10_000)),
    "a photograph that was cut off": ("a.jpg", jpeg("CANARY-plain-photo")[:-300]),
    "a photograph that was cut off in its head": ("a.jpg", jpeg("CANARY-plain-photo")[:30]),
    "a photograph of rubbish": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20),
    "a picture of no bytes": ("a.png", b""),
    "a picture of NUL": ("a.png", b"\0" * 10_000),
    "a page called a picture": ("a.png", b"<!DOCTYPE html><title>404</title>"),
    "a program called a picture": ("a.jpg", b"MZ\x90\0" + b"\0" * 500),
    "PostScript called a photograph": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"
                                       b"(/etc/passwd) run\n"),
    "a document called a picture": ("a.png", b"%PDF-1.7\n1 0 obj<<>>endobj\n"),
    "a drawing with a script": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alertme()'
                                b'</script><image href="file:///etc/passwd"/></svg>'),
    "a drawing with entities": ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY e SYSTEM "file:///etc/'
                                b'passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>'),
    "a picture called by another's name": ("a.jpg", png("CANARY-plain-png")),
    "a picture of a kind that no book takes": ("a.bmp", plain("BMP")),
    "a map of points in black and white": ("a.tiff", plain("TIFF", mode="1")),
    "a photograph turned in a way that there is not": ("a.jpg", turned(99)),
    "a photograph turned by a word": (
        "a.jpg", raw_exif(b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x04\0\0\0abc\0\0\0\0\0")),
    "a photograph turned by zero": ("a.jpg", turned(0)),
    "a photograph whose facts are rubbish": ("a.jpg", raw_exif(b"II*\0" + b"\xff" * 200)),
    "a photograph whose facts go round in a circle": (
        "a.jpg", raw_exif(b"II*\0\x08\0\0\0\x01\0" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + b"\x08\0\0\0")),
    "a photograph whose facts are as long as can be": ("a.jpg", raw_exif(b"II*\0" + b"\0" * 60_000)),
    "a telephone's photograph that was cut off": ("a.heic", heic()[:-90]),
    "a telephone's photograph that is larger than it is": (
        "a.heic", heic().replace(SIZE, struct.pack(">2L", 30_000, 30_000))),
    "a telephone's photograph whose boxes are rubbish": (
        "a.heic", heic()[:60] + b"\xff" * 60 + heic()[120:]),
    "an icon of no icon": ("a.ico", b"\0\0\x01\0\xff\xff" + b"\0" * 100),
}  # fmt: skip

TEXT = b"# Light\n\nThe first of them.\n\n![A lamp]({})\n\nThe last of them.\n"
SAYS = ("The first of them.", "The last of them.")
HIDES = ("CANARY-plain", "alertme", "root:x:0")


def case(name: str, file: str, data: bytes) -> Case:
    members = {"light.md": TEXT.replace(b"{}", file.encode()), file: data}
    return Case(name, "lights", lambda: members, Read(1, says=SAYS, hides=HIDES))


def _alike() -> dict[str, bytes]:
    shown = b"".join(b"\n\n![a](%d.png)" % n for n in range(300))
    pictures = {f"{n}.png": png("CANARY-plain-png", n) for n in range(300)}
    return {"light.md": TEXT.replace(b"![A lamp]({})", shown), **pictures}


CASES = (
    *[case(name, file, data) for name, (file, data) in PICTURES.items()],
    Case("three hundred pictures in one text", "lights", _alike, Read(1, says=SAYS, hides=HIDES)),
    Case("pictures by names that lead out", "lights",
         lambda: {"light.md": TEXT.replace(b"{}", b"../../../../etc/passwd")
                  + b"![x](/etc/hostname) ![y](file:///etc/passwd) ![z](%2e%2e/%2e%2e/etc/passwd)"},
         Read(1, says=SAYS, hides=HIDES)),
    Case("a picture that is a folder", "lights",
         lambda: {"light.md": TEXT.replace(b"{}", b"a.png"), "a.png/b.txt": b"x"}, Read(1, says=SAYS)),
)  # fmt: skip
