"""Beehiiv exports: one table of posts in CSV, each with the whole e-mail in HTML in a column.

Alone, in a zip or in a folder. The columns are those of exports since 2023; other spellings that
Beehiiv uses elsewhere for the same things are understood as well.
"""

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "beehiiv"
TITLE = "Beehiiv export"
GLOBAL_IDS = True  # a post's id is a random one
ROUTING = "newsletter"
MEMBERS = (
    Known(r"(.*/)?[^/]*(subscribers?|subscriptions?|members?|audience|readers?|referrals?|surveys?"
          r"|polls?|responses?)[^/]*\.csv", "ignored", "the addresses of readers are private"),
    Known(r".*\.csv", "read"),
    Known(r".*\.(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)", "read"),
)  # fmt: skip

_BODY = frozenset({"content_html", "html", "html_content", "web_content", "content", "body"})
_OWN = frozenset({
    "web_title", "web_subtitle", "web_audiences", "email_subject_line", "email_preview_text",
    "content_html", "content_tags", "thumbnail_url",
})  # fmt: skip
"""Columns of which Beehiiv's tables have most, and no other platform's have three."""

_HEAD = 1 << 16
_ASKED = 20


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when it holds a table with the columns of Beehiiv's posts."""
    tables = tables_of(archive)
    return Claim(f"{tables[0]} has the columns of a table of Beehiiv's posts") if tables else None


def tables_of(archive: Unpacked) -> list[str]:
    """The members that are tables of posts."""
    named = [m.name for m in archive.members if archive.single or m.name.lower().endswith(".csv")]
    private = MEMBERS[0]
    found = [name for name in named if not private.matches(name)][:_ASKED]
    return [name for name in found if _is_table(archive.head(name, _HEAD))]


def _is_table(head: bytes) -> bool:
    if b"," not in head and b";" not in head and b"\t" not in head:
        return False
    from pipeline.ingest.rows import columns  # not for archives without such a file

    names = set(columns(head))
    if not names & _BODY or {"post_id", "is_published"} <= names:
        return False
    return len(names & _OWN) >= 3 or (b"beehiiv.com" in head and bool(names & {"title", "id"}))


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every post, of whatever visibility."""
    from pipeline.ingest.readers.beehiiv.reading import posts  # not for asking whose it is

    yield from posts(tables_of(archive), intake)
