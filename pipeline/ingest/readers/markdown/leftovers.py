"""What WordPress left in posts that were moved to Markdown: shortcodes, and paragraphs that are no
more than blank lines. They are read as the export of WordPress itself is."""

from pipeline.ingest.readers.markdown.entries import Entry
from pipeline.markup.context import Context

_KINDS = frozenset(("post", "page"))


def is_from_wordpress(entry: Entry) -> bool:
    """Whether the front matter was written by the tools that move a blog out of WordPress."""
    fields = entry.front.fields
    return "wordpress_id" in fields or (
        "status" in fields and "published" in fields and fields.get("type") in _KINDS
    )


def whole(body: str, context: Context) -> str:
    """A body in HTML, as the blog showed it."""
    from pipeline.ingest.readers.wordpress.body import rendered

    return rendered(body, _Shelf(context), {})


def shortcodes(body: str, context: Context) -> str:
    """A body in Markdown, with its shortcodes as HTML."""
    from pipeline.ingest.readers.wordpress.shortcodes import expand

    return expand(body, _Shelf(context)) if "[" in body else body


class _Shelf:
    """Where shortcodes look for pictures: what was uploaded is not in a folder of texts."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def gallery(self, attributes: dict[str, str]) -> str:
        named = " ".join(f'{key}="{value}"' for key, value in attributes.items())
        self.context.dropped("markdown.gallery", f"[gallery {named}]".replace(" ]", "]"))
        return ""

    def file(self, number: str) -> str:
        return ""
