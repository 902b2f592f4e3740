"""Addresses of items and people: the id that an item keeps, and whose item an address names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.readers.mastodon.fields import Fields, objects, text

_ID = re.compile(r"/([A-Za-z0-9-]{1,64})(?:/activity|#\w+)?/?\Z")
_PLACE = re.compile(r"https?://([^/?#]+)(/[^?#]*)?", re.IGNORECASE)
_PERSON = re.compile(r"/(?:(?:users|u|user|channel|c|p|i/web/profile)/|@)([^/@]+)(?:@([^/]+))?")


def item_of(address: str) -> str:
    """The platform's own id in an item's address: the number of a toot, or its UUID. An address
    of another form is an id as it stands."""
    found = _ID.search(address)
    return found[1] if found else address


def host_of(address: str) -> str:
    found = _PLACE.match(address)
    return found[1].lower() if found else ""


def person_of(address: str) -> str:
    """Whose item, or whose account, an address names, as far as it says: `ada@light.example`."""
    found = _PLACE.match(address)
    if not found:
        return ""
    person = _PERSON.match(found[2] or "")
    if person is None or ("/ap/users/" in address):
        return ""
    return f"{person[1]}@{(person[2] or found[1]).lower()}"


def answered(address: str, item: Fields, own: Iterable[str]) -> str:
    """Who wrote the item that this one answers: the one mentioned whose address the answered one
    lies under, else the one that its address names, else the first mentioned of that server."""
    mentions = [
        (text(tag, "href"), text(tag, "name").lstrip("@"))
        for tag in objects(item, "tag")
        if tag.get("type") == "Mention"
    ]
    people = [(href, _whole(name, href)) for href, name in mentions if href not in set(own)]
    for href, name in people:
        if href and address.startswith(href.rstrip("/") + "/"):
            return name
    if named := person_of(address):
        return named
    host = host_of(address)
    near = [name for href, name in people if host_of(href) == host]
    return next(iter(near + [name for _, name in people]), host or "?")


def _whole(name: str, href: str) -> str:
    """A handle with its server, which is left out of those of one's own."""
    if not name:
        return person_of(href) or host_of(href)
    return name if "@" in name or not host_of(href) else f"{name}@{host_of(href)}"
