"""Pictures: each once beside the pages, under a name that its bytes give it."""

import re
from io import BytesIO

from PIL import Image as Painter

from pipeline.export.site.marks import attribute
from pipeline.model.bench import Bench
from pipeline.model.post import Media
from pipeline.model.text import Image

_SUFFIXES = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp", "image/avif": "avif", "image/tiff": "png",
}  # fmt: skip
_UNNAMED = re.compile(r"[^A-Za-z0-9_-]+")
NARROW = 720
"""Pixels: the width of the second form of a picture, for screens that need no more."""

_WORTH = 1.6  # how much wider a picture must be for a second form to pay
_HEAVIEST = 40_000_000  # pixels: a picture with more is not painted again


class Pictures:
    """The pictures of one site."""

    def __init__(self, media: tuple[Media, ...]) -> None:
        self._media = {row.key: row for row in media}
        self.used: dict[str, Media] = {}  # name -> row
        self.narrow: dict[str, str] = {}  # name of the second form -> name of the picture

    def held(self, key: str) -> Media | None:
        """The row of a picture that a page can show; None where there is none."""
        row = self._media.get(key)
        return row if row and row.digest and row.mime in _SUFFIXES else None

    def tag(self, image: Image, row: Media) -> str:
        """The element of a picture."""
        name = self._name(row)
        self.used[name] = row
        size = f' width="{row.width}" height="{row.height}"' if row.width and row.height else ""
        title = f' title="{attribute(image.title)}"' if image.title else ""
        return (
            f'<img src="pictures/{name}"{self._forms(name, row)}{size} alt="{attribute(image.alt)}"'
            f'{title} loading="lazy" decoding="async"/>'
        )

    def _name(self, row: Media) -> str:
        stem = _UNNAMED.sub("-", row.key.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip("-")[:40]
        return f"{stem or 'picture'}-{row.digest[:10]}.{_SUFFIXES[row.mime]}"

    def _forms(self, name: str, row: Media) -> str:
        pays = row.width >= NARROW * _WORTH and row.width * row.height <= _HEAVIEST
        if not pays or row.mime not in ("image/jpeg", "image/png"):
            return ""
        stem, _, suffix = name.rpartition(".")
        self.narrow[f"{stem}-{NARROW}.{suffix}"] = name
        return (
            f' srcset="pictures/{stem}-{NARROW}.{suffix} {NARROW}w, pictures/{name} {row.width}w"'
            ' sizes="(max-width: 45rem) 92vw, 40rem"'
        )

    def write(self, bench: Bench) -> None:
        """The pictures, one at a time."""
        for name, row in sorted(self.used.items()):
            data = bench.blobs.get(row.digest)
            with bench.deliver(f"web/pictures/{name}", "web") as out:
                out.write(_as_png(data) if row.mime == "image/tiff" else data)
        for name, whole in sorted(self.narrow.items()):
            with bench.deliver(f"web/pictures/{name}", "web") as out:
                out.write(_narrowed(bench.blobs.get(self.used[whole].digest)))


def _as_png(data: bytes) -> bytes:
    out = BytesIO()
    with Painter.open(BytesIO(data)) as picture:
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "PNG")
    return out.getvalue()


def _narrowed(data: bytes) -> bytes:
    """The picture at `NARROW` pixels, in its own format."""
    out = BytesIO()
    with Painter.open(BytesIO(data)) as picture:
        form = picture.format or "PNG"
        picture.draft("RGB", (NARROW, NARROW * picture.height // picture.width))
        if picture.mode not in ("RGB", "L", "RGBA"):
            picture = picture.convert("RGBA" if form == "PNG" else "RGB")  # type: ignore[assignment]
        size = (NARROW, max(1, round(picture.height * NARROW / picture.width)))
        small = picture.resize(size, Painter.Resampling.LANCZOS)
        small.save(out, form, **({"quality": 82} if form == "JPEG" else {"optimize": True}))
    return out.getvalue()
