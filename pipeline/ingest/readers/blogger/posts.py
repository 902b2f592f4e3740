"""Entries -> posts: posts and pages become posts, all else is set aside with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from pipeline.ingest import atom
from pipeline.ingest.album import Album
from pipeline.ingest.atom import Words
from pipeline.ingest.intake import Intake
from pipeline.ingest.language import spoken
from pipeline.ingest.readers.blogger.body import Body, body
from pipeline.ingest.readers.blogger.feed import STATUS, Blog, Entry
from pipeline.ingest.readers.blogger.pictures import NOT_HERE, whole
from pipeline.ingest.readers.blogger.site import Site
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.html.inline import outward
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Visibility
from pipeline.model.text import Blocks
from pipeline.model.walk import plain

REASONS = {
    "comment": "a comment by a reader",
    "setting": "a setting of the blog",
    "template": "the blog's design",
    "entry": "of a kind that holds no post",
}
_NOBODY = frozenset({"Unknown", "Anonymous"})
"""How Blogger calls those whose profile is not public."""


class Tally(Struct):
    """What a person should know of the whole archive."""

    odd: int = 0  # items with a status that this reader does not know
    closed: int = 0  # items of blogs for invited readers


class Converter:
    """The posts of one blog."""

    def __init__(self, blog: Blog, site: Site, album: Album, intake: Intake, tally: Tally) -> None:
        self.blog = blog
        self.site = site
        self.album = album
        self.intake = intake
        self.tally = tally
        self.source = -1

    def posts(self, entries: list[Entry], member: str, series: str) -> Iterator[Post]:
        """The posts among the entries of one member."""
        self.source, self.series = self.intake.source(member), series
        for entry in entries:
            if entry.kind in REASONS:
                self._aside(entry, REASONS[entry.kind])
                continue
            post = self._safely(entry)
            entry.body = Words()  # a million words are held once, not twice
            if post is not None:
                yield post

    def _aside(self, entry: Entry, reason: str) -> None:
        self.intake.bench.set_aside(entry.kind, entry.id, self.source, reason)

    def _safely(self, entry: Entry) -> Post | None:
        """The post of an entry; None, after setting it aside, where there is none in it."""
        try:
            post = self._post(entry)
        except Exception as error:  # one bad entry never stops a reader
            self._aside(entry, "its text could not be converted")
            self.intake.bench.find(
                "blogger.item",
                "error",
                f"Item {entry.id} could not be converted ({type(error).__name__}) "
                "and was set aside.",
                place=f"item {entry.id}",
            )
            return None
        if not post.blocks and not post.title:
            self._aside(entry, "nothing in it")
            return None
        return post

    # -- one post ----------------------------------------------------------------------------------

    def _post(self, entry: Entry) -> Post:
        visibility = self._visibility(entry)
        context = self._context(entry, public=visibility in PUBLIC)
        said = body(entry.body.text) if entry.body.kind == "html" else Body("")
        blocks = self._blocks(entry, said, context)
        title = atom.title(Words(entry.title, "html"), context)
        title, blocks = atom.led(title, entry.related, blocks, context)
        return Post(
            id=entry.id,
            source=self.source,
            kind=entry.kind,
            created=entry.created,
            blocks=blocks,
            title=title,
            author="" if entry.author in _NOBODY else clean_text(entry.author),
            url=entry.url if "://" in outward(entry.url) else "",
            language=spoken(self.blog.language, " ".join(map(plain, blocks[:4]))),
            tags=tuple(dict.fromkeys(map(clean_text, (*entry.labels, *said.labels)))),
            series=self.series,
            visibility=visibility,
        )

    def _visibility(self, entry: Entry) -> Visibility:
        """Who may read an entry: of a blog for invited readers, no one else."""
        self.tally.odd += entry.status not in STATUS
        if entry.visibility == "public" and self.blog.access.upper() not in ("", "PUBLIC"):
            self.tally.closed += 1
            return "private"
        return entry.visibility

    def _context(self, entry: Entry, *, public: bool) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, text: str) -> None:
            if public:
                origin = Origin(self.source, entry.id, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, text, "")

        context = Context(
            self.source,
            entry.id,
            picture=lambda url: self.album.key(whole(url), NOT_HERE, self.blog.name),
            resolve=lambda url: self.site.resolve(url, self.blog, entry.url),
            dropped=dropped,
        )
        return context

    def _blocks(self, entry: Entry, said: Body, context: Context) -> Blocks:
        if entry.body.kind == "text":
            return atom.blocks(entry.body, context)
        blocks = html.blocks(said.html + _enclosed(entry), context)
        for rule, text in said.dropped:
            context.dropped(rule, " ".join(text.split()))
        return blocks


def _enclosed(entry: Entry) -> str:
    """The sounds, films and pictures that go with a post, unless the text shows them anyway."""
    shown = entry.body.text
    return "".join(
        f'<{"img" if kind.startswith("image/") else "embed"} src="{escape(url)}">'
        for url, kind in entry.enclosures
        if url not in shown and escape(url) not in shown
    )
