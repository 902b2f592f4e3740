"""Posts: one letter, converted, with what stands above it: its subtitle, its sound."""

from __future__ import annotations

from pipeline.ingest.intake import Intake
from pipeline.ingest.letters import line, opened, standfirst, trimmed
from pipeline.ingest.readers.substack.body import Desk, rendered
from pipeline.ingest.readers.substack.entries import Entry
from pipeline.ingest.readers.substack.files import Files
from pipeline.ingest.readers.substack.site import Site
from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Embed


class Letter:
    """One letter under conversion."""

    def __init__(self, entry: Entry, site: Site, files: Files, intake: Intake) -> None:
        self.entry = entry
        self.intake = intake
        # A page is named after its letter's title: of one that is not public, the table is told.
        self.source = intake.source(entry.page if entry.public and entry.page else entry.member)
        self.address = site.address(entry)
        self.context = Context(
            self.source,
            entry.id,
            picture=files.picture,
            resolve=site.resolve,
            dropped=self._dropped,
        )
        self.desk = Desk(public=entry.public, address=self.address, dropped=self._dropped)

    def _dropped(self, rule: str, text: str) -> None:
        """What is left out of a public text is on record; nothing of a private one is."""
        if self.entry.public:
            origin = Origin(self.source, self.entry.id, max(self.context.next - 1, 0))
            self.intake.bench.change(origin, rule, text, "")

    def post(self, page: str) -> Post:
        """The letter with the body that its page holds."""
        entry = self.entry
        above, sound = standfirst(entry.subtitle, self.context), self._sound()
        body = trimmed(html.blocks(rendered(page, self.desk), self.context))
        return Post(
            id=entry.id,
            source=self.source,
            kind=entry.kind,
            created=entry.created,
            blocks=opened(above, body, self.context, sound),
            title=line(entry.title),
            url=self.address,
            visibility=entry.visibility,
        )

    def _sound(self) -> Embed | None:
        """What an episode sounds like, by its address."""
        url = clean_text(self.entry.podcast)
        return Embed(url, (), self.context.origin(), "audio") if url.startswith("http") else None
