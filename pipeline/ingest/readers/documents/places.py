"""Places: where the pictures of a document lie, and what its links lead to."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.documents.formats import ENDINGS, ending
from pipeline.ingest.readers.documents.prepared import Prepared
from pipeline.ingest.readers.markdown.places import wrapper
from pipeline.ingest.unpack import WITHIN
from pipeline.model.errors import ArchiveError

_GUESSED_ENDINGS = ".png .jpg .jpeg .gif .webp .tif .tiff .bmp .svg .eps .pdf"
_GUESSED = ("", *_GUESSED_ENDINGS.split())
_UNPRINTABLE = (".eps", ".pdf")
_LOOSE = re.compile(r"[\W_]+")


class Places:
    """The documents and the pictures of one archive."""

    def __init__(self, intake: Intake, members: list[str]) -> None:
        self.intake = intake
        self.archive = intake.archive
        names = [member.name for member in intake.archive.members]
        self.root = "" if intake.archive.single else wrapper(names)
        self._names = {name.lower(): name for name in names}
        self._last: dict[str, str] = {}
        for name in names:
            self._last.setdefault(name.lower().rpartition("/")[2], name)
        self.ids = self._ids(members)
        self.items: dict[str, str] = {}  # what a link may call a document, to its id
        for member in members:
            for key in self._keys(member):
                self.items.setdefault(key, self.ids[member])

    def path(self, member: str) -> str:
        return member.removeprefix(self.root)

    def _ids(self, members: list[str]) -> dict[str, str]:
        """The id of each document: its path without the ending; with it, where two would be one."""
        bare = {member: self.path(member).rpartition(".")[0] for member in members}
        bare = {member: path or self.path(member) for member, path in bare.items()}
        counts: dict[str, int] = {}
        for path in bare.values():
            counts[path] = counts.get(path, 0) + 1
        return {
            member: path if counts[path] == 1 else self.path(member)
            for member, path in bare.items()
        }

    def _keys(self, member: str) -> list[str]:
        path = self.path(member).lower()
        bare = path.rpartition(".")[0]
        return ["/" + path, "/" + bare, _loose(bare.rpartition("/")[2])]

    def item(self, member: str, address: str) -> str:
        """The id of the document that an address in another means; "" for none."""
        path = unquote(address.split("#", 1)[0].split("::", 1)[0].split("?", 1)[0])
        if not path or "://" in path:
            return ""
        folder = posixpath.dirname(self.path(member))
        full = "/" + posixpath.normpath(posixpath.join("/", folder, path)).lower().lstrip("/")
        if ending(full) in ENDINGS or ending(full) in ("html", "htm", "pdf"):
            full = full.rpartition(".")[0]
        return self.items.get(full, "")

    def named(self, name: str) -> str:
        """The id of the document of a name, as a wiki links to it; "" for none."""
        return self.items.get(_loose(name.split("#", 1)[0]), "")

    # -- pictures ----------------------------------------------------------------------------------

    def picture(self, member: str, made: Prepared, packed: bool, address: str) -> str:
        """The key of a picture, by its address in a document."""
        if address.startswith("data:"):
            return self.intake.absent(address[:40], "it lies within the text, not in a file")
        if "://" in address or address.startswith("//"):
            return self.intake.absent(address, "on the web, not in the archive")
        address = address.removeprefix("attachment:")
        if address in made.pictures:
            return self.intake.written_in(member, made.pictures[address])
        found = self._part(member, made, address) if packed else self._file(member, address)
        if found is None:
            return self.intake.absent(address, f"the archive does not hold {address}")
        if found.lower().endswith(_UNPRINTABLE):
            return self.intake.absent(address, f"{found} is a page of print, not a picture")
        return self.intake.picture(found)

    def _part(self, member: str, made: Prepared, address: str) -> str | None:
        """A picture within a package, as a member of the archive."""
        try:
            package = self.archive.package(member)
        except ArchiveError:
            return None
        for path in dict.fromkeys((address, unquote(address))):
            for base in (made.root, ""):
                part = posixpath.normpath(posixpath.join(base, path)).lstrip("/")
                if part in package:
                    return f"{member}{WITHIN}{part}"
        return None

    def _file(self, member: str, address: str) -> str | None:
        """A picture beside a document; TeX leaves the ending to be guessed."""
        path = address.split("#", 1)[0].split("?", 1)[0]
        bases = (posixpath.dirname(member), self.root, "")
        for spelled in dict.fromkeys((path, unquote(path))):
            for guessed in _GUESSED:
                for base in bases:
                    full = posixpath.normpath(posixpath.join(base, spelled.lstrip("/") + guessed))
                    if found := self._names.get(full.lower()):
                        return found
        last = path.lower().rpartition("/")[2]
        return next((self._last[last + g] for g in _GUESSED if last + g in self._last), None)


def _loose(name: str) -> str:
    return _LOOSE.sub(" ", name).strip().casefold()
