"""One archive read: member by member, then what only the whole can settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter import articles, counts, editions, notes, payload
from pipeline.ingest.readers.twitter.loader import Loader
from pipeline.ingest.readers.twitter.members import Prose, shelf_of
from pipeline.ingest.readers.twitter.notes import Held, Long
from pipeline.ingest.readers.twitter.owner import guess, manifest_of, owner_of
from pipeline.ingest.readers.twitter.raw import Tweet
from pipeline.ingest.readers.twitter.tweets import Converter
from pipeline.ingest.unpack import Unpacked
from pipeline.model.post import Post, Profile


class Reading:
    def __init__(self, archive: Unpacked, intake: Intake) -> None:
        self._archive = archive
        self._intake = intake
        self._shelf = shelf_of(archive.members)
        self._manifest = manifest_of(archive, self._shelf)
        owner = owner_of(archive, self._shelf, self._manifest)
        self._converter = Converter(intake, owner)
        self._posts: dict[str, Post] = {}
        self._held: list[Held] = []
        self._versions: dict[str, tuple[str, ...]] = {}
        self._loader = Loader(intake)

    def posts(self) -> Iterator[Post]:
        longs = [
            notes.long(note, member, self._intake.source(member), visibility)
            for member, visibility in self._shelf.notes
            for note in self._loader.notes(member, self._intake.source(member))
        ]
        stamps = notes.times(longs)
        for prose in self._shelf.prose:
            self._member(prose, stamps)
        self._settle(longs)
        written = self._articles()
        counts.check_months(self._intake, self._shelf, self._loader.seen)
        counts.check_manifest(self._intake, self._shelf, self._manifest, self._loader.seen)
        self._intake.profile = self._profile()
        yield from self._posts.values()
        yield from written

    # -- members -----------------------------------------------------------------------------------

    def _member(self, prose: Prose, stamps: set[str]) -> None:
        source = self._intake.source(prose.member)
        tweets = self._loader.tweets(prose.member, prose.kind, source)
        if tweets and not self._converter.owner.handle:
            self._guess(tweets)
        for tweet in tweets:
            self._take(tweet, prose, source, stamps)

    def _guess(self, tweets: Iterable[Tweet]) -> None:
        owner = guess(self._converter.owner, tweets)
        if owner.handle and not owner.name:
            self._intake.bench.find(
                "twitter.owner",
                "note",
                f"The archive does not say whose it is; its replies to itself say @{owner.handle}.",
                todo="say who the author is in the recipe's `book`",
            )
        self._converter.owner = owner

    # -- tweets ------------------------------------------------------------------------------------

    def _take(self, tweet: Tweet, prose: Prose, source: int, stamps: set[str]) -> None:
        """One tweet: a post at once, or held until edits and long texts are settled."""
        item = tweet.id_str
        if item in self._posts:
            self._intake.bench.merge(
                prose.kind, item, source, item, "the same tweet stands in another file too"
            )
            return
        post = self._converter.post(tweet, prose, source)
        self._posts[item] = post
        if chain := tweet.versions:
            self._versions[item] = chain
        if chain or (post.created in stamps and post.kind != "retweet"):
            self._held.append(Held(tweet, prose, source))

    def _settle(self, longs: list[Long]) -> None:
        posts, bench = self._posts, self._intake.bench
        later = editions.latest(posts, self._versions)
        joined = notes.join(longs, self._held)
        notes.pass_on(joined, later, self._held)
        for held in self._held:
            if long := joined.get(held.tweet.id_str):
                post = self._converter.post(held.tweet, held.prose, held.source, long.note)
                posts[post.id] = post
                into = later.get(post.id, post.id)
                bench.merge("note", long.id, long.source, into, "the long text of this tweet")
        placed = {id(long) for long in joined.values()}
        for long in longs:
            if id(long) not in placed:
                self._alone(long)
        editions.fold(posts, later, self._intake)
        editions.answer(posts, later)
        editions.point(posts, self._converter.linked, later)

    def _alone(self, long: Long) -> None:
        if long.id in self._posts:
            why = "the same long text stands in another file too"
            self._intake.bench.merge("note", long.id, long.source, long.id, why)
            return
        post = self._converter.alone(long.note, long.source, long.member)
        self._posts[long.id] = msgspec.structs.replace(post, visibility=long.visibility)
        if long.visibility != "public":
            return
        self._intake.bench.find(
            "twitter.note-alone",
            "warning",
            "This long text belongs to no tweet of the archive; it stands as a post of its own.",
            post.blocks[0].origin[0] if post.blocks else None,
            place=long.member,
        )

    # -- the archive -------------------------------------------------------------------------------

    def _articles(self) -> list[Post]:
        facts = articles.facts_of(self._archive, self._shelf)
        found: list[Post] = []
        at = -1
        for member in self._shelf.articles:
            source = self._intake.source(member)
            data = payload.utf8(self._archive.read(member))
            for offset, value in self._loader.values(member, "article", source, data):
                at += 1
                fields = articles.unwrapped(value) if isinstance(value, dict) else {}
                post = articles.post(fields, at, facts, source, f"{member}@{offset}")
                if post is None:
                    self._loader.unreadable(member, "article", source, offset)
                else:
                    found.append(post)
        return found

    def _profile(self) -> Profile:
        owner = self._converter.owner
        spoken = Counter(
            post.language
            for post in self._posts.values()
            if post.language and post.kind != "retweet"
        )
        most = min(spoken.items(), key=lambda one: (-one[1], one[0]), default=(owner.language, 0))
        name = owner.name or (f"@{owner.handle}" if owner.handle else "")
        url = f"https://twitter.com/{owner.handle}" if owner.handle else ""
        return Profile("Tweets", name, owner.handle, url, most[0])
