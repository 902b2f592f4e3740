"""Items -> posts: the text, and what goes with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import urljoin

from msgspec import Struct

from pipeline.ingest import atom
from pipeline.ingest.album import Album
from pipeline.ingest.atom import Words
from pipeline.ingest.intake import Intake
from pipeline.ingest.language import spoken
from pipeline.ingest.readers.feeds.item import Channel, Item, Picture
from pipeline.ingest.readers.feeds.tails import without_tails
from pipeline.markup import html, plain
from pipeline.markup.context import Context
from pipeline.markup.html.embed import kind_of
from pipeline.markup.html.inline import outward
from pipeline.markup.plain import clean_text
from pipeline.model import walk
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Blocks, Embed, Figure, Image

NOT_HERE = "on the web, not in the archive"
_TAG = r"<[a-zA-Z/!]"
_LONGEST = 500


class Tally(Struct):
    """What a person should know of the whole feed."""

    items: int = 0
    cut: int = 0  # that end before their text does
    short: int = 0  # that are a few lines without paragraphs, and may be excerpts
    summaries: int = 0  # that say something besides their text


class Converter:
    """The posts of one feed."""

    def __init__(
        self, channel: Channel, pages: dict[str, str], album: Album, intake: Intake
    ) -> None:
        self.channel = channel
        self.pages = pages
        self.album = album
        self.intake = intake
        self.tally = Tally()

    def posts(self, items: list[tuple[Item, int]], series: str) -> Iterator[Post]:
        """The posts of items, each of which comes with the row of its member."""
        for item, source in items:
            post = self._safely(item, source, series)
            item.content = item.summary = Words()  # a million words are held once, not twice
            if post is not None:
                yield post

    def _safely(self, item: Item, source: int, series: str) -> Post | None:
        """The post of an item; None, after setting it aside, where there is none in it."""
        try:
            post = self._post(item, source, series)
        except Exception as error:  # one bad item never stops a reader
            self._aside(item, source, "its text could not be converted")
            self.intake.bench.find(
                "feeds.item",
                "error",
                f"An item could not be converted ({type(error).__name__}) and was set aside.",
                Origin(source, item.id, 0),
            )
            return None
        if not post.blocks and not post.title:
            self._aside(item, source, "nothing in it")
            return None
        return post

    def _aside(self, item: Item, source: int, reason: str) -> None:
        self.intake.bench.set_aside(kind_of_item(item), item.id, source, reason)

    # -- one post ----------------------------------------------------------------------------------

    def _post(self, item: Item, source: int, series: str) -> Post:
        base = joined(self.channel.url, item.base or item.url)
        context = self._context(item, source, base)
        blocks = self._with_pictures(item, self._text(item, context), context)
        said = " ".join(map(walk.plain, blocks[:4]))
        url = address(joined(self.channel.url, item.url))
        title = atom.title(item.title, context)
        if item.external != item.url:
            title, blocks = atom.led(title, item.external, blocks, context)
        return Post(
            id=item.id,
            source=source,
            kind=kind_of_item(item),
            created=item.published or item.updated,
            blocks=blocks,
            title=title,
            author=clean_text(", ".join(item.authors)),
            url=url,
            language=spoken(item.language or self.channel.language, said),
            tags=tuple(map(clean_text, item.tags)),
            series=series,
            reply_to=item.reply_to,
            links=tuple(dict.fromkeys(link for link in map(address, item.links)
                                      if link and link != url)),
            visibility="draft" if item.draft else "public",
        )  # fmt: skip

    def _context(self, item: Item, source: int, base: str) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, text: str) -> None:
            if not item.draft:
                origin = Origin(source, item.id, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, text, "")

        def resolve(url: str) -> tuple[str, str]:
            whole = joined(base, url)
            return whole, self.pages.get(plain_address(whole), "")

        context = Context(
            source,
            item.id,
            picture=lambda url: self.album.key(joined(base, url), NOT_HERE),
            resolve=resolve,
            dropped=dropped,
        )
        return context

    def _text(self, item: Item, context: Context) -> Blocks:
        """The text of an item, and what goes with it and is to be played or read elsewhere."""
        self.tally.items += 1
        said = item.content
        if not said.text.strip():
            said = item.summary
            self._weigh(item)
        elif item.summary.text.strip() and not _starts(item):
            self.tally.summaries += 1
        if said.kind == "html" and (re.search(_TAG, said.text) or "\n\n" not in said.text):
            body, gone = without_tails(said.text)
            blocks = html.blocks(body, context)
            for text in gone:
                context.dropped("feeds.tail", text)
        else:
            text = unescape(said.text) if said.kind == "html" else said.text
            blocks = plain.blocks(text, context)
        return blocks + _files(item, said.text, context)

    def _weigh(self, item: Item) -> None:
        """Whether an item without a full text holds more than how it starts."""
        said = item.summary.text
        bare = " ".join(unescape(re.sub(r"<[^<>]*>", " ", said)).split())
        if not bare or kind_of_item(item) == "episode":
            return
        marked = re.search(r"(?:…|\.\.\.)[\]\)»”\"]{0,2}\Z", bare) or re.search(_ONWARD, bare[-80:])
        if marked:
            self.tally.cut += 1
        elif item.title.text.strip() and len(bare) < 600 and not re.search(r"<(?:p|br)\b", said):
            self.tally.short += 1

    def _with_pictures(self, item: Item, blocks: Blocks, context: Context) -> Blocks:
        """The text with the picture that is told beside it, where it shows none itself."""
        if any(isinstance(node, Image) for leaf in walk.leaves(blocks)
               for node in walk.inlines(leaf)):  # fmt: skip
            return blocks
        told = [Picture(file.url, "", file.title) for file in item.enclosures if file.is_picture]
        figures: dict[str, Figure] = {}
        for picture in [*told, *item.pictures]:
            key = context.picture(picture.url)
            if key not in figures:
                figures[key] = _figure(key, picture, item, context)
        return (*figures.values(), *blocks)


def _figure(key: str, picture: Picture, item: Item, context: Context) -> Figure:
    """A picture with its words: of an item without a title, they describe what one cannot see."""
    alt, caption = picture.alt, picture.caption
    if not item.title.text.strip():
        alt, caption = alt or caption, ""
    words = html.inlines(caption, context)
    return Figure((Image(key, clean_text(alt)),), words, context.origin())


_ONWARD = (
    r"(?i:(?:continue reading|keep reading|read more|read the rest|lire la suite|weiterlesen"
    r"|leer más|seguir leyendo|continua a leggere|läs mer|les mer)\W{0,5}\Z)"
)


def kind_of_item(item: Item) -> str:
    """What an item is: one that brings a sound or a film is an episode."""
    if any(file.is_played or kind_of(file.url) in ("audio", "video") for file in item.enclosures):
        return "episode"
    return "reply" if item.answers else "post"


def _files(item: Item, text: str, context: Context) -> Blocks:
    """The files that go with an item, unless its text leads to them; of several forms in which a
    sound or film is to be had, the first."""
    played = [file for file in item.enclosures if file.is_played]
    rest = [file for file in item.enclosures if not file.is_played and not file.is_picture]
    found = []
    for file in dict.fromkeys([*played[:1], *rest]):
        url = address(file.url)
        if url and file.url not in text and escape(file.url) not in text:
            known = kind_of(url)
            told = "file" if known == "link" else known
            kind = file.type.partition("/")[0] if file.is_played else told
            title = plain.inlines(file.title)
            found.append(Embed(url, title, context.origin(), kind))
    return tuple(found)


def _starts(item: Item) -> bool:
    """Whether the summary only says how the text starts."""
    start, whole = (
        re.sub(r"\W+", "", unescape(re.sub(r"<[^<>]*>", " ", words.text)))
        for words in (item.summary, item.content)
    )
    return start[:100] in whole[: len(start) + 200]


# -- ids and addresses -----------------------------------------------------------------------------


def known_by(item: Item) -> str:
    """The id of an item: its own, else its address, else a sum over what it says."""
    own = clean_text(item.id.strip() or item.url.strip())
    if own and len(own) <= _LONGEST:
        return own
    said = own or "\0".join((item.title.text, item.published, item.content.text, item.summary.text))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]


def joined(base: str, url: str) -> str:
    """An address, from where its page is."""
    try:
        return urljoin(base, url.strip()) if "://" in base else url.strip()
    except ValueError:
        return url.strip()


def address(url: str) -> str:
    """An address on the web that can be printed; "" for anything else."""
    url = outward(clean_text(url))
    return url if "://" in url else ""


def plain_address(url: str) -> str:
    """An address without what does not tell pages apart."""
    bare = url.split("#", 1)[0].rstrip("/")
    return re.sub(r"\A\w+://(?:www\.)?", "", re.sub(r"[?&]utm_[^#]*\Z", "", bare))
