"""Pictures: Blogger serves each in many sizes, under an address for every size."""

from __future__ import annotations

import re

NOT_HERE = "not in the archive"

_HOST = (
    r"https?://(?:\d\.bp\.blogspot\.com|bp\d\.blogger\.com|lh\d\.ggpht\.com"
    r"|(?:[\w-]+\.)?googleusercontent\.com)/"
)
_SIZE = r"(?:/|=)([swh])(\d{1,5})(?:-[A-Za-z0-9]{1,10}){0,8}(?=/[^/]*\Z|\Z)"
_OLDEST = r"(https?://photos\d?\.blogger\.com/.*/)(?:\d{3,4})(/[^/]+)\Z"
_LARGE = 1600
"""Pixels of the size that Blogger shows when one looks at a picture."""


def whole(url: str) -> str:
    """The address of a picture in the size in which one looks at it, whatever size is named."""
    url = url.strip()
    url = "https:" + url if url.startswith("//") else url
    oldest = re.match(_OLDEST, url)
    if oldest:
        return f"{oldest[1]}{_LARGE}{oldest[2]}"
    if not re.match(_HOST, url, re.IGNORECASE):
        return url
    return re.sub(_SIZE, _enlarged, url.split("?", 1)[0])


def _enlarged(match: re.Match[str]) -> str:
    size = int(match[2])
    kept = match[1] == "s" and (size > _LARGE or size == 0)
    return f"{match[0][0]}s{size if kept else _LARGE}"
