"""The veil: what a survey shows has passed through it. It hides e-mail addresses, and the names of
items and files that are not public, or of which nobody can tell whether they are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.ingest.member import shown
from pipeline.model.bench import Bench
from pipeline.model.finding import Finding
from pipeline.model.handoff import Posts

WITHHELD = "[address withheld]"

_EMAIL = re.compile(r"(?<![\w.%+@/-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?!\w)")
_TELLING = 4
"""Letters of a name, below which it would be found within any word."""


class Veil:
    def __init__(self, posts: Posts, bench: Bench) -> None:
        public = {post.id for post in posts.posts}
        rows = {post.source for post in posts.posts}
        open_members = {posts.sources[row].member for row in rows}
        self._items = {a.item for a in bench.set_asides} - public
        hidden = {posts.sources[a.source].member for a in bench.set_asides} - open_members
        self._names = sorted(_names(hidden), key=len, reverse=True)

    def said(self, text: str) -> str:
        """A text of the shop's or of the archive's owner, without what nobody is to see."""
        for name in self._names:
            if name in text:
                text = text.replace(name, "a file")
        return shown(_EMAIL.sub(WITHHELD, text))

    def finding(self, finding: Finding) -> Finding:
        """A finding without the item that it is about, should that be hidden, and without its
        place, which names files."""
        message = finding.message
        about = finding.origin.item if finding.origin else finding.place.removeprefix("item ")
        if about in self._items:
            message = message.replace(about, "…")
        return replace(finding, message=self.said(message), todo=self.said(finding.todo), place="")


def _names(members: Iterable[str]) -> set[str]:
    names = {part for member in members for part in (member, posixpath.basename(member))}
    return {name for name in names if len(name) >= _TELLING}
