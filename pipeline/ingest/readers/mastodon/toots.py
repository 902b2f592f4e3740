"""One activity -> one post."""

from __future__ import annotations

import re

from pipeline.ingest.intake import Intake
from pipeline.ingest.moments import moment
from pipeline.ingest.readers.mastodon import body
from pipeline.ingest.readers.mastodon.acts import Act, content_of, language_of, tags_of
from pipeline.ingest.readers.mastodon.audience import visibility_of
from pipeline.ingest.readers.mastodon.emoji import Emoji, Gone
from pipeline.ingest.readers.mastodon.fields import (
    Fields,
    address,
    inner,
    objects,
    text,
)
from pipeline.ingest.readers.mastodon.media import Pictures
from pipeline.ingest.readers.mastodon.names import answered, item_of, person_of
from pipeline.ingest.readers.mastodon.owner import Owner
from pipeline.markup.context import Context
from pipeline.markup.plain import clean_text, count_bad, inlines
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Visibility
from pipeline.model.text import Block, Blocks, Embed, Inlines, Link, List, Paragraph, Text

_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")
_AGAIN = re.compile(r"(?:re:\s*)+", re.IGNORECASE)


class Converter:
    """Turns the activities of one archive into posts."""

    def __init__(self, intake: Intake, owner: Owner, acts: dict[str, Act]) -> None:
        self.owner = owner
        self.acts = acts  # the account's own items, by every address that answers give
        self.edited = 0
        self.emoji = 0
        self._intake = intake
        self._pictures = Pictures(intake)

    def visibility(self, act: Act) -> Visibility:
        return visibility_of(act.fields, act.item, followers=self.owner.followers)

    # -- boosts ------------------------------------------------------------------------------------

    def boost(self, act: Act) -> Post:
        """A boost holds no more than an address: whose words they are, and where they stand."""
        target = clean_text(address(act.fields, "object"))
        own = target in self.acts or self.owner.holds(target)
        return Post(
            act.id,
            act.source,
            "boost",
            moment(text(act.fields, "published")),
            (Embed(target, (), (Origin(act.source, act.id, 0),), "post"),),
            author="" if own else clean_text(person_of(target)),
            visibility=visibility_of(act.fields, followers=self.owner.followers),
        )

    # -- toots -------------------------------------------------------------------------------------

    def toot(self, act: Act) -> Post:
        item, visibility = act.item, self.visibility(act)
        public = visibility in PUBLIC
        context = self._context(act, public)
        page = address(item, "url") or act.uri
        self.edited += bool(public and text(item, "updated"))
        blocks, said = self._blocks(act, page, context, public)
        if public:
            self._report_bad(act)
        reply_to, reply_author = self._answers(item)
        return Post(
            act.id,
            act.source,
            act.kind,
            moment(text(item, "published") or text(act.fields, "published")),
            blocks,
            title=inlines(text(item, "name").strip()) if act.kind == "article" else (),
            url=clean_text(page),
            language=language_of(item, said),
            tags=tags_of(item, blocks),
            reply_to=reply_to,
            reply_author=reply_author,
            links=(clean_text(act.uri),) if act.uri != page else (),
            visibility=visibility,
        )

    def _context(self, act: Act, public: bool) -> Context:
        """What is left out of a public text is on record; nothing of a private one is."""

        def dropped(rule: str, gone: str) -> None:
            if public:
                self._change(act, max(context.next - 1, 0), rule, gone, "")

        context = Context(act.source, act.id, dropped=dropped)
        return context

    def _change(self, act: Act, block: int, rule: str, before: str, after: str) -> None:
        self._intake.bench.change(Origin(act.source, act.id, block), rule, before, after)

    def _blocks(self, act: Act, page: str, context: Context, public: bool) -> tuple[Blocks, str]:
        """The blocks of a toot, and its author's own words among them."""
        item, emoji, gone = act.item, Emoji(act.item), Gone()
        warning = self._warning(act, context, emoji, gone, public)
        written, quoted = body.blocks(content_of(item), context, address(item, *_QUOTES))
        kept, lost = emoji.without(written)
        poll = self._poll(item, context, emoji, gone)
        rest = poll + self._pictures.blocks(item, page, context)
        if quoted:
            rest.append(self._quote(clean_text(quoted), context))
        if kept or warning or rest:
            written, gone = kept, gone + lost
        self.emoji += len(gone) if public else 0
        for before, after in gone if public else ():
            self._change(act, 0, "mastodon.emoji", before, after)
        return (*warning, *written, *rest), body.prose(written)

    def _warning(
        self, act: Act, context: Context, emoji: Emoji, gone: Gone, public: bool
    ) -> list[Block]:
        """The words that a toot is folded under, as a line above it. Answers to oneself carry them
        on from toot to toot; a thread that is read in one go says them once."""
        said = text(act.item, "summary").strip()
        before = self.acts.get(address(act.item, "inReplyTo"))
        if not said or act.kind == "article":
            return []
        if before is not None and self._carries_on(act, before, said):
            if public:
                self._change(act, 0, "mastodon.repeated-warning", clean_text(said), "")
            return []
        content = emoji.words(inlines(said), gone)
        return [Paragraph(content, context.origin(), "tags")] if content else []

    def _carries_on(self, act: Act, before: Act, warning: str) -> bool:
        same = _folded(warning) == _folded(text(before.item, "summary"))
        return same and before is not act and self.visibility(before) in PUBLIC

    def _poll(self, item: Fields, context: Context, emoji: Emoji, gone: Gone) -> list[Block]:
        """The answers that a poll gave to choose from, each with how many chose it."""
        options = objects(item, "oneOf") or objects(item, "anyOf")
        if not options:
            return []
        origin = context.origin()
        items = []
        for option in options:
            votes = inner(option, "replies").get("totalItems")
            counted = f" ({votes})" if type(votes) is int and 0 <= votes < 10**9 else ""
            words: Inlines = emoji.words(inlines(text(option, "name").strip()), gone)
            items.append((Paragraph((*words, *inlines(counted)), context.origin()),))
        return [List(tuple(items), origin)]

    def _quote(self, address: str, context: Context) -> Block:
        """A quoted post: a link to it where it is an own one, which the book may hold."""
        own = self.acts.get(address)
        if own is None:
            return Embed(address, (), context.origin(), "post")
        shown = Text(address.partition("://")[2] or address)
        return Paragraph((Link((shown,), address, "", own.id),), context.origin())

    def _answers(self, item: Fields) -> tuple[str, str]:
        """The item that this one answers, and whose it was; "" for one's own."""
        target = address(item, "inReplyTo")
        if not target:
            return "", ""
        if target in self.acts:
            return self.acts[target].id, ""
        if self.owner.holds(target):
            return item_of(target), ""  # an own toot that the archive no longer holds
        own = (self.owner.id, self.owner.url)
        return clean_text(target), clean_text(answered(target, item, own))

    def _report_bad(self, act: Act) -> None:
        bad = count_bad(content_of(act.item)) + count_bad(text(act.item, "summary"))
        if bad:
            self._intake.bench.find(
                "text.control-character",
                "warning",
                f"{bad} character{'s' * (bad > 1)} that no book can hold became �.",
                Origin(act.source, act.id, 0),
            )


def _folded(warning: str) -> str:
    return " ".join(_AGAIN.sub("", warning, count=1).split()).casefold()
