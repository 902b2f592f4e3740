"""Rows of the table of posts -> posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.ghost import body
from pipeline.ingest.readers.ghost.dates import instant
from pipeline.ingest.readers.ghost.export import (
    Entry,
    Export,
    Extra,
    Row,
    decoded,
    is_true,
    opened,
    text,
)
from pipeline.ingest.readers.ghost.site import PLACE, Site, language_of
from pipeline.ingest.readers.ghost.telling import tell
from pipeline.markup import html, plain
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text, count_bad
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Profile, Visibility
from pipeline.model.text import Blocks, Figure, Heading, Image, Inlines, Paragraph
from pipeline.model.walk import every, inlines, own_text
from pipeline.model.walk import text as words

_UNTITLED = "(untitled)"
_NOTHING = Extra()


class Reading:
    """The exports of one archive."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.site = Site(intake)
        self.authors: Counter[str] = Counter()

    def posts(self, members: list[str]) -> Iterator[Post]:
        exports = [(member, opened(self.intake.archive, member)) for member in members]
        for member, export in exports:
            self.site.learn(export)
            self._learn_slugs(export)
            if export.fault:
                said = f"This export is broken, at {export.fault}. What can be read was read."
                todo = "export the site again, under Settings, Import/Export"
                self.intake.bench.find("ghost.broken-json", "error", said, place=member, todo=todo)
            elif not export.strict:
                said = "This export is not quite JSON; it was read all the same."
                self.intake.bench.find("ghost.json", "warning", said, place=member)
        for member, export in exports:
            for at, row in enumerate(export.rows("posts"), 1):
                post = self._safely(row, member, at)
                if post is not None:
                    self.authors[post.author] += 1
                    yield post
        rows = sorted(self.authors.items(), key=lambda row: (-row[1], row[0]))
        author = rows[0][0] if rows else ""
        self.intake.profile = Profile(self.site.title, author, language=self.site.language)
        tell(self.site, self.intake)

    def _learn_slugs(self, export: Export) -> None:
        for entry in export.each("posts", Entry):
            slug = text(entry.slug).strip()
            if slug and self._visibility(entry) in PUBLIC:
                self.site.slugs.setdefault(slug, _id(entry))

    def _find(self, said: str, place: str) -> None:
        self.intake.bench.find("ghost.item", "error", said, place=place)

    # -- one post ----------------------------------------------------------------------------------

    def _safely(self, row: Row, member: str, at: int) -> Post | None:
        """The post of a row; None, after setting it aside, where there is none in it. One bad row
        never stops the reader."""
        source = self.intake.source(member)
        bench = self.intake.bench
        entry = decoded(row, Entry)
        if entry is None:
            bench.set_aside("post", f"row {at}", source, "broken JSON")
            self._find(f"Row {at} of the posts cannot be read.", f"row {at}")
            return None
        item = _id(entry) or f"row {at}"
        kind = self._kind(entry)
        try:
            post = self._post(entry, item, kind, source)
        except Exception as error:
            bench.set_aside(kind, item, source, "its text could not be converted")
            said = f"A post could not be converted ({type(error).__name__}) and was set aside."
            self._find(said, item)
            return None
        if not post.blocks and not post.title:
            bench.set_aside(kind, item, source, "nothing in it")
            return None
        return post

    def _post(self, entry: Entry, item: str, kind: str, source: int) -> Post:
        site, extra = self.site, self.site.extras.get(text(entry.id), _NOTHING)
        visibility = self._visibility(entry)
        context = self._context(item, source, public=visibility in PUBLIC)
        title = _title(entry, extra)
        blocks = body.blocks(entry, site, context, public=visibility in PUBLIC)
        blocks = _untitled(title, blocks, context)
        above = _introduced(entry, blocks, context)
        site.tally.bad += sum(map(count_bad, (text(entry.title), text(entry.html))))
        names = site.authors.get(text(entry.id), ())
        tags = site.tags.get(text(entry.id), ())
        slug, canonical = text(entry.slug).strip(), text(entry.canonical_url).strip()
        return Post(
            id=item,
            source=source,
            kind=kind,
            created=instant(entry.published_at) or instant(entry.created_at),
            blocks=above + self._featured(entry, extra, blocks, context),
            title=title,
            author=", ".join(names) or site.people.get(text(entry.author_id), ""),
            url=canonical if "://" in canonical else "",
            language=language_of(entry.locale, entry.language, site.language),
            tags=tags,
            series=tags[0] if tags else "",
            links=(clean_text(f"/{slug}/"),) if slug else (),
            visibility=visibility,
        )

    def _kind(self, entry: Entry) -> str:
        if text(entry.type).strip() == "page" or is_true(entry.page):
            return "page"
        return "letter" if self._is_mail(entry) else "post"

    def _is_mail(self, entry: Entry) -> bool:
        """Whether a post was sent to readers and never stood on the site."""
        extra = self.site.extras.get(text(entry.id), _NOTHING)
        return text(entry.status).strip() == "sent" or is_true(extra.email_only)

    def _visibility(self, entry: Entry) -> Visibility:
        status = text(entry.status).strip()
        if status not in ("published", "sent"):
            return "scheduled" if status == "scheduled" else "draft"
        readers = text(entry.visibility).strip() or "public"
        if readers not in ("public", "members"):
            return "paid"  # or for some tiers of members
        if readers == "members" or self._is_mail(entry):
            return "followers"
        return "password" if self.site.private else "public"

    def _context(self, item: str, source: int, *, public: bool) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, said: str) -> None:
            if public:
                origin = Origin(source, item, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, clean_text(said), "")

        context = Context(
            source,
            item,
            picture=self.site.picture,
            resolve=self.site.resolve,
            dropped=dropped,
        )
        return context

    def _featured(self, entry: Entry, extra: Extra, blocks: Blocks, context: Context) -> Blocks:
        """The picture that stands above a post, unless the post shows it anyway."""
        url = clean_text(text(entry.feature_image) or text(entry.image)).strip()
        hidden = entry.show_title_and_feature_image
        if not url or (hidden is not None and not is_true(hidden)):
            return blocks
        key = self.site.picture(url)
        if any(
            isinstance(node, Image) and node.media == key
            for block in every(blocks)
            for node in inlines(block)
        ):
            return blocks
        alt = " ".join(clean_text(text(extra.feature_image_alt)).split())
        caption = html.inlines(text(extra.feature_image_caption).replace(PLACE, ""), context)
        return (Figure((Image(key, alt),), caption, context.origin()), *blocks)


