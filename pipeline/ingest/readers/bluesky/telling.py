"""What a person should know of a whole repository: one finding for each sort of thing."""

from __future__ import annotations

from collections import Counter

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.bluesky.entries import ENTRIES, PUBLICATIONS
from pipeline.ingest.readers.bluesky.posts import POST, PROFILE, REPOST, Tally
from pipeline.ingest.readers.bluesky.repository import Repository
from pipeline.model.finding import Severity

_READ = frozenset({POST, REPOST, PROFILE}) | ENTRIES | PUBLICATIONS
_NO_TEXTS = {
    "app.bsky.feed.like": "likes",
    "app.bsky.graph.follow": "follows",
    "app.bsky.graph.block": "blocks",
    "app.bsky.graph.list": "lists",
    "app.bsky.graph.listitem": "names on lists",
    "app.bsky.graph.listblock": "blocked lists",
    "app.bsky.graph.starterpack": "starter packs",
    "app.bsky.graph.verification": "verifications",
    "app.bsky.feed.threadgate": "rules of who may answer",
    "app.bsky.feed.postgate": "rules of who may quote",
    "app.bsky.feed.generator": "feeds",
    "app.bsky.labeler.service": "services",
    "app.bsky.actor.status": "statuses",
    "app.bsky.notification.declaration": "settings",
    "chat.bsky.actor.declaration": "settings",
    "pub.leaflet.graph.subscription": "subscriptions",
    "pub.leaflet.interactions.recommend": "recommendations",
    "site.standard.graph.subscription": "subscriptions",
    "site.standard.graph.recommend": "recommendations",
}
_NAMED = 6
"""Collections of other programs that a finding names."""


class Telling:
    def __init__(self, intake: Intake, member: str) -> None:
        self._intake = intake
        self._member = member

    def tell(self, repository: Repository, tally: Tally, lost: Counter[str]) -> None:
        self._tell_damage(repository, lost)
        self._tell_others(repository)
        for count, code, severity, message in _messages(tally):
            if count:
                self._find(code, severity, message)
        for kind, count in sorted(tally.unknown.items()):
            message = f"Parts of a sort that is not known, {kind or 'unnamed'}: {count:,}."
            self._find("bluesky.unknown-part", "warning", message)

    def _tell_damage(self, repository: Repository, lost: Counter[str]) -> None:
        again = "download the repository again, or allow this finding to accept the loss"
        if repository.cut:
            message = "The file ends within a block; what came before was read."
            self._find("bluesky.cut-off", "error", message, again)
        if repository.lost_nodes:
            message = (
                f"{_many(repository.lost_nodes, 'node')} of the tree that lists all records cannot "
                "be read; nobody can say which posts hung there."
            )
            self._find("bluesky.tree", "error", message, again)
        for reason, count in sorted(lost.items()):
            message = f"Set aside: {_many(count, 'post')}, since of each {reason}."
            self._find("bluesky.block", "error", message, again)
        if repository.twice:
            message = f"The same key twice: {len(repository.twice):,}; the first counts."
            self._find("bluesky.twice", "warning", message)

    def _tell_others(self, repository: Repository) -> None:
        counts = Counter(collection for collection, _, _ in repository.entries)
        silent: Counter[str] = Counter()
        for collection, name in _NO_TEXTS.items():
            silent[name] += counts.pop(collection, 0)
        told = ", ".join(f"{name} ({count:,})" for name, count in silent.most_common() if count)
        if told:
            self._find("bluesky.no-texts", "note", f"Records that are no texts: {told}.")
        others = Counter({name: n for name, n in counts.items() if name not in _READ})
        if others:
            most = sorted(others.items(), key=lambda row: (-row[1], row[0]))
            named = ", ".join(f"{name} ({count:,})" for name, count in most[:_NAMED])
            more = ", and others" if len(most) > _NAMED else ""
            message = f"Records of other programs, which are not read: {named}{more}."
            self._find("bluesky.unknown-records", "warning", message)

    def _find(self, code: str, severity: Severity, message: str, todo: str = "") -> None:
        self._intake.bench.find(code, severity, message, place=self._member, todo=todo)


def _messages(tally: Tally) -> tuple[tuple[int, str, Severity, str], ...]:
    return (
        (
            tally.redated,
            "bluesky.date",
            "note",
            f"Dates that cannot be, in {_many(tally.redated, 'record')}; each has the moment that "
            "its key counts.",
        ),
        (
            tally.undated,
            "bluesky.undated",
            "warning",
            f"Neither a date nor a key that counts one, in {_many(tally.undated, 'record')}.",
        ),
        (
            tally.astray,
            "bluesky.facet",
            "warning",
            f"A link, name or tag that points past its place, in {_many(tally.astray, 'post')}; "
            "the text is whole.",
        ),
        (
            tally.labelled,
            "bluesky.label",
            "note",
            "Labels of the author's own, such as warnings of what pictures show, on "
            f"{_many(tally.labelled, 'post')}.",
        ),
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
