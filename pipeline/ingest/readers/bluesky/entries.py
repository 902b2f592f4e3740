"""Blog entries that lie in the same repository: WhiteWind's, in Markdown, and Leaflet's, in blocks;
and documents of the standard that several blogs write."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pipeline.ingest.readers.bluesky import addresses
from pipeline.ingest.readers.bluesky.leaflet import Pages
from pipeline.ingest.readers.bluesky.posts import Converter, item_of, tags_of
from pipeline.ingest.readers.bluesky.repository import Record
from pipeline.markup.context import Context
from pipeline.markup.plain import blocks as plain_blocks
from pipeline.markup.plain import clean_text, inlines
from pipeline.model.post import PUBLIC, Post, Visibility
from pipeline.model.text import Blocks, Paragraph

WHITEWIND = "com.whtwnd.blog.entry"
LEAFLET = "pub.leaflet.document"
STANDARD = "site.standard.document"
ENTRIES = frozenset({WHITEWIND, LEAFLET, STANDARD})
PUBLICATIONS = frozenset({"pub.leaflet.publication", "site.standard.publication"})

_VISIBILITY: dict[str, Visibility] = {"url": "unlisted", "author": "private"}


class Publication(Struct, frozen=True):
    """A blog of the account's own, to which its documents belong."""

    name: str
    url: str


def publication(record: Record) -> Publication:
    base = _text(record.value, "url") or _text(record.value, "base_path")
    url = base if "://" in base or not base else f"https://{base}"
    return Publication(_text(record.value, "name"), url.rstrip("/"))


class Entries:
    """Turns the entries of one repository into posts."""

    def __init__(self, converter: Converter, blogs: dict[str, Publication], source: int) -> None:
        self._converter = converter
        self._blogs = blogs  # by the address of their record
        self._source = source

    def post(self, record: Record) -> Post:
        value, item = record.value, item_of(record.collection, record.key)
        dropped: list[tuple[str, str]] = []
        context = self._context(item, dropped)
        whitewind = record.collection == WHITEWIND
        about = inlines(_text(value, "subtitle" if whitewind else "description"))
        head = (Paragraph(about, context.origin(), "standfirst"),) if about else ()
        if whitewind:
            blocks, visibility = self._markdown(value, context), _visibility(value)
        else:
            blocks, visibility = self._pages(value, context)
        if visibility in PUBLIC:
            for rule, gone in dropped:
                self._converter.change(item, rule, gone)
        uri = f"at://{self._converter.did}/{item}"
        url, series = self._place(value, uri)
        tags = value.get("tags")
        return Post(
            item,
            self._source,
            "entry",
            self._converter.created(record, "createdAt" if whitewind else "publishedAt"),
            (*head, *blocks),
            title=inlines(_text(value, "title")),
            url=url,
            tags=tags_of(tags, []),
            series=series,
            links=tuple(dict.fromkeys(one for one in (uri, addresses.page(uri)) if one != url)),
            visibility=visibility,
        )

    def _context(self, item: str, dropped: list[tuple[str, str]]) -> Context:
        converter = self._converter
        return Context(
            self._source,
            item,
            picture=converter.pictures.at,
            resolve=lambda url: (url, converter.own(url)),
            dropped=lambda rule, gone: dropped.append((rule, gone)),
        )

    def _markdown(self, value: dict[str, Any], context: Context) -> Blocks:
        from pipeline.markup import markdown

        return markdown.blocks(_text(value, "content"), context)

    def _pages(self, value: dict[str, Any], context: Context) -> tuple[Blocks, Visibility]:
        """The pages of a document; where they are of another program, its plain text."""
        content = value.get("content")
        fields = content if isinstance(content, dict) else value
        pages = Pages(self._converter.pictures, self._converter.own, context)
        blocks = pages.blocks(fields.get("pages"))
        self._converter.tally.note_unknown(pages.unknown)
        if not blocks:
            blocks = plain_blocks(_text(value, "textContent"), context)
        return blocks, "paid" if pages.members_only else "public"

    def _place(self, value: dict[str, Any], uri: str) -> tuple[str, str]:
        """The page of a document, and the blog that it stands in."""
        site = _text(value, "site") or _text(value, "publication")
        blog = self._blogs.get(site, Publication("", site if "://" in site[:8] else ""))
        base = blog.url if addresses.may_be_linked(blog.url) else ""
        if not base:
            return addresses.page(uri), blog.name
        path = _text(value, "path") or uri.rpartition("/")[2]
        return f"{base.rstrip('/')}/{path.lstrip('/')}", blog.name


def _visibility(value: dict[str, Any]) -> Visibility:
    if value.get("isDraft") is True:
        return "draft"
    return _VISIBILITY.get(_text(value, "visibility"), "public")


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return clean_text(value).strip() if isinstance(value, str) else ""
