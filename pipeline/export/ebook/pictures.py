"""Pictures: each once in the file, whatever it is called and however often it is shown."""

from pipeline.export.ebook.words import Words
from pipeline.export.site import pictures
from pipeline.export.site.marks import attribute
from pipeline.export.word.package import Package
from pipeline.model.bench import Blobs
from pipeline.model.post import Media
from pipeline.model.text import Image

SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""The kinds of picture that every reader of EPUB shows."""


class Pictures(pictures.Pictures):
    """The pictures of one file. One without words says in the book's language that it is a
    picture, and of which post, and is counted: a reader who cannot see it should at least know
    that it is there. That is no description, and the book does not claim that it were one."""

    def __init__(self, media: tuple[Media, ...], say: Words) -> None:
        super().__init__(media)
        self._say = say
        self.place = ""  # the title or the day of what is being written
        self._parts: dict[str, tuple[str, str]] = {}  # digest -> member, media type
        self.shown = 0
        self.undescribed = 0

    def held(self, key: str) -> Media | None:
        row = self._media.get(key)
        return row if row and row.digest and row.mime in SUFFIXES else None

    def tag(self, image: Image, row: Media) -> str:
        name = f"images/{row.digest[:16]}.{SUFFIXES[row.mime]}"
        self._parts[row.digest] = (name, row.mime)
        self.shown += 1
        size = f' width="{row.width}" height="{row.height}"' if row.width and row.height else ""
        title = f' title="{attribute(image.title)}"' if image.title else ""
        alt = f'alt="{attribute(image.alt)}"'
        if not image.alt.strip():
            self.undescribed += 1
            say, place = self._say, self.place
            words = say.picture_of.format(place=place) if place else say.picture
            alt = f'alt="{attribute(words)}" class="undescribed"'
        return f'<img src="../{name}" {alt}{title}{size}/>'

    def moving(self) -> bool:
        """Whether one of them may move, and so flash."""
        return any(mime in ("image/gif", "image/webp") for _, mime in self._parts.values())

    def parts(self) -> list[tuple[str, str]]:
        """Member and media type of each."""
        return sorted(self._parts.values())

    def pack(self, package: Package, blobs: Blobs, folder: str) -> None:
        """The pictures themselves, one at a time."""
        for digest, (name, _) in sorted(self._parts.items(), key=lambda part: part[1]):
            package.store(f"{folder}/{name}", blobs.get(digest))
