"""Reading: all letters of an archive, one after the other, never the whole box at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec.structs import replace

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.mail.boxes import Raw, letters
from pipeline.ingest.readers.mail.census import Census, Owner
from pipeline.ingest.readers.mail.head import Head
from pipeline.ingest.readers.mail.members import Form, forms
from pipeline.ingest.readers.mail.posts import Converter
from pipeline.ingest.unpack import Unpacked
from pipeline.model.finding import agreed
from pipeline.model.post import Post, Profile
from pipeline.model.walk import plain

_TOLD = 300
"""Letters of a text by which it is told whether two letters of one name are the same."""


class Reading:
    def __init__(self, archive: Unpacked, intake: Intake) -> None:
        self.archive = archive
        self.intake = intake
        self.members: list[tuple[str, Form]] = forms(archive)
        self._seen: dict[str, set[bytes]] = {}  # letters by name, each by what it starts with

    def posts(self) -> Iterator[Post]:
        """The author's letters. The heads of all are read first, to tell whose they are."""
        census = Census()
        for member, form in self.members:
            census.take(self.archive, member, form)
        owner = census.owner()
        if owner.answers:
            owner = replace(owner, wrote=frozenset(self._written(owner)))
        self.converter = Converter(self.intake, owner)
        self.intake.profile = Profile(
            title=owner.titles[0] if owner.titles else "", author=owner.name,
            url=owner.address_of_list,
        )  # fmt: skip
        for member, form in self.members:
            for raw in letters(self.archive, member, form):
                yield from self._letter(raw, member)
        self._tell()

    def _written(self, owner: Owner) -> Iterator[str]:
        """The names of the author's letters, for telling whom others of them answer."""
        for member, form in self.members:
            for raw in letters(self.archive, member, form, heads=True):
                head = Head(raw.data)
                if owner.is_author(head) and (name := head.id()):
                    yield name

    # -- one letter --------------------------------------------------------------------------------

    def _letter(self, raw: Raw, member: str) -> Iterator[Post]:
        source = self.intake.source(member)
        head = Head(raw.data)
        item = head.id() or _unnamed(raw)
        reason = self._why_not(raw, head)
        if reason:
            self.intake.bench.set_aside("letter", item, source, reason)
            return
        try:
            post = self.converter.post(raw, head, item, member)
        except Exception as error:  # one bad letter never stops a reader
            self.intake.bench.set_aside("letter", item, source, "it could not be read")
            self.intake.bench.find(
                "mail.letter",
                "error",
                f"A letter could not be read ({type(error).__name__}), and was set aside.",
                place=f"{member}, letter {raw.at}",
            )
            return
        if post is None:
            self.intake.bench.set_aside("letter", item, source, "nothing in it")
        elif self._is_new(post):
            yield post

    def _why_not(self, raw: Raw, head: Head) -> str:
        if not raw.whole:
            return "larger than is read"
        if not head.sender()[1]:
            return "no sender"
        if head.is_automatic():
            return "an automatic answer"
        return "" if self.converter.owner.is_author(head) else "a letter by somebody else"

    def _is_new(self, post: Post) -> bool:
        """Whether a letter is not the copy of one that was read: from a list to which it went, or
        from another box."""
        said = "".join(re.findall(r"\w+", "".join([plain(b) for b in post.blocks[:6]])))[:_TOLD]
        mark = hashlib.blake2b(said.casefold().encode(), digest_size=8).digest()
        known = self._seen.setdefault(post.id, set())
        if mark in known:
            why = "the same letter, held twice"
            self.intake.bench.merge(post.kind, post.id, post.source, post.id, why)
            return False
        known.add(mark)
        return True

    def _tell(self) -> None:
        tally = self.converter.tally
        place = self.archive.name
        for count, code, message in (
            (tally.files, "mail.files", "{n} file{s} that no book can show hang{v} on letters."),
            (tally.addresses, "mail.addresses", "E-mail addresses in letters, withheld: {n}."),
            (
                tally.faults,
                "mail.faults",
                "{n} letter{s} {are} packed otherwise than said; what could be read was read.",
            ),
            (
                sum(tally.rules.values()),
                "mail.furniture",
                "Stretches around letters, {n} in all (links to leave the list, hidden lines, "
                "letters that "
                "were answered) are left out; the list of changes has each.",
            ),
        ):
            if count:
                self.intake.bench.find(code, "note", agreed(message, count), place=place)


def _unnamed(raw: Raw) -> str:
    """A name for a letter that has none: made from what it says."""
    return hashlib.sha256(raw.data).hexdigest()[:20]
