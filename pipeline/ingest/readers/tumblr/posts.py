"""Items -> posts: whose words are whose settles what an item is."""

from __future__ import annotations

import html as escaping
import re

from msgspec.structs import replace

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.tumblr.blog import Blog, direct
from pipeline.ingest.readers.tumblr.body import mended
from pipeline.ingest.readers.tumblr.item import Item, Voice
from pipeline.ingest.readers.tumblr.pictures import OfPost, Pictures
from pipeline.ingest.readers.tumblr.trail import is_blank, via, voices
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post
from pipeline.model.text import Blocks, Inlines, Link, Paragraph, PostBlock, Text
from pipeline.model.walk import text

_PASSED_ON = ("quote", "photo", "video", "audio", "link")
"""Sorts of posts whose text is seldom the blog's own where it ends with "(via …)"."""

_KINDS = {"text": "post", "regular": "post", "note": "answer"}


class Converter:
    """The posts of one blog."""

    def __init__(self, intake: Intake, blog: Blog, *, official: bool = False) -> None:
        self.intake = intake
        self.blog = blog
        self.pictures = Pictures(intake)
        self.official = official  # whether pictures carry the numbers of their posts

    def post(self, item: Item, page: str) -> Post | None:
        """The post of an item; None where it shows nothing."""
        said, own = self._said(item)
        context = self._context(item, page)
        blocks = self._blocks(item, said, context)
        title = () if any(voice.other for voice in said) else html.inlines(item.title, context)
        if not blocks and not title:
            return None
        passed_on = "submission" if item.submitted else "reblog"
        return Post(
            id=item.id,
            source=item.source,
            kind=_KINDS.get(item.sort, clean_text(item.sort)) if own else passed_on,
            created=item.created,
            blocks=blocks,
            title=_bare(title),
            author=item.author if own else self._first(said) or item.root_name,
            url=self.blog.page(item),
            tags=item.tags,
            links=tuple([link for link in item.links if link != item.url]),
            visibility=item.visibility,
        )

    def _first(self, said: list[Voice]) -> str:
        return next((voice.author for voice in said if voice.other and voice.author), "")

    def _context(self, item: Item, page: str) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, text: str) -> None:
            if item.visibility in PUBLIC:
                origin = Origin(item.source, item.id, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, text, "")

        context = Context(
            item.source,
            item.id,
            picture=OfPost(self.pictures, item.id, page, self.official),
            resolve=self.blog.resolve,
            dropped=dropped,
        )
        return context

    # -- whose words -------------------------------------------------------------------------------

    def _said(self, item: Item) -> tuple[list[Voice], bool]:
        """Who says what, in order, and whether the blog itself says anything."""
        own_names = self.blog.names
        said = list(item.voices) or voices(item.text, own_names)
        said = [_own_again(voice, own_names) for voice in said]
        passed_on = any(voice.other for voice in said)
        if not passed_on and item.sort in _PASSED_ON and not item.voices:
            said, passed_on = self._via(item, said)
        if not passed_on and item.reblogged and self._is_of_another(item):
            said = [Voice("", item.root_name, item.root, other=True), *said]
            passed_on = True
        said = [voice for voice in _with_media(item, said) if not is_blank(voice.html)]
        own = any(not voice.other and not self._is_repeated(voice, item) for voice in said)
        own = own or not (said or passed_on or item.asked)  # a title is all there is
        return ([item.asked, *said] if item.asked is not None else said), own

    def _via(self, item: Item, said: list[Voice]) -> tuple[list[Voice], bool]:
        """A caption or a source that ends with the blog that it is from is that blog's."""
        text = item.text or item.media.removesuffix("</footer></blockquote>")
        name, url = via(text)
        if not name or name.lower() in self.blog.names:
            return said, False
        return [Voice(voice.html, name, url, other=True) for voice in said], True

    def _is_of_another(self, item: Item) -> bool:
        host = re.match(r"https?://([\w-]+)\.tumblr\.com", item.root)
        name = (item.root_name or (host[1] if host else "")).lower()
        return bool(name or item.root) and name not in self.blog.names

    def _is_repeated(self, voice: Voice, item: Item) -> bool:
        """Whether the blog's own words come, by way of others, from another post of its own."""
        found = re.search(r"/post/(\d+)", voice.url)
        return found is not None and found[1] in self.blog.ids - {item.id}

    # -- blocks ------------------------------------------------------------------------------------

    def _blocks(self, item: Item, said: list[Voice], context: Context) -> Blocks:
        page = self.blog.page(item)
        made: Blocks = ()
        if item.link and not any(voice.other for voice in said):
            made += self._link(item, context)
        for voice in said:
            body = mended(voice.html, page, context.dropped)
            if not voice.other:
                made += html.blocks(body, context)
                continue
            first = context.next
            origin = context.origin()
            inner = html.blocks(body, context)
            if inner:
                url = self.blog.resolve(voice.url)[0] if "://" in voice.url else ""
                made += (PostBlock(clean_text(voice.author), "", inner, origin, url),)
            else:
                context.next = first
        return made or self._left_out(item, context)

    def _link(self, item: Item, context: Context) -> Blocks:
        """Where a link post leads, under its title."""
        url = direct(clean_text(item.link).strip())
        if "://" not in url:
            return ()
        shown = re.sub(r"\Ahttps?://(?:www\.)?", "", url).rstrip("/")
        _, known = self.blog.resolve(url)
        content = (Link((Text(shown),), url, "", known),)
        return (Paragraph(content, context.origin(), "source"),)

    def _left_out(self, item: Item, context: Context) -> Blocks:
        """The pictures that the export has beside a page which does not show them."""
        if not self.official:
            return ()
        shown = "".join([f'<img src="../../media/{member.rsplit("/", 1)[-1]}">'
                         for member in self.pictures.own(item.id)])  # fmt: skip
        return html.blocks(shown, context)


def _own_again(voice: Voice, names: frozenset[str]) -> Voice:
    """A voice of the trail that is the blog's own."""
    if voice.other and voice.author.lower() in names:
        return replace(voice, author="", other=False)
    return voice


def _with_media(item: Item, said: list[Voice]) -> list[Voice]:
    """The pictures of a post belong to whom it starts with, and so does the title of what was
    passed on."""
    passed_on = any(voice.other for voice in said)
    title = item.title or item.link
    if item.link:
        title = f'<a href="{escaping.escape(item.link)}">{title}</a>'
    before = (f"<h3>{title}</h3>" if title and passed_on else "") + item.media
    if not before:
        return said
    if not said:
        return [Voice(before)]
    first = next((at for at, voice in enumerate(said) if voice.other), 0) if passed_on else 0
    said[first] = replace(said[first], html=before + said[first].html)
    return said


def _bare(title: Inlines) -> Inlines:
    """A title without links: where a link post leads stands below it."""
    if not any(isinstance(node, Link) for node in title):
        return title
    words = text(title).strip()
    return (Text(words),) if words else ()
