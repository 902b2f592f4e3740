"""Medium exports: one page of HTML for each post, in a zip or a folder, of every year.

An export holds the author's responses to other people's posts among the posts, and does not say
so: see `kinds`. Nothing else of the account is read but the name on its profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "TITLE", "claim", "read"]

NAME = "medium"
TITLE = "Medium export"
GLOBAL_IDS = True

_ACCOUNT = "the account itself, which is private"
_READING = "what the author read and liked, which are other people's texts"
_OTHERS = "names of other people"

MEMBERS = (
    Known(r"(.*/)?posts/[^/]*\.html?", "read"),
    Known(r"(.*/)?profile/profile\.html?", "read"),
    Known(r"(.*/)?(bookmarks|claps|highlights|lists|interests)/.*", "ignored", _READING),
    Known(r"(.*/)?(blocks|(users|pubs|topics)-(following|suggested)|twitter)/.*", "ignored",
          _OTHERS),
    Known(r"(.*/)?(ips|sessions|profile|partner-program|charges|memberships)/.*", "ignored",
          _ACCOUNT),
    Known(r"(.*/)?(README|index)\.html?", "ignored", "about the export, not a text of it"),
    Known(r"(.*/)?[^/]+\.html?", "read"),
    Known(r".*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic)", "read"),
    Known(r"(.*/)?([0-9]+[*_-][^/.]+|images/[^/.]+)", "read"),  # Medium's pictures have no ending
)  # fmt: skip

_HEAD = 1 << 14
_SIGNS = (
    rb"\A(?:\xef\xbb\xbf)?\s*<",
    rb'<h1\s[^<>]*class="p-name"',
    rb'<section\s[^<>]*data-field="body"[^<>]*e-content|<section\s[^<>]*e-content[^<>]*data-field="body"',
)
"""What a page has in its tags: in words anything may be quoted."""

_ASKED = 20
"""Pages that are looked into before an archive is said to be another's."""


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when one of its pages has the marks of Medium's exports."""
    for member in pages(archive)[:_ASKED]:
        head = archive.head(member, _HEAD)
        if all(re.search(sign, head) for sign in _SIGNS):
            return Claim(f"{member} is a post as Medium exports it")
    return None


def pages(archive: Unpacked) -> list[str]:
    """The members that are posts: those of the folder of posts, or where there is none, every page
    that is not another part of an export."""
    names = [member.name for member in archive.members]
    found = [name for name in names if _is_of(MEMBERS[0], name)]
    if found or archive.single:
        return found or names
    others = MEMBERS[1:6]
    return [
        name
        for name in names
        if _is_of(MEMBERS[6], name)
        and not any(_is_of(known, name) for known in others)
        and re.search(r"(^|/)_(posts|drafts)/", name) is None
    ]


def _is_of(known: Known, name: str) -> bool:
    return name.lower().endswith((".html", ".htm")) and known.matches(name)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post, draft and response, in the order of their names."""
    from pipeline.ingest.readers.medium.posts import Reading  # not for asking whose it is

    yield from Reading(intake).posts(pages(archive))
