"""Items -> posts: what is text becomes a post, all else is set aside with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC

from pipeline.ingest.halves import Tally
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.wordpress.body import rendered
from pipeline.ingest.readers.wordpress.embeds import embed
from pipeline.ingest.readers.wordpress.export import Channel
from pipeline.ingest.readers.wordpress.item import Item
from pipeline.ingest.readers.wordpress.site import Shelf, Site
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Profile, Visibility
from pipeline.model.text import Blocks, Figure, Image
from pipeline.model.walk import every, inlines

REASONS = {
    "attachment": "a file, not a text",
    "nav_menu_item": "an entry of a menu",
    "wp_navigation": "a menu",
    "wp_block": "a reusable block, shown where posts use it",
    "revision": "an earlier version",
    "feedback": "a message sent to the author",
    "wp_template": "part of the site's design",
    "wp_template_part": "part of the site's design",
    "wp_global_styles": "part of the site's design",
    "wp_font_family": "part of the site's design",
    "wp_font_face": "part of the site's design",
    "custom_css": "part of the site's design",
    "customize_changeset": "part of the site's design",
    "oembed_cache": "a note of the program to itself",
    "user_request": "a note of the program to itself",
    "jp_pay_order": "an order",
    "shop_order": "an order",
}
"""Kinds of items that are no texts."""

_VISIBILITY: dict[str, Visibility] = {
    "publish": "public",
    "private": "private",
    "pending": "pending",
    "future": "scheduled",
    "trash": "trashed",
}
"""By status; any other status is a draft's."""

_UNSORTED = frozenset(
    {
        "uncategorized",
        "non-classe",
        "sin-categoria",
        "sem-categoria",
        "senza-categoria",
        "geen-categorie",
        "unkategorisiert",
    }
)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)\Z")


class Converter:
    """The posts of one export file."""

    def __init__(self, site: Site, channel: Channel, member: str, tally: Tally) -> None:
        self.site = site
        self.channel = channel
        self.intake: Intake = site.intake
        self.source = self.intake.source(member)
        self.tally = tally

    def posts(self, items: Iterable[Item]) -> Iterator[Post]:
        for item in items:
            self._comments(item)
            if item.kind in REASONS:
                self._aside(item, REASONS[item.kind])
                continue
            post = self._safely(item)
            item.content = item.excerpt = ""  # a million words are held once, not twice
            if post is not None:
                yield post

    def _aside(self, item: Item, reason: str) -> None:
        self.intake.bench.set_aside(item.kind, item.id, self.source, reason)

    def _comments(self, item: Item) -> None:
        for comment in item.comments:
            ping = comment.kind in ("pingback", "trackback")
            reason = "a ping from another site" if ping else "a comment by a reader"
            self.intake.bench.set_aside("comment", comment.id, self.source, reason)

    def _safely(self, item: Item) -> Post | None:
        """The post of an item; None, after setting it aside, where there is none in it."""
        try:
            post = self._post(item)
        except Exception as error:  # one bad item never stops a reader
            self.tally["failed"] += 1
            self._aside(item, "its text could not be converted")
            self.intake.bench.find(
                "wordpress.item",
                "error",
                f"Item {item.id} could not be converted ({type(error).__name__}) "
                "and was set aside.",
                place=f"item {item.id}",
            )
            return None
        if not post.blocks and not post.title:
            self._aside(item, "nothing in it")
            return None
        return post

    # -- one post ----------------------------------------------------------------------------------

    def _post(self, item: Item) -> Post:
        visibility = visibility_of(item)
        context = self._context(item, public=visibility in PUBLIC)
        blocks = self._blocks(item, context)
        tags, series = _topics(item)
        url, *links = self.site.addresses(item) or [""]
        return Post(
            id=item.id,
            source=self.source,
            kind=clean_text(item.kind),
            created=created(item),
            blocks=blocks,
            title=html.inlines(item.title, context),
            author=self.channel.authors.get(item.creator, item.creator),
            url=url,
            language=self.channel.fields.get("language", ""),
            tags=tags,
            series=series,
            links=tuple(links),
            visibility=visibility,
        )

    def _context(self, item: Item, *, public: bool) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, text: str) -> None:
            if public:
                origin = Origin(self.source, item.id, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, text, "")

        context = Context(
            self.source,
            item.id,
            picture=self.site.picture,
            resolve=self.site.resolve,
            described=self.site.described,
            dropped=dropped,
        )
        return context

    def _blocks(self, item: Item, context: Context) -> Blocks:
        text = item.content if item.content.strip() else item.excerpt
        self.tally["excerpts"] += bool(item.content.strip() and item.excerpt.strip())
        shelf = Shelf(self.site, item)
        body = rendered(text, shelf, self.site.reusable, item.meta.get("footnotes", ""))
        self.tally["galleries"] += shelf.empty
        blocks = html.blocks(body + _enclosure(item), context)
        return self._featured(item, blocks, context)

    def _featured(self, item: Item, blocks: Blocks, context: Context) -> Blocks:
        """The picture that stands above a post, unless the post shows it anyway."""
        number = item.meta.get("_thumbnail_id", "")
        if not number:
            return blocks
        picture = self.site.attachments.get(number)
        if picture is None or not picture.file:
            self.tally["featured"] += 1
            return blocks
        key = self.site.picture(picture.file)
        if any(
            isinstance(node, Image) and node.media == key
            for block in every(blocks)
            for node in inlines(block)
        ):
            return blocks
        alt = picture.meta.get("_wp_attachment_image_alt", "")
        caption = html.inlines(picture.excerpt, context)
        return (Figure((Image(key, alt),), caption, context.origin()), *blocks)


def _enclosure(item: Item) -> str:
    """The sound or film that goes with a post, unless the text shows it anyway."""
    url = item.meta.get("enclosure", "").split("\n")[0].strip()
    return embed(url) if "://" in url and url not in item.content else ""


def visibility_of(item: Item) -> Visibility:
    """Who may read an item."""
    if item.password:
        return "password"
    return _VISIBILITY.get(item.status, "draft")


def created(item: Item) -> str:
    """When an item was written: to the second where the export knows the time in UTC, to the day
    where it knows the blog's own time only."""
    match = _STAMP.match(item.date_gmt)
    if match and not match[1].startswith("0000"):
        return f"{match[1]}T{match[2]}Z"
    match = _STAMP.match(item.date)
    if match and not match[1].startswith("0000"):
        return match[1]
    return _published(item.published)


def _published(stamp: str) -> str:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(stamp).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year > 1970 else ""


def _topics(item: Item) -> tuple[tuple[str, ...], str]:
    """The tags, and the category that is the item's series; its other categories are tags too."""
    sorted_in = [
        name
        for nicename, name in item.categories
        if name and nicename not in _UNSORTED and name.lower() != "uncategorized"
    ]
    series = sorted_in[0] if sorted_in else ""
    tags = dict.fromkeys([*item.tags, *sorted_in[1:]])
    return tuple(tags), series


def profile(channel: Channel, posts: Counter[str]) -> Profile:
    """What the export says of the blog; its author is who wrote most of it."""
    fields = channel.fields
    most = sorted(posts.items(), key=lambda pair: (-pair[1], pair[0]))
    author = most[0][0] if most else next(iter(channel.authors.values()), "")
    url = fields.get("link", "")
    return Profile(fields.get("title", ""), author, "", url, fields.get("language", ""))
