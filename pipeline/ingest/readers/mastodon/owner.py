"""Whose archive it is: as `actor.json` says, or as the activities themselves show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from pipeline.ingest.readers.mastodon.fields import Fields, address, objects, text
from pipeline.ingest.readers.mastodon.names import host_of, person_of
from pipeline.markup.plain import clean_text

_SHORTCODE = re.compile(r"\s*:\w{1,60}:", re.ASCII)


class Owner(Struct, frozen=True):
    id: str = ""  # the account's address as an actor
    url: str = ""  # the page that people see
    handle: str = ""  # ada@light.example
    name: str = ""
    followers: str = ""

    def holds(self, item: str) -> bool:
        """Whether the address of an item lies under the account's own."""
        return any(own and item.startswith(own.rstrip("/") + "/") for own in (self.id, self.url))


def owner_of(actor: bytes | None, items: Iterable[Fields]) -> Owner:
    fields: object = None
    if actor is not None:
        try:
            fields = msgspec.json.decode(actor)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            fields = None
    return _said(fields) if isinstance(fields, dict) else _shown(items)


def _said(fields: Fields) -> Owner:
    id = text(fields, "id")
    url = address(fields, "url")
    name = text(fields, "preferredUsername").lstrip("@")
    host = host_of(id) or host_of(url)
    handle = f"{name}@{host}" if name and host else name
    shown = text(fields, "name")
    if any(tag.get("type") == "Emoji" for tag in objects(fields, "tag")):
        shown = _SHORTCODE.sub("", shown)
    return Owner(
        id,
        url if "://" in url else id,
        clean_text(handle),
        clean_text(shown).strip() or clean_text(name),
        text(fields, "followers"),
    )


def _shown(items: Iterable[Fields]) -> Owner:
    """The account from which most activities come."""
    votes = Counter(address(item, "actor") for item in items)
    votes.pop("", None)
    if not votes:
        return Owner()
    id = min(votes, key=lambda one: (-votes[one], one))
    handle = clean_text(person_of(id))
    return Owner(id, id, handle, handle.partition("@")[0])
