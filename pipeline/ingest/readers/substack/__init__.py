"""Substack exports: a table of posts, and a page of HTML for each.

An item is a row of `posts.csv` with the page `posts/<post_id>.html`. Who reads, opens and pays is
in the archive too, and is left alone.
"""

from collections.abc import Iterator

from pipeline.ingest.intake import Claim, Intake, Known
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post

__all__ = ["GLOBAL_IDS", "MEMBERS", "NAME", "ROUTING", "TITLE", "claim", "read"]

NAME = "substack"
TITLE = "Substack export"
GLOBAL_IDS = True  # Substack numbers all letters of all publications
ROUTING = "newsletter"
_READERS = "the addresses of readers are private"
MEMBERS = (
    Known(r"(.*/)?[^/]*\.(opens|delivers|clicks)\.csv", "ignored",
          "who received and opened a letter is private"),
    Known(r"(.*/)?(email_list|subscribers?|subscriber_details|members?|unsubscribes?)[^/]*\.csv",
          "ignored", _READERS),
    Known(r"(.*/)?[^/]*(payments?|payouts?|stripe|invoices?|subscriptions?)[^/]*\.csv", "ignored",
          "what readers pay is private"),
    Known(r"(.*/)?[^/]*posts[^/]*\.csv", "read"),
    Known(r"(.*/)?[^/]*\.html?", "read"),
    Known(r"(.*/)?[^/]*\.(jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)", "read"),
    Known(r"(.*/)?[^/]*\.(mp3|m4a|wav|mp4|mov)", "ignored",
          "sound and film do not go into a book"),
    Known(r"(.*/)?[^/]*\.(csv|json|pdf)", "ignored", "a file beside the letters, of no letter"),
)  # fmt: skip

_COLUMNS = frozenset({"post_id", "is_published"})
_OF_READERS = (".opens.csv", ".delivers.csv")


def claim(archive: Unpacked) -> Claim | None:
    """An archive is this reader's when it holds the table of posts that Substack writes."""
    tables = tables_of(archive)
    return Claim(f"{tables[0]} has the columns of a table of Substack's posts") if tables else None


def tables_of(archive: Unpacked) -> list[str]:
    """The members that are tables of posts."""
    named = [m.name for m in archive.members if archive.single or _may_be_table(m.name)]
    if not named:
        return []
    from pipeline.ingest.rows import columns  # not for archives without such a file

    return [name for name in named if _COLUMNS.issubset(columns(archive.head(name)))]


def _may_be_table(name: str) -> bool:
    name = name.rpartition("/")[2].lower()
    return "posts" in name and name.endswith(".csv") and not name.endswith(_OF_READERS)


def read(archive: Unpacked, intake: Intake) -> Iterator[Post]:
    """Every letter, episode and page, of whatever visibility."""
    from pipeline.ingest.readers.substack.reading import posts  # not for asking whose it is

    yield from posts(tables_of(archive), intake)
