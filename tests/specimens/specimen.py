"""A specimen: a small archive of our own writing in the form of one platform, in one era.

Canaries are words of the form CANARY-format-field: each stands in one private field, and none may
come out. Robins are words of the form ROBIN-format-field: each stands in a public text, and all
must be in the book, so that a search which finds no canary is known to have looked at something.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

CANARY = re.compile(rb"canary-[a-z0-9]+-[a-z0-9-]*[a-z0-9]", re.IGNORECASE)
ROBIN = re.compile(rb"ROBIN-[a-z0-9]+-[a-z0-9-]*[a-z0-9]")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Specimen:
    format: str  # the name of the reader that is to read it
    era: str
    members: dict[str, bytes]
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By a kind of items that are not public: the canaries that may come in once a recipe names it,
    by how they start. The first of each is then in the text of the book."""
    alone: str = ""
    """The member that is an archive by itself as well; "" where the format needs several."""

    @property
    def name(self) -> str:
        return f"{self.format}-{self.era}".replace(" ", "-")

    @property
    def canaries(self) -> set[str]:
        return words(CANARY, self.members)

    @property
    def robins(self) -> set[str]:
        return words(ROBIN, self.members)

    @property
    def forms(self) -> tuple[str, ...]:
        return ("zip", "folder", "file") if self.alone else ("zip", "folder")

    def write(self, folder: Path, form: str) -> Path:
        """The specimen as a zip, a folder or a single file, in a folder."""
        if form == "file":
            return put(folder / Path(self.alone).name, self.members[self.alone])
        if form == "zip":
            return put(folder / f"{self.name}.zip", zipped(self.members))
        for name, data in self.members.items():
            put(folder / self.name / name, data)
        return folder / self.name

    def of(self, form: str) -> Specimen:
        """What there is of it in this form: a single file has fewer birds."""
        if form != "file":
            return self
        only = {self.alone: self.members[self.alone]}
        return Specimen(self.format, self.era, only, self.named, self.alone)


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of members, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 12, 0, 0)), data)
    return made.getvalue()


def words(pattern: re.Pattern[bytes], members: dict[str, bytes]) -> set[str]:
    """The birds of one sort in members, in packages within them, and in their names."""
    found: set[str] = set()
    for name, data in members.items():
        found |= {bird.decode() for bird in pattern.findall(name.encode() + b"\n" + data)}
        if data[:4] in _PACKED:
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                found |= words(pattern, {one: inner.read(one) for one in inner.namelist()})
    return found


def text(data: str) -> bytes:
    """A member that starts at the first line of an indented literal."""
    return data.lstrip("\n").encode()
