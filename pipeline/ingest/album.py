"""The album: the pictures that lie in an archive beside the texts, found by the names in addresses.

Platforms name a picture in its address, and give the file that name; where they had to shorten or
number it, a note beside the file says what it was called.
"""

from __future__ import annotations

import json
import posixpath
import re
from functools import cached_property
from urllib.parse import unquote_plus, urlsplit

from pipeline.ingest.intake import Intake
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError
from pipeline.model.finding import counted

PICTURE = r".*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)"
SEVERAL = "several pictures of the archive have its name"

_LARGEST_NOTE = 1 << 16


class Album:
    """The pictures of one archive, by their names without folders."""

    def __init__(self, intake: Intake) -> None:
        self.archive = intake.archive
        self.doubtful: set[str] = set()  # members that pictures of two addresses are taken to be
        self._intake = intake
        self._taken: dict[str, str] = {}  # members, and the path of the address that took them
        self._names = [
            member.name
            for member in self.archive.members
            if re.fullmatch(PICTURE, member.name, re.IGNORECASE | re.DOTALL)
        ]

    def key(self, url: str, missing: str, folder: str = "") -> str:
        """The key of the picture at an address; `missing` says why there may be none. Of several
        pictures of one name, those in a folder of the name `folder` are meant."""
        found = self._find(url, folder) if self._names else []
        if len(found) != 1:
            return self._intake.absent(url, SEVERAL if found else missing)
        member = found[0]
        if self._taken.setdefault(member, _path(url)) != _path(url):
            self.doubtful.add(member)
        return self._intake.picture(member)

    def tell(self) -> None:
        """A finding where it is not sure that the right picture is shown."""
        if self.doubtful:
            self._intake.bench.find(
                "album.same-name",
                "warning",
                f"{counted(len(self.doubtful), 'file is', 'files are')} shown for pictures "
                "from several addresses, since these have the same name.",
                place=self.archive.name,
                todo="look whether the right pictures are shown, and rename the files if not",
            )

    def _find(self, url: str, folder: str) -> list[str]:
        name = file_name(url)
        found = dict.fromkeys([*self._by_name.get(name, ()), *self._noted.get(name, ())])
        near = [member for member in found if folder and f"/{folder}/" in f"/{member}"]
        left = near or _alike(list(found), _path(url))
        if len(left) < 2:
            return left
        # The same picture may lie in two places.
        return list({self.archive.checksum(member): member for member in left[::-1]}.values())

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for member in self._names:
            found.setdefault(posixpath.basename(member).lower(), []).append(member)
        return found

    @cached_property
    def _noted(self) -> dict[str, list[str]]:
        """The pictures by the names that notes beside them tell."""
        members = set(self._names)
        found: dict[str, list[str]] = {}
        for member in self.archive.members:
            picture = member.name.removesuffix(".json")
            if picture in members and picture != member.name and member.size <= _LARGEST_NOTE:
                name = _name_in(self.archive, member.name)
                if name:
                    found.setdefault(name, []).append(picture)
        return found


def _alike(members: list[str], path: str) -> list[str]:
    """Those members whose folders are the most like those of a path."""
    if len(members) < 2:
        return members
    wanted = path.split("/")[::-1]
    counts = {member: _shared(member.lower().split("/")[::-1], wanted) for member in members}
    most = max(counts.values())
    return [member for member in members if counts[member] == most]


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def file_name(url: str) -> str:
    """The name of the file at an address, in small letters."""
    return _path(url).rpartition("/")[2]


def _path(url: str) -> str:
    """The path of an address, as it is spelled on a disk, in small letters."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url.split("?", 1)[0].split("#", 1)[0]
    path = unquote_plus(path.rstrip("/"))
    return (unquote_plus(path) if re.search(r"%[0-9A-Fa-f]{2}", path) else path).lower()


def _name_in(archive: Unpacked, note: str) -> str:
    try:
        said = json.loads(archive.read(note))
    except (ValueError, RecursionError, ArchiveError):
        return ""
    name = said.get("filename") if isinstance(said, dict) else None
    return name.lower() if isinstance(name, str) else ""
