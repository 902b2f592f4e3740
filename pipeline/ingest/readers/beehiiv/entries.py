"""Entries: the rows of a table of posts, whatever its columns are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.dates import instant
from pipeline.ingest.rows import Row, of
from pipeline.markup.plain import clean_text
from pipeline.model.post import PUBLIC, Visibility

_TITLE = ("web_title", "title", "post_title", "meta_default_title", "email_subject_line",
          "subject_line", "subject", "name")  # fmt: skip
_BODY = ("content_html", "html", "html_content", "web_content", "free_web_content", "content",
         "body", "email_content")  # fmt: skip
_DATE = ("publish_date", "published_at", "displayed_date", "sent_at", "scheduled_at",
         "created_at", "created", "date")  # fmt: skip
_STATUS = ("status", "state", "post_status")
_AUDIENCE = ("audience", "web_audiences", "web_audience", "audiences", "email_audiences")

_STATUSES: dict[str, Visibility] = {
    "confirmed": "public",
    "published": "public",
    "sent": "public",
    "live": "public",
    "scheduled": "scheduled",
    "archived": "private",
}
"""By status; any other status is a draft's."""

_FREE = re.compile(r"\b(?:free|both|all|everyone|public)\b(?! (?:premium|paid))", re.IGNORECASE)
_PAID = re.compile(r"\b(?:premium|paid)\b", re.IGNORECASE)
_SECONDS = re.compile(r"\d{9,10}(?:\.0+)?\Z")
_SLUG = re.compile(r"/p/([^/?#]+)")


class Entry(Struct, frozen=True):
    """One post as its row speaks of it."""

    id: str
    visibility: Visibility
    created: str
    title: str
    subtitle: str
    html: str
    url: str
    slug: str
    thumbnail: str
    author: str
    tags: tuple[str, ...]
    member: str

    @property
    def public(self) -> bool:
        return self.visibility in PUBLIC


def entries(tables: list[str], intake: Intake) -> list[Entry]:
    """The posts of all tables."""
    found = []
    for name in tables:
        table = of(intake.archive, name)
        for problem in table.problems:
            intake.bench.find(
                "beehiiv.table",
                "warning",
                f"In {name}, {problem}; what can be read was read.",
                place=name,
                todo="export the posts again, and do not save them with a spreadsheet in between",
            )
        found += [_entry(row, name) for row in table.rows]
    return found


def _entry(row: Row, member: str) -> Entry:
    url = row.text("url", "web_url", "post_url", "link")
    slug = row.text("slug", "web_slug") or (m[1] if (m := _SLUG.search(url)) else "")
    return Entry(
        id=clean_text(row.text("id", "post_id", "uuid") or slug) or f"line-{row.line}",
        visibility=_visibility(row),
        created=_created(row.text(*_DATE)),
        title=row.text(*_TITLE),
        subtitle=row.text("web_subtitle", "subtitle", "post_subtitle"),
        html=row.text(*_BODY),
        url=clean_text(url) if "://" in url else "",
        slug=slug,
        thumbnail=row.text("thumbnail_url", "image_url", "thumbnail"),
        author=clean_text(row.text("authors", "author", "byline")),
        tags=_tags(row.text("content_tags", "tags")),
        member=member,
    )


def _visibility(row: Row) -> Visibility:
    """Who may read a post; one of whose state nothing is known is a draft."""
    known = _STATUSES.get(row.text(*_STATUS).lower(), "draft")
    if known != "public":
        return known
    audience = row.text(*_AUDIENCE)
    if _FREE.search(audience):
        return "public"
    if _PAID.search(audience):
        return "paid"
    return "private" if audience else "public"


def _created(stamp: str) -> str:
    """A date in words or digits, or in seconds as Beehiiv's own programs count them."""
    if not _SECONDS.match(stamp):
        return instant(stamp)
    moment = datetime.fromtimestamp(float(stamp), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _tags(said: str) -> tuple[str, ...]:
    sign = ";" if ";" in said else ","
    return tuple(dict.fromkeys(clean_text(tag.strip()) for tag in said.split(sign) if tag.strip()))
