"""Bluesky: a repository is public, but drafts of blogs, settings and deleted posts lie in it too."""

from __future__ import annotations

import json
from typing import Any

from tests.specimens.cbor import cid, readable, repository, tid
from tests.specimens.photos import jpeg
from tests.specimens.specimen import Specimen

POST = "app.bsky.feed.post"
LAMP = jpeg("CANARY-bluesky-photo")
GONE = jpeg("CANARY-bluesky-gone-photo", 0x232323)


def skeet(number: int, said: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": POST,
        "text": said,
        "createdAt": f"2023-12-{1 + number % 28:02}T10:00:00.000Z",
        "langs": ["en"],
    } | more


def images(data: bytes, alt: str) -> dict[str, Any]:
    name = {"$type": "blob", "ref": cid(data, 0x55), "mimeType": "image/jpeg", "size": len(data)}
    return {"$type": "app.bsky.embed.images", "images": [{"image": name, "alt": alt}]}


def entry(word: str, **more: Any) -> dict[str, Any]:
    return {
        "$type": "com.whtwnd.blog.entry",
        "title": f"{word}-title.",
        "subtitle": f"{word}-subtitle.",
        "content": f"It was lit, {word}.",
        "createdAt": "2024-01-05T10:00:00.000Z",
    } | more


def record(kind: str, word: str) -> dict[str, Any]:
    return {"$type": kind, "subject": f"did:plc:CANARY-bluesky-{word}.", "note": f"CANARY-bluesky-{word}.",
            "createdAt": "2024-01-05T10:00:00.000Z"}  # fmt: skip


KINDS = {
    "app.bsky.graph.block": "block",
    "app.bsky.graph.listblock": "listblock",
    "app.bsky.graph.follow": "follow",
    "app.bsky.graph.listitem": "listitem",
    "app.bsky.feed.like": "like",
    "app.bsky.feed.threadgate": "gate",
    "chat.bsky.actor.declaration": "chat",
    "app.bsky.actor.status": "status",
    "tools.unknown.diary": "unknown",
}
RECORDS = {
    f"{POST}/{tid(1)}": skeet(1, "The lamp was lit, ROBIN-bluesky-skeet."),
    f"{POST}/{tid(2)}": skeet(2, "Seen from the pier, ROBIN-bluesky-shown.", embed=images(LAMP, "A lamp")),
    "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "displayName": "Ada Quill",
                                    "description": "CANARY-bluesky-bio.",
                                    "pinnedPost": {"uri": "at://CANARY-bluesky-pinned."}},
    f"com.whtwnd.blog.entry/{tid(3)}": entry("ROBIN-bluesky-entry", visibility="public"),
    f"com.whtwnd.blog.entry/{tid(4)}": entry("CANARY-bluesky-draft", isDraft=True),
    f"com.whtwnd.blog.entry/{tid(5)}": entry("CANARY-bluesky-private", visibility="author"),
    **{f"{kind}/{tid(10 + at)}": record(kind, word) for at, (kind, word) in enumerate(KINDS.items())},
}  # fmt: skip
DELETED = skeet(9, "CANARY-bluesky-deleted.", embed=images(GONE, "CANARY-bluesky-deleted-alt."))

SPECIMENS = (
    Specimen(
        "bluesky",
        "repository",
        {
            "ada.car": repository(RECORDS, DELETED),
            f"blobs/{readable(cid(LAMP, 0x55))}.jpg": LAMP,
            f"blobs/{readable(cid(GONE, 0x55))}.jpg": GONE,
            "chat.jsonl": json.dumps({"text": "CANARY-bluesky-dm"}).encode(),
            "preferences.json": b'{"birthDate": "CANARY-bluesky-birthday"}',
        },
        named={"draft": ("CANARY-bluesky-draft",), "private": ("CANARY-bluesky-private",)},
        alone="ada.car",
    ),
)
