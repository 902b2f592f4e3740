"""One archive read: repository by repository, then what only all of it together tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.bluesky.car import Car, Lost
from pipeline.ingest.readers.bluesky.cbor import Malformed
from pipeline.ingest.readers.bluesky.entries import (
    ENTRIES,
    PUBLICATIONS,
    Entries,
    Publication,
    publication,
)
from pipeline.ingest.readers.bluesky.members import repositories
from pipeline.ingest.readers.bluesky.posts import POST, PROFILE, REPOST, Converter, item_of
from pipeline.ingest.readers.bluesky.repository import NoRepository, Record, Repository
from pipeline.ingest.readers.bluesky.telling import Telling
from pipeline.ingest.readers.bluesky.tree import Entry
from pipeline.ingest.unpack import Unpacked
from pipeline.markup.plain import clean_text
from pipeline.model.post import PUBLIC, Post, Profile

_KINDS = {POST: "skeet", REPOST: "repost"} | dict.fromkeys(ENTRIES, "entry")


class Reading:
    def __init__(self, archive: Unpacked, intake: Intake) -> None:
        self._archive = archive
        self._intake = intake

    def posts(self) -> Iterator[Post]:
        for at, member in enumerate(repositories(self._archive)):
            yield from self._member(member, first=at == 0)

    def _member(self, member: str, *, first: bool) -> Iterator[Post]:
        source = self._intake.source(member)
        repository = self._opened(member)
        records = _Records(repository, self._intake, source)
        profile = Profile("", _name(records), repository.did, _page(repository.did), "")
        if first:
            self._intake.profile = profile
        spoken: Counter[str] = Counter()
        converter = Converter(self._intake, repository, source)
        for post in self._converted(records, converter, source):
            if post.kind == "skeet" and post.visibility in PUBLIC:
                spoken[post.language.partition("-")[0]] += 1
            yield post
        if first:
            votes = [(count, tag) for tag, count in spoken.items() if tag]
            most = min(votes, key=lambda vote: (-vote[0], vote[1]), default=(0, ""))[1]
            self._intake.profile = Profile("", profile.author, profile.handle, profile.url, most)
        records.settle()
        Telling(self._intake, member).tell(repository, converter.tally, records.lost)

    def _opened(self, member: str) -> Repository:
        try:
            return Repository(Car(self._archive.read(member)))
        except (Malformed, NoRepository) as error:
            raise refused(
                self._archive.path,
                member,
                "this is not the repository of an account, or its start is damaged",
                cause=str(error),
                todo="download the repository again, in the settings of the account",
            ) from error

    def _converted(self, records: _Records, converter: Converter, source: int) -> Iterator[Post]:
        entries = Entries(converter, _blogs(records), source)
        for record in records.of(POST):
            yield from self._safely(record, converter.post, source)
        for record in records.of(REPOST):
            yield from self._safely(record, converter.repost, source)
        for collection in sorted(ENTRIES):
            for record in records.of(collection):
                yield from self._safely(record, entries.post, source)

    def _safely(
        self, record: Record, convert: Callable[[Record], Post], source: int
    ) -> Iterator[Post]:
        """The post of a record, unless it was set aside: one bad item never stops a reader."""
        bench, kind = self._intake.bench, _KINDS[record.collection]
        item = item_of(record.collection, record.key)
        try:
            post = convert(record)
        except Exception as error:
            bench.set_aside(kind, item, source, "its text could not be converted")
            bench.find(
                "bluesky.item",
                "error",
                f"The record {item} could not be converted ({type(error).__name__}) and was set "
                "aside.",
                place=item,
            )
            return
        if post.blocks or post.title:
            yield post
        else:
            bench.set_aside(kind, item, source, "nothing in it")


class _Records:
    """The records of a repository by collection, decoded when they are asked for. What cannot be
    had of texts is set aside."""

    def __init__(self, repository: Repository, intake: Intake, source: int) -> None:
        self.did = repository.did
        self.lost: Counter[str] = Counter()
        self._repository = repository
        self._intake = intake
        self._source = source
        self._by_collection: dict[str, list[Entry]] = {}
        for entry in repository.entries:
            self._by_collection.setdefault(entry[0], []).append(entry)

    def of(self, collection: str) -> Iterator[Record]:
        for entry in self._by_collection.get(collection, ()):
            try:
                yield self._repository.record(entry)
            except Lost as error:
                if collection in _KINDS:
                    reason = str(error)
                    self.lost[reason] += 1
                    item = item_of(*entry[:2])
                    self._intake.bench.set_aside(_KINDS[collection], item, self._source, reason)

    def settle(self) -> None:
        """Account for texts that stand twice, and for those that no node leads to any more."""
        bench = self._intake.bench
        for collection, key, _ in self._repository.twice:
            if collection in _KINDS:
                item, why = item_of(collection, key), "its key stands in the repository twice"
                bench.merge(_KINDS[collection], item, self._source, item, why)
        for cid, value in self._repository.strays():
            kind = _KINDS.get(str(value.get("$type")))
            if kind is not None:
                reason = "its place in the repository is lost"
                self.lost[reason] += 1
                bench.set_aside(kind, str(cid), self._source, reason)


def _name(records: _Records) -> str:
    shown = (record.value.get("displayName") for record in records.of(PROFILE))
    return next((clean_text(name).strip() for name in shown if isinstance(name, str)), "")


def _page(did: str) -> str:
    return f"https://bsky.app/profile/{did}"


def _blogs(records: _Records) -> dict[str, Publication]:
    return {
        f"at://{records.did}/{collection}/{record.key}": publication(record)
        for collection in sorted(PUBLICATIONS)
        for record in records.of(collection)
    }
