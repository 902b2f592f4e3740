"""Pictures: the file of the archive that an address in a text means, by every rule of naming.

../media/tumblr_abc_1280.jpg        tumblr-utils, its own folder
https://….tumblr.com/…/abc_500.jpg  the same picture in another size
../../media/123.png, 123_0.png      the export: the number of the post, and the picture's place
https://64.media.tumblr.com/…       the export: the place among the post's pictures tells it
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from urllib.parse import unquote

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.tumblr.members import PICTURES

_OWN = r"(?:.*/)?(\d{5,25})(?:_o?(\d{1,4}))?\.[a-z]+"
_SIZE = r"_(?:raw|\d{2,4}|\d{2,4}sq)(?=\.\w+\Z)"


class Pictures:
    """The pictures of one archive."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._members: dict[str, str] = {}  # by whole path
        self._names: dict[str, str] = {}  # by name, and by name without its size
        self._own: dict[str, dict[int, str]] = {}  # by post and place
        known = re.compile(r".*\." + PICTURES, re.IGNORECASE | re.DOTALL)
        for member in intake.archive.members:
            if known.fullmatch(member.name):
                self._learn(member.name)

    def _learn(self, member: str) -> None:
        self._members[member.lower()] = member
        name = member.lower().rsplit("/", 1)[-1]
        self._names.setdefault(name, member)
        self._names.setdefault(re.sub(_SIZE, "", name), member)
        if found := re.fullmatch(_OWN, member.lower(), re.DOTALL):
            places = self._own.setdefault(found[1], {})
            places.setdefault(int(found[2] or 0), member)

    def own(self, item: str) -> list[str]:
        """The pictures that carry a post's number, in order."""
        return [member for _, member in sorted(self._own.get(item, {}).items())]

    def exact(self, page: str, src: str) -> str:
        """The member that an address on a page spells out, or that has the picture in another
        size; "" where there is none."""
        path = unquote(html.unescape(src).split("#", 1)[0].split("?", 1)[0])
        if "://" not in path and not path.startswith("//"):
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)).lower()
            if whole in self._members:
                return self._members[whole]
        name = path.lower().rsplit("/", 1)[-1]
        return self._names.get(name) or self._names.get(re.sub(_SIZE, "", name), "")


class OfPost:
    """The pictures of one post, in the order in which its text shows them."""

    def __init__(self, pictures: Pictures, item: str, page: str, official: bool) -> None:
        self._pictures = pictures
        self._item = item
        self._page = page
        self._own = pictures.own(item) if official else []
        self._places: dict[str, int] = {}
        self._used: Counter[str] = Counter()

    def __call__(self, src: str) -> str:
        """The key of the picture that an address means."""
        intake = self._pictures.intake
        place = self._places.setdefault(src, len(self._places))
        member = self._pictures.exact(self._page, src)
        if self._own and (not member or not self._is_own(member)):
            member = self._at(place) or member
        if member:
            return intake.picture(member)
        if "://" in src or src.startswith("//"):
            return intake.absent(src, "on the web, not in the archive")
        name = src.split("?", 1)[0].rsplit("/", 1)[-1]
        return intake.absent(name, f"the archive does not hold {name}")

    def _is_own(self, member: str) -> bool:
        """Whether a file carries this post's number, or none. The export is known to name the file
        of another post where it means this one's."""
        found = re.fullmatch(_OWN, member.lower(), re.DOTALL)
        return found is None or found[1] == self._item

    def _at(self, place: int) -> str:
        """The file for a place among the post's pictures."""
        return self._own[place] if place < len(self._own) else ""
