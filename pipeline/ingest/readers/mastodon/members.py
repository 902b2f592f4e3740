"""Members: the outbox and the account, the pictures, and what is not for a book."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Known
from pipeline.ingest.unpack import Unpacked

_PICTURE = r"\.(jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?)"
_PEOPLE = "a list of other people, not a text"

MEMBERS = (
    Known(r"(.*/)?(outbox[^/]*|actor)\.json", "read"),
    Known(r"(.*/)?(likes|bookmarks)\.(json|csv)", "ignored", "other people's words"),
    Known(
        r"(.*/)?(following|followers|following_accounts|lists|muted_accounts|mutes|blocked_accounts"
        r"|blocks|blocked_domains|domain_blocks)\.(json|csv)",
        "ignored",
        _PEOPLE,
    ),
    Known(r"(.*/)?(avatar|header)\.\w+", "ignored", "pictures of the account, not of its toots"),
    Known(r"(.*/)?media_attachments/.*" + _PICTURE, "read"),
    Known(r"(.*/)?[0-9a-f]{16}" + _PICTURE, "read"),
    Known(
        r"(.*/)?media_attachments/.*\.(mp4|webm|mov|m4v|mp3|ogg|oga|wav|flac|opus|aac|m4a|3gp|wma)",
        "ignored",
        "a page cannot hold film or sound; a link stands in its place",
    ),
)

_HEAD = 1 << 14
_OUTBOX = re.compile(r"(?:.*/)?outbox[^/]*\.json", re.IGNORECASE | re.DOTALL)
_COLLECTION = re.compile(rb'"type"\s*:\s*"OrderedCollection(?:Page)?"')
_NAMED = re.compile(rb'"id"\s*:\s*"(?:[^"]*/)?outbox(?:\.json)?["/?]')
_ACT = re.compile(rb'"type"\s*:\s*"(?:Create|Announce)"')


def outboxes(archive: Unpacked) -> list[str]:
    """The members that hold what an account sent out. Likes and bookmarks have the same shape and
    hold addresses alone."""
    return [
        member.name
        for member in archive.members
        if _OUTBOX.fullmatch(member.name) and _is_outbox(archive.head(member.name, _HEAD))
    ]


def _is_outbox(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    if not _COLLECTION.search(head) and b'"orderedItems"' not in head:
        return False
    return _NAMED.search(head) is not None or _ACT.search(head) is not None


def actor_beside(archive: Unpacked, outbox: str) -> str:
    """The account's own file in the folder of its outbox; "" where there is none."""
    name = outbox.rpartition("/")[0] + "/actor.json" if "/" in outbox else "actor.json"
    return name if name in archive else ""
