"""Members: repositories, the pictures beside them, and what is not for a book."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Known
from pipeline.ingest.readers.bluesky.pictures import CID
from pipeline.ingest.unpack import Unpacked

MEMBERS = (
    Known(r".*\.car", "read"),
    Known(
        rf"(.*/)?[^/]*{CID}[^/]*\.(mp4|webm|mov|mpeg|vtt)",
        "ignored",
        "a page cannot hold a film; a link stands in its place",
    ),
    Known(rf"(.*/)?([^/]*[^a-z2-7/])?{CID}([^a-z2-7/][^/]*)?", "read"),
    Known(
        r"(.*/)?(chat|messages|dms?|convos?)[^/]*\.(jsonl?|ndjson)",
        "ignored",
        "private messages are never read",
    ),
    Known(
        r"(.*/)?(preferences|prefs|settings|mutes|blocks|bookmarks|likes)[^/]*\.json",
        "ignored",
        "settings and records of the account, not prose",
    ),
)

_HEAD = 1 << 17
_CAR = re.compile(r".*\.car", re.IGNORECASE | re.DOTALL)


def repositories(archive: Unpacked) -> list[str]:
    """The members that are repositories of an account. Other things come as CAR files as well,
    but name no one by a DID at their start."""
    return [
        member.name
        for member in archive.members
        if (archive.single or _CAR.fullmatch(member.name))
        and _is_repository(archive.head(member.name, _HEAD))
    ]


def _is_repository(head: bytes) -> bool:
    if b"did:" not in head:
        return False
    from pipeline.ingest.readers.bluesky.car import header  # hardly any other file has it
    from pipeline.ingest.readers.bluesky.cbor import Malformed

    try:
        roots, _ = header(head)
    except Malformed:
        return False
    return bool(roots)
