"""Mastodon: toots for followers and for one person stand in the same outbox as the public ones."""

from __future__ import annotations

import json
from typing import Any

from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ADA = "https://light.example/users/ada"
FOLLOWERS = f"{ADA}/followers"
TOVE = "https://far.example/users/canary-mastodon-recipient"
ACTOR = {
    "id": ADA,
    "type": "Person",
    "preferredUsername": "ada",
    "name": "Ada Quill",
    "url": "https://light.example/@ada",
    "followers": FOLLOWERS,
    "outbox": "outbox.json",
    "summary": "<p>CANARY-mastodon-bio</p>",
    "attachment": [{"type": "PropertyValue", "name": "home", "value": "CANARY-mastodon-field"}],
    "publicKey": {"id": f"{ADA}#main-key", "publicKeyPem": "CANARY-mastodon-key"},
    "alsoKnownAs": ["https://old.example/CANARY-mastodon-alias"],
    "icon": {"type": "Image", "url": "avatar.jpg"},
}


def toot(number: int, said: str, **fields: Any) -> dict[str, Any]:
    """One toot as Mastodon exports it; public unless it says otherwise."""
    uri = f"{ADA}/statuses/{number}"
    item = {
        "id": uri,
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": f"2022-05-{1 + number % 28:02}T10:00:00Z",
        "url": f"https://light.example/@ada/{number}",
        "attributedTo": ADA,
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        "content": f"<p>{said}</p>",
        "attachment": [],
        "tag": [],
    } | fields
    made = {"id": f"{uri}/activity", "type": "Create", "actor": ADA}
    return made | {key: item[key] for key in ("published", "to", "cc")} | {"object": item}


def image(name: str, alt: str) -> list[dict[str, Any]]:
    url = f"/media_attachments/files/{name}"
    return [{"type": "Document", "mediaType": "image/jpeg", "url": url, "name": alt}]


def hidden(number: int, word: str, to: list[str], **more: Any) -> dict[str, Any]:
    word = f"CANARY-mastodon-{word}"
    fields = {
        "to": to,
        "cc": [],
        "summary": f"{word}-warning",
        "tag": [{"type": "Hashtag", "name": f"#{word}-tag"}],
        "attachment": image(f"{word}.jpg", f"{word}-alt"),
        "contentMap": {"en": f"<p>{word}</p>"},
    }
    return toot(number, word, **(fields | more))


def outbox(*items: dict[str, Any]) -> bytes:
    held = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": len(items),
        "orderedItems": list(items),
    }
    return json.dumps(held, ensure_ascii=False).encode()


ITEMS = (
    toot(1, "The lamp is lit, ROBIN-mastodon-toot.<!-- CANARY-mastodon-html-comment -->"),
    toot(2, "Seen from the pier, ROBIN-mastodon-shown.", attachment=image("1/lamp.jpg", "A lamp")),
    toot(3, "Not for the lists, ROBIN-mastodon-unlisted.", to=[FOLLOWERS], cc=[PUBLIC]),
    hidden(4, "followers", [FOLLOWERS]),
    hidden(5, "direct", [TOVE]),
    hidden(6, "followers-poll", [FOLLOWERS], type="Question", oneOf=[
        {"type": "Note", "name": "CANARY-mastodon-followers-option", "replies": {"totalItems": 1}}]),
    hidden(7, "direct-answer", [TOVE], inReplyTo=f"{ADA}/statuses/1"),
    {"id": f"{ADA}/statuses/8/activity", "type": "Announce", "actor": ADA, "to": [FOLLOWERS],
     "cc": [], "published": "2022-05-01T10:00:00Z",
     "object": "https://far.example/CANARY-mastodon-boost"},
    {"id": f"{ADA}#move", "type": "Move", "actor": ADA, "object": "CANARY-mastodon-move"},
)  # fmt: skip

SPECIMENS = (
    Specimen(
        "mastodon",
        "export",
        {
            "actor.json": json.dumps(ACTOR).encode(),
            "outbox.json": outbox(*ITEMS),
            "likes.json": b'{"orderedItems": ["https://far.example/CANARY-mastodon-like"]}',
            "bookmarks.json": b'{"orderedItems": ["https://far.example/CANARY-mastodon-mark"]}',
            "media_attachments/files/1/lamp.jpg": jpeg("CANARY-mastodon-photo"),
            "media_attachments/files/CANARY-mastodon-direct.jpg": jpeg("CANARY-mastodon-hidden"),
            "avatar.jpg": jpeg("CANARY-mastodon-face", 0x101010),
            "following_accounts.csv": b"Account address\ncanary-mastodon-followed@x.example\n",
            "blocked_accounts.csv": b"canary-mastodon-blocked@x.example\n",
            "lists.csv": b"family,canary-mastodon-listed@x.example\n",
        },
        named={
            "followers": ("CANARY-mastodon-followers", "CANARY-mastodon-boost"),
            "direct": ("CANARY-mastodon-direct",),
        },
        alone="outbox.json",
    ),
)
