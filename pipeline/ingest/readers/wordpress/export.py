"""The export taken apart: its items, and what it says of the blog itself."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from pipeline.ingest.readers.wordpress.item import Item


class Channel(Struct):
    """What an export says of the whole blog."""

    fields: dict[str, str] = {}
    authors: dict[str, str] = {}  # login name -> the name that is shown


class Export(Struct):
    """One export file, taken apart."""

    items: list[Item]
    channel: Channel

    def without_texts(self, start: int) -> Export:
        """The same, without the texts of posts from this item on."""
        items = [
            item if at < start or item.kind == "wp_block" else replace(item, content="")
            for at, item in enumerate(self.items)
        ]
        return Export(items, self.channel)
