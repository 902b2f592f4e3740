"""The veil: what a survey shows has passed through it. It hides e-mail addresses, and the names of
items and files that are not public, or of which nobody can tell whether they are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.ingest.inventory import Entry
from pipeline.ingest.member import shown
from pipeline.model.bench import Bench
from pipeline.model.finding import Finding
from pipeline.model.handoff import Posts

WITHHELD = "[address withheld]"

_EMAIL = re.compile(r"(?<![\w.%+@/-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?!\w)")
_TELLING = 4
"""Letters of a name, below which it would be found within any word."""


class Veil:
    def __init__(self, posts: Posts, bench: Bench, members: Iterable[Entry]) -> None:
        public = {post.id for post in posts.posts}
        self._items = {a.item for a in bench.set_asides} - public
        hidden: set[str] = set()
        if self._items:
            hidden = {entry.member for entry in members if entry.use == "read"}
            hidden -= {posts.sources[row].member for row in {post.source for post in posts.posts}}
            hidden -= {source.name for source in posts.sources}  # an archive of one file
        self._names = sorted(_names(hidden), key=len, reverse=True)

    def own(self, text: str) -> str:
        """What its author gave to the public, without addresses."""
        return shown(_EMAIL.sub(WITHHELD, text))

    def told(self, text: str) -> str:
        """What a reader tells of an archive, without the names of files that may be private."""
        for name in self._names:
            if name in text:
                text = text.replace(name, "a file")
        return self.own(text)

    def finding(self, finding: Finding) -> Finding:
        """A finding without the item that it is about, should that be hidden, and without its
        place, which names files."""
        message = finding.message
        about = finding.origin.item if finding.origin else finding.place.removeprefix("item ")
        if about in self._items:
            message = message.replace(about, "…")
        return replace(finding, message=self.told(message), todo=self.told(finding.todo), place="")


def _names(members: Iterable[str]) -> set[str]:
    names = {part for member in members for part in (member, posixpath.basename(member))}
    return {name for name in names if len(name) >= _TELLING}
