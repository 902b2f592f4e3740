"""Members: which files of an archive are posts, in which of the shapes, and which are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.ingest.intake import Claim, Known
from pipeline.ingest.unpack import Unpacked

PRIVATE = "private messages are never read"
LISTS = "lists of the posts that are read"
PAGE = r"(?:.*/)?(?:posts|html)/(?:html/)?(?:submissions/)?(\d{1,25})(?:\.html?|/index\.html?)"
ONE = r"(?:.*/)?json/(\d{1,25})\.json"
PICTURES = r"(jpe?g|png|gif|gifv|webp|avif|bmp|tiff?|heic|pnj)"

MEMBERS = (
    Known(r"(.*/)?(messages\.xml|messages\.zip|conversations(\.zip|/.*))", "ignored", PRIVATE),
    Known(r"(.*/)?payload[^/]*\.json", "ignored", "settings and records of the account, not prose"),
    Known(PAGE, "read"),
    Known(r"(.*/)?posts\.zip", "read"),
    Known(r"(.*/)?(posts_index|index)\.html?", "ignored", LISTS),
    Known(r"(.*/)?(archive|tags)/.*\.html?", "ignored", LISTS),
    Known(r"(.*/)?theme/.*", "ignored", "the blog's looks"),
    Known(r"(.*/)?media\.json|(.*/)?\.(complete|first_run_options)|(.*/)?custom_hook.*", "ignored",
          "notes of the program that made the backup"),
    Known(r".*\.(xml|json|jsonl|js)", "read"),
    Known(r".*\." + PICTURES, "read"),
    Known(r".*\.(mp4|m4v|mov|webm|mp3|m4a|ogg|wav)", "ignored",
          "sound and film do not go into a book"),
    Known(r".*\.css", "ignored", "the blog's looks"),
    Known(r"(.*/)?README(\.txt|\.md)?", "ignored", "a description of the archive"),
)  # fmt: skip

_LOOKED_AT = 5
"""Members of one kind that are looked into to tell whose they are."""

_HEAD = 1 << 16
_ROOT = (
    rb"(?si)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?"
    rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[<>]*+(?:\[[^\]]*+\]\s*)?>)*+<tumblr[\s>]"
)
_POST = rb'"(?:reblog_key|reblogged_root_id|is_blocks_post_format|reblog-key|slug)"\s*:'
_BLOG = rb'"(?:blog_name|tumblelog|post_url|url-with-slug)"\s*:'


def claim_of(archive: Unpacked) -> Claim | None:
    """Why an archive is Tumblr's; None where it is not."""
    names = [member.name for member in archive.members]
    if not archive.single:
        for kind in (_exported, _in_pages, _zipped):
            found = kind(archive, names)
            if found is not None:
                return found
    return _in_json(archive, names)


def pages(names: Iterable[str]) -> list[str]:
    """The members that are pages of one post each."""
    known = re.compile(PAGE, re.IGNORECASE | re.DOTALL)
    return [name for name in names if known.fullmatch(name)]


def documents(archive: Unpacked) -> list[str]:
    """The files of XML that hold posts: the export's own, or what the first API gave."""
    names = [member.name for member in archive.members]
    found = [name for name in names if archive.single or name.lower().endswith(".xml")]
    return [name for name in found if is_document(archive.head(name, 1 << 18))]


def dumps(archive: Unpacked) -> list[str]:
    """The files of JSON that hold posts."""
    names = [member.name for member in archive.members]
    one = re.compile(ONE, re.IGNORECASE | re.DOTALL)
    return [
        name
        for name in names
        if one.fullmatch(name)
        or (_may_be_json(archive, name) and is_dump(archive.head(name, _HEAD)))
    ]


def is_document(head: bytes) -> bool:
    """Whether XML starts as Tumblr's does."""
    return re.match(_ROOT, head.replace(b"\0", b"")) is not None


def is_dump(head: bytes) -> bool:
    """Whether JSON speaks of posts as Tumblr's does."""
    head = head.replace(b"\0", b"")  # of UTF-16
    if head.lstrip(b"\xef\xbb\xbf \n\r\t").startswith(b"var tumblr_api_read"):
        return True
    return re.search(_POST, head) is not None and re.search(_BLOG, head) is not None


def is_backup(head: bytes) -> bool:
    """Whether a page is one that tumblr-utils writes."""
    return re.search(rb"<article class=[\"']?[\w-]+[\"']? id=[\"']?p-\d", head) is not None


def is_official(head: bytes) -> bool:
    """Whether a page is one that the platform writes."""
    return b"../style.css" in head and b"<html" in head.lower()


def _exported(archive: Unpacked, names: list[str]) -> Claim | None:
    for name in documents(archive):
        return Claim(f"{name} declares itself Tumblr's", "posts.xml")
    return None


def _in_pages(archive: Unpacked, names: list[str]) -> Claim | None:
    for name in pages(names)[:_LOOKED_AT]:
        head = archive.head(name)
        if is_backup(head):
            return Claim(f"{name} is a page as tumblr-utils writes them", "tumblr-utils")
        if is_official(head):
            return Claim(f"{name} is a page as the platform's export has them", "official export")
    return None


def _zipped(archive: Unpacked, names: list[str]) -> Claim | None:
    """The export as it comes: the posts in a zip of their own, the pictures beside it."""
    inner = next((name for name in names if name.lower().split("/")[-1] == "posts.zip"), "")
    if inner and any("/media/" in "/" + name for name in names):
        return Claim(f"{inner} lies beside a folder of media", "official export")
    return None


def _in_json(archive: Unpacked, names: list[str]) -> Claim | None:
    known = [name for name in names if _may_be_json(archive, name)]
    for name in known[:_LOOKED_AT] + [name for name in known[_LOOKED_AT:] if "post" in name][:5]:
        if is_dump(archive.head(name, _HEAD)):
            return Claim(f"{name} holds posts as Tumblr's API gives them", "API")
    if archive.single and documents(archive):
        return Claim(f"{names[0]} declares itself Tumblr's", "posts.xml")
    return None


def _may_be_json(archive: Unpacked, name: str) -> bool:
    lower = name.lower()
    if lower.split("/")[-1].startswith(("payload", "media.json")):
        return False
    return lower.endswith((".json", ".jsonl", ".js"))
