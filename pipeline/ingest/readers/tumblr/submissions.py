"""Submissions: posts that a reader sent in and the blog published. Their words are the reader's,
and stand under the name that the blog showed with them; how to reach the reader is nobody's
business."""

from __future__ import annotations

from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.markup.plain import clean_text

_NAMELESS = "Anonymous"


def hand_over(item: Item, name: str) -> None:
    """Make all words of an item its sender's."""
    name = " ".join(clean_text(name).split())
    if not name or "@" in name.lstrip("@"):  # an address is no name
        name = _NAMELESS
    item.voices = tuple(
        voice if voice.other else Voice(voice.html, name, other=True)
        for voice in item.voices or (Voice(item.text),)
    )
    item.text = item.author = ""
    item.submitted = True