def _id(entry: Entry) -> str:
    """The number of a post on its site; else its name there."""
    names = (text(name).strip() for name in (entry.id, entry.uuid, entry.slug))
    return clean_text(next((name for name in names if name), ""))


def _title(entry: Entry, extra: Extra) -> Inlines:
    """The title; the subject of the e-mail where a post went without one."""
    title = clean_text(text(entry.title)).strip()
    if title.lower() in ("", _UNTITLED):
        title = clean_text(text(extra.email_subject) or text(entry.email_subject)).strip()
    return plain.inlines(" ".join(title.split()))


def _introduced(entry: Entry, blocks: Blocks, context: Context) -> Blocks:
    """The line under the title, unless the text starts with it anyway."""
    said = " ".join(clean_text(text(entry.custom_excerpt)).split())
    start = _folded(own_text(blocks[0])) if blocks and isinstance(blocks[0], Paragraph) else ""
    if not said or start.startswith(_folded(said).rstrip(" .…")):
        return ()
    return (Paragraph(plain.inlines(said), context.origin(), "standfirst"),)


def _untitled(title: Inlines, blocks: Blocks, context: Context) -> Blocks:
    """The blocks without a heading at the top that says the title again."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or not title:
        return blocks
    if _folded(words(title)) != _folded(words(first.content)):
        return blocks
    context.dropped("ghost.repeated-title", words(first.content))
    return blocks[1:]


def _folded(said: str) -> str:
    return " ".join(said.split()).casefold()
