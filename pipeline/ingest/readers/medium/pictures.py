"""Pictures: what Medium calls them, in whole, and where an archive may hold them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pipeline.ingest.intake import Intake

NOT_HERE = "on Medium's servers, not in the export"

_ADDRESS = re.compile(
    r"(?P<host>https?://(?:cdn-images-\d+|miro)\.medium\.com/)(?:[^?#]*/)?(?P<id>[^/?#]+)"
)
_SIGN = re.compile(r"\A(\d+)[*_-]")
_ENDING = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)\Z", re.IGNORECASE)


class Pictures:
    """The pictures that lie beside the posts, by their names on Medium's servers."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._members: dict[str, str] = {}
        for member in intake.archive.members:
            name = member.name.rpartition("/")[2]
            if _ENDING.search(name) or _SIGN.match(name):
                self._members.setdefault(_plain(name), member.name)
                self._members.setdefault(_ENDING.sub("", _plain(name)), member.name)

    def key(self, url: str) -> str:
        """The key of a picture, by its address in a text."""
        address = whole(url)
        name = _plain(unquote(address.rpartition("/")[2].split("?", 1)[0]))
        member = self._members.get(name) or self._members.get(_ENDING.sub("", name))
        return self.intake.picture(member) if member else self.intake.absent(address, NOT_HERE)


def whole(url: str) -> str:
    """The address of a picture in its full size: without the commands that make it smaller, some
    of which (`/fit/t/NaN/NaN/`) lead nowhere."""
    found = _ADDRESS.match(url)
    if found is None:
        return "https:" + url if url.startswith("//") else url
    return found["host"] + found["id"]


def _plain(name: str) -> str:
    """A name by which the same picture is known when it was saved: systems take no asterisks."""
    return _SIGN.sub(r"\1*", name.lower())
