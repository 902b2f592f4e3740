"""Reading: all e-mails of an archive, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.letters import line, trimmed
from pipeline.ingest.readers.buttondown.entries import Entry, entries
from pipeline.ingest.readers.buttondown.site import Site
from pipeline.ingest.readers.buttondown.templates import Filled
from pipeline.markup import html, markdown
from pipeline.markup.context import Context
from pipeline.model.origin import Origin
from pipeline.model.post import Post
from pipeline.model.text import Blocks, Figure, Image
from pipeline.model.walk import every, inlines

_MODE = re.compile(r"<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->")
_HTML = re.compile(
    r"\s*<(?:p|h[1-6]|div|section|article|table|figure|ul|ol|blockquote|img|hr)[\s>/]",
    re.IGNORECASE,
)


def posts(intake: Intake) -> Iterator[Post]:
    """The e-mails of an archive as posts."""
    site = Site(intake)
    found = list(entries(intake))
    for entry in found:
        site.add(entry)
    intake.profile = site.profile
    withheld = 0
    for entry in found:
        letter = _Letter(entry, site)
        made = _safely(letter)
        if isinstance(made, Post):
            withheld += letter.withheld if entry.public else 0
            yield made
        else:
            intake.bench.set_aside("letter", entry.id, letter.source, made)
    site.album.tell()
    if withheld:
        intake.bench.find(
            "buttondown.withheld",
            "note",
            f"Passages of public letters that only paying readers see, left out: {withheld:,}.",
            place=intake.archive.name,
        )


def _safely(letter: _Letter) -> Post | str:
    """The post of a letter, or why there is none. One bad e-mail never stops a reader."""
    try:
        post = letter.post()
    except Exception as error:
        letter.intake.bench.find(
            "buttondown.item",
            "error",
            f"An e-mail could not be converted ({type(error).__name__}) and was set aside.",
            place=letter.intake.archive.name,
        )
        return "its text could not be converted"
    return post if post.blocks or post.title else "nothing in it"


class _Letter:
    """One e-mail under conversion."""

    def __init__(self, entry: Entry, site: Site) -> None:
        self.entry = entry
        self.site = site
        self.intake = site.intake
        self.withheld = 0
        # A file is named after its letter's title: of one that is not public, the table is told.
        self.source = self.intake.source(entry.member if entry.public else entry.listed)
        self.context = Context(
            self.source,
            entry.id,
            picture=lambda source: site.picture(entry.member, source),
            resolve=site.resolve,
            dropped=self._dropped,
        )

    def _dropped(self, rule: str, text: str) -> None:
        """What is left out of a public text is on record; nothing of a private one is."""
        if self.entry.public:
            origin = Origin(self.source, self.entry.id, max(self.context.next - 1, 0))
            self.intake.bench.change(origin, rule, text, "")

    def post(self) -> Post:
        entry = self.entry
        cover = self._cover()
        body = trimmed(self._blocks())
        subject = self._filled(entry.subject)
        return Post(
            id=entry.id,
            source=self.source,
            kind="letter",
            created=entry.created,
            blocks=body if cover is None or _shows(body, cover) else (cover, *body),
            title=line(subject),
            url=self.site.address(entry),
            links=(entry.canonical,) if entry.canonical else (),
            visibility=entry.visibility,
        )

    def _blocks(self) -> Blocks:
        """The body, in Markdown or, as the newer editor keeps it, in HTML."""
        modes = _MODE.findall(self.entry.body[:1000])
        body = self._filled(_MODE.sub("", self.entry.body))
        is_html = "fancy" in modes or (not modes and _HTML.match(body) is not None)
        if is_html and body.rstrip().endswith(">"):
            return html.blocks(body, self.context)
        return markdown.blocks(body.lstrip("\n"), self.context)

    def _filled(self, text: str) -> str:
        filled = Filled(text, self._dropped, {"newsletter.name": self.site.profile.title})
        self.withheld += filled.withheld
        return filled.text

    def _cover(self) -> Figure | None:
        """The picture of a letter, where the archive holds it: on the web it may be shown, or only
        passed on."""
        if not self.entry.image:
            return None
        key = self.site.picture(self.entry.member, self.entry.image)
        if self.intake.media[key].missing:
            return None
        return Figure((Image(key),), (), self.context.origin())


def _shows(body: Blocks, cover: Figure) -> bool:
    keys = {node.media for block in every(body) for node in inlines(block)
            if isinstance(node, Image)}  # fmt: skip
    return cover.images[0].media in keys
