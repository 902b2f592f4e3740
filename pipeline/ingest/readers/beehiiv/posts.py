"""Posts: one letter, converted, with what stands above it."""

from __future__ import annotations

from pipeline.ingest.letters import line, opened, standfirst, trimmed
from pipeline.ingest.readers.beehiiv.body import Desk, rendered
from pipeline.ingest.readers.beehiiv.entries import Entry
from pipeline.ingest.readers.beehiiv.site import Site
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Blocks, Figure, Image
from pipeline.model.walk import every, inlines


class Letter:
    """One post under conversion."""

    def __init__(self, entry: Entry, site: Site) -> None:
        self.entry = entry
        self.intake = site.intake
        self.site = site
        self.source = site.intake.source(entry.member)
        self.context = Context(
            self.source,
            entry.id,
            picture=site.picture,
            resolve=site.resolve,
            dropped=self._dropped,
        )
        self.desk = Desk(entry.title, self._dropped)

    def _dropped(self, rule: str, text: str) -> None:
        """What is left out of a public text is on record; nothing of a private one is."""
        if self.entry.public:
            origin = Origin(self.source, self.entry.id, max(self.context.next - 1, 0))
            self.intake.bench.change(origin, rule, text, "")

    def post(self) -> Post:
        entry = self.entry
        above, cover = standfirst(entry.subtitle, self.context), self._cover()
        body = trimmed(html.blocks(rendered(entry.html, self.desk), self.context))
        cover = None if cover is None or _shows(body, cover) else cover
        return Post(
            id=entry.id,
            source=self.source,
            kind="letter",
            created=entry.created,
            blocks=opened(above, body, self.context, cover),
            title=line(entry.title),
            author=entry.author,
            url=entry.url,
            tags=entry.tags,
            visibility=entry.visibility,
        )

    def _cover(self) -> Figure | None:
        """The picture above a post, where the archive holds it: on the web Beehiiv may show it, or
        only pass it on."""
        if not self.entry.thumbnail:
            return None
        key = self.site.picture(self.entry.thumbnail)
        if self.intake.media[key].missing:
            return None
        return Figure((Image(key),), (), self.context.origin())


def _shows(body: Blocks, cover: Figure) -> bool:
    keys = {node.media for block in every(body) for node in inlines(block)
            if isinstance(node, Image)}  # fmt: skip
    return cover.images[0].media in keys
