"""Letters -> posts."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.letters import trimmed
from pipeline.ingest.readers.mail import members, parts, written
from pipeline.ingest.readers.mail.boxes import Raw
from pipeline.ingest.readers.mail.census import Owner
from pipeline.ingest.readers.mail.cleaning import Cleaned, masked
from pipeline.ingest.readers.mail.furniture import Sign, without
from pipeline.ingest.readers.mail.head import Head, subject
from pipeline.ingest.readers.mail.parts import Letter
from pipeline.markup import html, plain
from pipeline.markup.context import Context
from pipeline.model.origin import Origin
from pipeline.model.post import PUBLIC, Post, Visibility
from pipeline.model.text import Block, Blocks
from pipeline.model.walk import plain as words_of

SOMEBODY = "somebody"
"""Whom a letter answers, where the archive does not hold the letter that it answers."""


class Tally(Struct):
    """What a person should know of all letters together."""

    files: int = 0  # that hang on letters, and no book can show
    addresses: int = 0  # that were withheld
    faults: int = 0  # letters whose parts are packed wrongly
    rules: Counter[str] = Counter()


class Converter:
    """The letters of one archive."""

    def __init__(self, intake: Intake, owner: Owner) -> None:
        self.intake = intake
        self.owner = owner
        self.tally = Tally(rules=Counter())

    def post(self, raw: Raw, head: Head, item: str, member: str) -> Post | None:
        """The post of a letter; None where it says nothing."""
        source = self.intake.source(member)
        title, sort = subject(head.text("subject"), self.owner.tags)
        visibility = self._visibility(raw, head, member)
        parsed = parts.parsed(raw.data)
        letter = parts.letter_of(parsed)
        self.tally.faults += visibility in PUBLIC and parts.is_faulty(parsed)
        addresses = head.addresses()
        context = self._context(letter, item, source, member, visibility)
        body = self._markup(letter, context, addresses, forwarded=sort == "forward")
        name, _ = head.sender()
        sign = Sign(title, (*self.owner.titles, self.owner.name, name))
        blocks, url = self._blocks(body, sign, context)
        title, _ = masked(title, addresses)
        if not blocks:
            return None
        self.tally.files += letter.files
        answers = head.answers()
        own = answers in self.owner.wrote
        return Post(
            id=item,
            source=source,
            kind="forward" if sort == "forward" else "letter",
            created=head.created(raw.envelope),
            blocks=blocks,
            title=plain.inlines(title),
            author=name if name != self.owner.name else "",
            url=_archived(head) or url,
            language=head.text("content-language").split(",")[0].strip()[:20],
            series=head.list_id()[0] if len(self.owner.titles) > 1 else "",
            reply_to=answers if own else "",
            reply_author=SOMEBODY if sort == "answer" and not own else "",
            visibility=visibility,
        )

    def _visibility(self, raw: Raw, head: Head, member: str) -> Visibility:
        """Who could read a letter: where a box holds letters to many, one to a person is that
        person's alone."""
        labels = head.labels()
        status = head.text("x-mozilla-status")
        if labels & {"trash", "spam"} or members.is_bin(member):
            return "trashed"
        if _bits(status) & 0x0008:  # thrown away, and still in the file
            return "deleted"
        if labels & {"draft", "drafts"} or members.is_drafts(member):
            return "draft"
        if head.has("x-mozilla-draft-info") and not head.has("received", "message-id"):
            return "draft"
        return "direct" if self.owner.bulk_only and not head.is_bulk() else "public"

    def _context(
        self, letter: Letter, item: str, source: int, member: str, visibility: Visibility
    ) -> Context:
        """What is left out of a public letter is on record; nothing of a private one is."""

        def dropped(rule: str, text: str) -> None:
            self.tally.rules[rule] += 1
            if visibility in PUBLIC:
                said, _ = masked(text)
                origin = Origin(source, item, max(context.next - 1, 0))
                self.intake.bench.change(origin, rule, said, "")

        def picture(src: str) -> str:
            return self._picture(src, letter, member)

        context = Context(source, item, picture=picture, dropped=dropped)
        return context

    def _picture(self, src: str, letter: Letter, member: str) -> str:
        """The key of a picture: a part of the letter, or one on the web."""
        if data := letter.picture(src):
            return self.intake.written_in(member, data)
        if "://" in src or src.startswith("//"):
            return self.intake.absent(src, "on the web, not in the archive")
        return self.intake.absent(src[:80], "the letter does not hold it")

    # -- the body ----------------------------------------------------------------------------------

    def _markup(
        self, letter: Letter, context: Context, addresses: set[str], *, forwarded: bool
    ) -> str:
        """What the letter shows as HTML, without a word that was not to be seen."""
        made: list[str] = []
        for piece in letter.pieces:
            if piece.form == "picture":
                made.append(f'<img src="{piece.text}" alt="">')
            elif piece.form == "text":
                made.append(
                    written.markup(
                        piece.text, flowed=piece.flowed,
                        without_spaces=piece.without_spaces, dropped=context.dropped,
                    )
                )  # fmt: skip
            else:
                cleaned = Cleaned(piece.text, context.dropped, forwarded=forwarded)
                letter.written_in.update(cleaned.pictures)
                made.append(cleaned.html)
        body, count = masked("".join(made), addresses)
        self.tally.addresses += count
        return body

    def _blocks(self, body: str, sign: Sign, context: Context) -> tuple[Blocks, str]:
        """The blocks of the letter, and its address on the web where it tells one."""

        def declared(block: Block, rule: str) -> None:
            context.dropped(rule, " ".join(words_of(block).split()))

        blocks, url = without(html.blocks(body, context), sign, declared)
        return trimmed(blocks), url


def _archived(head: Head) -> str:
    """The address of the letter in an archive on the web, where its head says one."""
    url = head.raw("archived-at").strip("<> ")
    return url if url.startswith(("http://", "https://")) and "@" not in url else ""


def _bits(status: str) -> int:
    try:
        return int(status[:4], 16) if status else 0
    except ValueError:
        return 0
