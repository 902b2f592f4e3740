"""Addresses: those of tweets, those that stand bare in prose, and what a reader sees of one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BARE = re.compile(r"(?i:https?)://[\w-]+(?:\.[\w-]+)+(?:[/?#:][!#-;=?-Z\[\]_a-z{|}~]*)?", re.ASCII)
_BEHIND = re.compile(r"[\s!-/:-@\[-`{-~」』）】、。！？”’»]|\Z")
_STATUS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?\w+(?:/web)?/status(?:es)?/(\d+)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"https?://(?:www\.)?")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def status(address: str) -> str:
    """The id of the tweet that an address leads to; "" when it leads elsewhere."""
    found = _STATUS.match(address) if "/status" in address else None
    return found[1] if found else ""


def visible(display: str | None, address: str) -> str:
    """What a reader sees of a link: as the platform showed it, unless that is cut off."""
    if display and "…" not in display:
        return display
    return _HEAD.sub("", address, count=1)


def is_one(written: str, url: str) -> bool:
    """Whether a stretch of a tweet's text is the address that an entity says it is."""
    return written == url or html.unescape(written) == url or written[:4].lower() == "http"


def may_be_linked(address: str) -> bool:
    return address[:7].lower() == "http://" or address[:8].lower() == "https://"


def bare(text: str) -> Iterator[tuple[int, int]]:
    """Where whole addresses stand in prose, as from before the platform shortened them. One that
    was cut off (`http://light.exam…`), or that runs on into other letters, is not whole."""
    for found in _BARE.finditer(text):
        end = found.start() + len(_without_punctuation(found[0]))
        if _BEHIND.match(text, end) and not text.startswith("..", end):
            yield found.start(), end


def _without_punctuation(address: str) -> str:
    """An address without the punctuation that belongs to the sentence around it."""
    while address[-1] in ".,;:!?'*_~" or _is_unpaired(address):
        address = address[:-1]
    return address


def _is_unpaired(address: str) -> bool:
    pair = _PAIRS.get(address[-1])
    return pair is not None and address.count(address[-1]) > address.count(pair)
