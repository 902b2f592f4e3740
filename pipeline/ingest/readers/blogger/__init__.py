"""Blogger: the Atom file of its own backup, and Google Takeout of one blog or several, with the
albums beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest import heads
from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "blogger"
TITLE = "Blogger export"
GLOBAL_IDS = True
MEMBERS = (
    Known(r"(.*/)?Takeout/(?!Blogger/)[^/]+/.*", "ignored", "of another service of the account"),
    Known(r"(.*/)?archive_browser\.html", "ignored", "a list of what was downloaded"),
    Known(r"(.*/)?Blogger/Comments/.*", "ignored", "comments, not posts"),
    Known(r"(.*/)?Blogger/Profile/.*", "ignored", "the profile of an account is private"),
    Known(r"(.*/)?(follow|reader|member)[^/]*\.(csv|json)", "ignored", "readers are private"),
    Known(r"(.*/)?theme-[^/]*\.(xml|html)", "ignored", "the blog's design"),
    Known(r"(.*/)?settings\.csv", "read"),
    Known(r".*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic)(\.json)?", "read"),
    Known(r"(.*/)?Albums/.*\.json", "ignored", "a note of the service about an album"),
    Known(r".*\.(mp3|m4a|ogg|wav|mp4|m4v|mov|webm|avi|wmv|3gp|flv)(\.json)?", "ignored",
          "sound and film do not go into a book"),
    Known(r".*\.(xml|atom|feed)", "read"),
)  # fmt: skip

_HEAD = 1 << 16


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when a member starts as the exports of Blogger do; its public
    feeds, which hold the last posts only, do not."""
    for member in exports(archive):
        takeout = "blogger/2018" in heads.before_items(_head(archive, member))
        why = f"{member} is a feed that declares itself an export of Blogger"
        return Claim(why, "Google Takeout" if takeout else "Atom backup", over=("feeds",))
    return None


def exports(archive: Unpacked) -> list[str]:
    """The members that hold blogs."""
    others = re.compile(r"(.*/)?(Blogger/Comments/.*|theme-[^/]*)", re.IGNORECASE | re.DOTALL)
    return [
        member.name
        for member in archive.members
        if (archive.single or member.name.lower().endswith((".xml", ".atom", ".feed")))
        and not others.fullmatch(member.name)
        and heads.is_blogger(_head(archive, member.name))
    ]


def _head(archive: Unpacked, member: str) -> str:
    return heads.text(archive.head(member, _HEAD))


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post and page, of whatever visibility; all other entries are set aside."""
    from pipeline.ingest.readers.blogger.reading import posts

    yield from posts(archive, exports(archive), intake)
