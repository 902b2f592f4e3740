"""Ghost exports of every version: one JSON file, alone or in a zip or a folder with the pictures.

The file holds the whole site: posts and pages, and beside them the passwords of its authors, keys
and the addresses of its readers, of which nothing is decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "ghost"
TITLE = "Ghost export"
GLOBAL_IDS = True

_MACHINERY = "part of the site's machinery"

MEMBERS = (
    Known(r"(.*/)?(themes|settings|logs|apps|adapters|public)/.*", "ignored", _MACHINERY),
    Known(r"(.*/)?(redirects|package(-lock)?|config[^/]*|\.ghost-cli|routes)\.(json|ya?ml)",
          "ignored", _MACHINERY),
    Known(r"(.*/)?[^/]*(members|subscribers)[^/]*\.(csv|json)", "ignored",
          "names and addresses of readers, which are private"),
    Known(r".*\.json", "read"),
    Known(r"(.*/)?images/.*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic)", "read"),
    Known(r"(.*/)?(images|media|files)/.*", "ignored",
          "a sound, a film or a file, which no page of a book shows"),
    Known(r".*\.csv", "ignored", "a table of figures about the site"),
    Known(r".*\.(db|sql|gz|ya?ml)", "ignored", "a copy of the site's own tables, with its secrets"),
)  # fmt: skip

_HEAD = 1 << 16
_ASKED = 100
"""Files that are looked into before an archive is said to be another's."""

_FIRST = rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"(?:db|meta|data)"\s*:'
_VERSION = rb'"version"\s*:\s*"?v?(\d{1,4})[."\s,}-]'
_EDITORS = (b'"mobiledoc"', b'"lexical"', b'"markdown"', b'"comment_id"')


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a JSON file in it has the tables of a Ghost site."""
    for member in exports(archive):
        found = re.search(_VERSION, archive.head(member, _HEAD))
        return Claim(f"{member} holds the tables of a Ghost site", _era(found[1] if found else b""))
    return None


def exports(archive: Unpacked) -> list[str]:
    """The members that are exports."""
    names = [
        member.name
        for member in archive.members
        if member.name.lower().endswith(".json")
        and not any(known.matches(member.name) for known in MEMBERS[:3])
    ]
    return [name for name in names[:_ASKED] if _is_export(archive, name)]


def _is_export(archive: Unpacked, member: str) -> bool:
    head = archive.head(member, _HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) & ~1].decode("utf-16", "replace").encode()
    if not re.match(_FIRST, head):
        return False
    if b'"exported_on"' in head:
        return True
    if b'"posts"' in head and any(name in head for name in _EDITORS):
        return True
    from pipeline.ingest.readers.ghost.export import is_export  # its tables start with others

    return is_export(archive, member)


def _era(version: bytes) -> str:
    """The first number of a version; before 1.0 it was that of the tables, such as 004."""
    if not version or version.startswith(b"0"):
        return "before 1.0" if version else ""
    return f"Ghost {version.decode()}"


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post and page, of whatever visibility."""
    from pipeline.ingest.readers.ghost.posts import Reading  # not for asking whose it is

    yield from Reading(intake).posts(exports(archive))
