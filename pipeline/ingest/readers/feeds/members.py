"""Members: which files of an archive are feeds, and in which form."""

from __future__ import annotations

import re

from pipeline.ingest import heads
from pipeline.ingest.intake import Known
from pipeline.ingest.unpack import Unpacked

MEMBERS = (
    Known(r"(.*/)?(robots\.txt|sitemap[^/]*\.xml|[^/]*\.(opml|xslt?|css))", "ignored",
          "part of a site's machinery"),
    Known(r".*\.(jpe?g|png|gif|webp|avif|bmp|tiff?|heic)", "read"),
    Known(r".*\.(mp3|m4[abv]|og[ga]|opus|wav|flac|aac|mp4|mov|webm|avi|mkv|vtt|srt)", "ignored",
          "sound and film do not go into a book"),
    Known(r".*\.(xml|rss|atom|rdf|json|feed|txt)|(.*/)?[^/.]+", "read"),
)  # fmt: skip

_HEAD = 1 << 16
_LARGEST_TO_SEARCH = 64 << 20
"""Bytes of a JSON file that is searched for its version where the start of it does not tell."""

_PROLOG = r"(?:<\?(?s:.*?)\?>|<!--(?s:.*?)-->|<![^\[<>]*+(?:\[[^\]]*+\]\s*)?>|\s+)*+"
_ROOT = r"<(?:\w+:)?(rss|RDF|feed)[\s>]"
_VERSION = rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/1'


def feeds(archive: Unpacked) -> list[tuple[str, str]]:
    """The feeds of an archive by member and form, the pages in their order; none where there is
    a text that is no feed."""
    names = [member.name for member in archive.members]
    if archive.single:
        form = form_of(archive, names[0])
        return [(names[0], form)] if form else []
    texts = [name for name in names if _is_text(name)]
    if not texts or any(_known(name) is None for name in names):
        return []
    found = []
    for name in sorted(texts, key=_in_order):
        form = form_of(archive, name)
        if not form:
            return []
        found.append((name, form))
    return found


def _known(name: str) -> Known | None:
    return next((rule for rule in MEMBERS if rule.matches(name)), None)


def _is_text(name: str) -> bool:
    return _known(name) is MEMBERS[-1]


def _in_order(name: str) -> list[tuple[int, str]]:
    """`feed2.xml` comes before `feed10.xml`."""
    parts = re.split(r"(\d+)", name)
    return [(int(part) if at % 2 and len(part) < 19 else 0, part) for at, part in enumerate(parts)]


def form_of(archive: Unpacked, member: str) -> str:
    """The form of a feed: "RSS", "RSS 1.0", "Atom", "JSON Feed"; "" for what is none."""
    head = archive.head(member, _HEAD)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return "JSON Feed" if _is_json_feed(archive, member, head) else ""
    text = heads.text(head)
    if text[:1] != "<" or heads.is_wordpress(text) or heads.is_blogger(text):
        return ""
    first = re.match(_PROLOG, text)
    root = re.match(_ROOT, text[first.end() if first else 0 :])
    if root is None:
        return ""
    return {"rss": "RSS", "RDF": "RSS 1.0", "feed": "Atom"}[root[1]]


def _is_json_feed(archive: Unpacked, member: str, head: bytes) -> bool:
    if re.search(_VERSION, head):
        return True
    size = next(one.size for one in archive.members if one.name == member)
    if size <= len(head) or size > _LARGEST_TO_SEARCH or b'"items"' not in head:
        return False
    return re.search(_VERSION, archive.read(member)) is not None
