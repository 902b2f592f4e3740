"""What a post carries besides its text: pictures, films, cards, quoted records."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from pipeline.ingest.readers.bluesky import addresses
from pipeline.ingest.readers.bluesky.pictures import Pictures, cid_of
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text, inlines
from pipeline.model.origin import Origin
from pipeline.model.text import Block, Embed, Figure, Image, Link, Paragraph, Text

_ALT = re.compile(r"alt:\s*", re.IGNORECASE)
_MOVING = frozenset({"media.tenor.com", "static.klipy.com", "media.giphy.com"})


class Embeds:
    """The attachments of one post."""

    def __init__(
        self,
        pictures: Pictures,
        own: str,
        keys: frozenset[str],
        page: str,
        handles: dict[str, str],
    ) -> None:
        self.pictures = pictures
        self.handles = handles  # of other people, by their DIDs
        self.own = own  # the account's DID
        self.keys = keys  # of the posts that the repository holds
        self.page = page  # where people see the post
        self.unknown: list[str] = []

    def blocks(self, embed: Any, linked: list[str], context: Context) -> list[Block]:
        """The blocks of an embed; a card for an address that the text links to anyway is left
        out."""
        if not isinstance(embed, dict):
            return []
        kind = str(embed.get("$type", "")).removesuffix("#main")
        match kind.removeprefix("app.bsky.embed."):
            case "images":
                return self._images(embed.get("images"), context)
            case "gallery":
                return self._images(embed.get("items") or embed.get("media"), context)
            case "video":
                return [self._video(embed, context)]
            case "external":
                return self._card(embed.get("external"), linked, context)
            case "record":
                return self._quote(embed.get("record"), context)
            case "recordWithMedia":
                media = self.blocks(embed.get("media"), linked, context)
                return media + self.blocks(_once(embed.get("record")), linked, context)
            case _:
                self.unknown.append(kind)
                return []

    def _images(self, images: Any, context: Context) -> list[Block]:
        found = [
            Image(self.pictures.key(cid), _words(image.get("alt")))
            for image in (images if isinstance(images, list) else ())
            if isinstance(image, dict) and (cid := cid_of(image.get("image")))
        ]
        return [Figure(tuple(found), (), context.origin())] if found else []

    def _video(self, embed: dict[str, Any], context: Context) -> Block:
        return Embed(self.page, inlines(_words(embed.get("alt"))), context.origin(), "video")

    def _card(self, card: Any, linked: list[str], context: Context) -> list[Block]:
        fields = card if isinstance(card, dict) else {}
        url, title = _words(fields.get("uri")), _words(fields.get("title"))
        if not addresses.may_be_linked(url):
            return []
        if url in linked:
            context.dropped("bluesky.card", title)
            return []
        about = _words(fields.get("description"))
        if _is_moving(url):
            words = _ALT.sub("", about, count=1) or title
            return [Embed(url, inlines(words), context.origin(), "video")]
        return [Embed(url, inlines(title), context.origin())]

    def _quote(self, record: Any, context: Context) -> list[Block]:
        """A quoted record: a link to it where it is an own post, which the book may hold."""
        uri = _words(record.get("uri")) if isinstance(record, dict) else ""
        did, collection, key = addresses.parts(uri)
        page = addresses.page(uri)
        if not did:
            return []
        if did == self.own and collection == "app.bsky.feed.post" and key in self.keys:
            shown = Text(page.partition("://")[2])
            return [Paragraph((Link((shown,), page, "", key),), context.origin())]
        kind = "post" if collection == "app.bsky.feed.post" else "link"
        return [shown_at(page, did, self.handles, context.origin(), kind)]


def shown_at(
    page: str, did: str, handles: dict[str, str], origin: tuple[Origin, ...], kind: str
) -> Embed:
    """Something of someone else's: its page, shown with their handle where that is known."""
    handle = handles.get(did)
    words = page.partition("://")[2].replace(did, handle) if handle else ""
    return Embed(page, inlines(words), origin, kind)


def _once(record: Any) -> Any:
    """The record of a record with media, which must not hold another such pair."""
    known = isinstance(record, dict) and record.get("$type") == "app.bsky.embed.recordWithMedia"
    return None if known else record


def _is_moving(url: str) -> bool:
    try:
        return urlsplit(url).hostname in _MOVING
    except ValueError:
        return False


def _words(value: Any) -> str:
    return clean_text(value).strip() if isinstance(value, str) else ""
