"""clean.duplicates: fold a text that was posted twice into its first posting."""

from collections import Counter
from datetime import date
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.glance import glance
from pipeline.model.handoff import Posts
from pipeline.model.lineage import joined
from pipeline.model.options import Options as Base
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Post
from pipeline.model.rewrite import with_posts
from pipeline.model.text import Paragraph, Text
from pipeline.model.walk import leaves, plain, targets, text
from pipeline.model.words import words

Key = tuple[str, tuple[str, ...]]


class Options(Base, frozen=True):
    least_words: Annotated[
        int,
        Meta(
            ge=1,
            description="Texts of this many words are the same wherever they recur; shorter ones, "
            "such as greetings, only when both were posted on one day outside any thread.",
        ),
    ] = 5
    within: Annotated[
        int,
        Meta(
            ge=0, description="How many days apart two postings of one text may be; 0: any number."
        ),
    ] = 0
    addresses: Annotated[
        bool,
        Meta(description="Whether two items known by one address, with one text, are the same."),
    ] = True


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    answered = {post.reply_to for post in posts.posts if post.reply_to}
    found = _Doubles(options, answered, bench)
    again = _seen_twice(posts.posts)
    for post in posts.posts:
        if post.id in again and found.see_text(post):
            continue
        if options.addresses:
            found.see_address(post)
    if not found.into:
        return posts
    return with_posts(posts, _without(posts, found.into))


def _seen_twice(posts: tuple[Post, ...]) -> set[str]:
    """The ids of the posts that could say what another says: told by how they start, and of those
    that start alike by all their prose."""
    starts = [_start(post) for post in posts]
    often = Counter(starts)
    alike = [post for post, start in zip(posts, starts, strict=True) if often[start] > 1]
    said = [glance(post.blocks).prose for post in alike]
    often = Counter(said)
    return {post.id for post, told in zip(alike, said, strict=True) if often[told] > 1}


def _start(post: Post) -> str:
    first = post.blocks[0] if post.blocks else None
    if isinstance(first, Paragraph) and first.content and isinstance(first.content[0], Text):
        return first.content[0].text
    return ""


def _without(given: Posts, into: dict[str, str]) -> tuple[Post, ...]:
    """The posts that stay. Each knows by what other addresses it is known now, and what answered a
    post that went answers the one that stayed."""
    posts, sources = given.posts, given.sources
    known: dict[str, list[Post]] = {}
    for post in posts:
        if post.id in into:
            known.setdefault(into[post.id], []).append(post)
    kept = [
        _joined(p, known[p.id], sources) if p.id in known else p for p in posts if p.id not in into
    ]
    return tuple([replace(p, reply_to=into[p.reply_to]) if p.reply_to in into else p for p in kept])


def _joined(post: Post, same: list[Post], sources: tuple[Source, ...]) -> Post:
    links = [address for other in same for address in (other.url, *other.links) if address]
    tags = [tag for other in same for tag in other.tags]
    archive = sources[post.source].digest if sources else ""
    others = [other for other in same if sources and sources[other.source].digest != archive]
    return replace(
        joined(post, others),
        links=tuple(dict.fromkeys([*post.links, *links])),
        tags=tuple(dict.fromkeys([*post.tags, *tags])),
    )


class _Doubles:
    """The posts seen so far, by what they say and by where they stood."""

    def __init__(self, options: Options, answered: set[str], bench: Bench) -> None:
        self.options = options
        self.answered = answered
        self.bench = bench
        self.into: dict[str, str] = {}  # the id of a post that goes: the id of the one that stays
        self._by_text: dict[tuple[str, Key], Post] = {}
        self._by_address: dict[str, Post] = {}
        self._reported: set[str] = set()

    def see_text(self, post: Post) -> bool:
        """Whether a post says what an earlier one of its kind said, and was merged into it."""
        key = _key(post)
        earlier = self._by_text.setdefault((post.kind, key), post)
        if earlier is post:
            return False
        if self._is_same(post, earlier, key[0]):
            self._merge(post, earlier, "the same text")
            return True
        self._by_text[post.kind, key] = post  # the next is measured from this one
        return False

    def _is_same(self, post: Post, earlier: Post, said: str) -> bool:
        """A part of a thread is the same as another part of it only: elsewhere it leaves a hole."""
        if self.into.get(post.reply_to, post.reply_to) != earlier.reply_to:
            return False
        if words(said) >= self.options.least_words:
            days = _days(earlier.created, post.created)
            return not self.options.within or days is None or days <= self.options.within
        in_thread = post.reply_to or earlier.reply_to or post.id in self.answered
        same_day = bool(post.created) and post.created[:10] == earlier.created[:10]
        return bool(said) and not in_thread and same_day

    def see_address(self, post: Post) -> None:
        """Merge a post into an earlier one of the same address and text; two texts at one address
        are reported, since only a person can choose between them."""
        for address in (post.url, *post.links):
            place = _place(address)
            other = self._by_address.setdefault(place, post) if place else post
            if other is post:
                continue
            said = _key(post)[0]
            if said and said == _key(other)[0]:
                self._merge(post, other, "the same address and text")
            elif place not in self._reported:
                self._reported.add(place)
                _report(post, other, self.bench)
            return

    def _merge(self, post: Post, into: Post, why: str) -> None:
        self.into[post.id] = into.id
        self.bench.merge(post.kind, post.id, post.source, into.id, why)


def _place(address: str) -> str:
    """An address without what may differ between two ways to write it."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _report(post: Post, other: Post, bench: Bench) -> None:
    bench.find(
        "duplicates.same-address",
        "warning",
        f"The items '{other.id}' and '{post.id}' have one address and different texts.",
        Origin(post.source, post.id, 0),
        todo="leave one of them out by clean.selection's without_items, or keep both",
    )


def _key(post: Post) -> Key:
    """What a post says, title included, with its spaces evened out, and what it points at."""
    said = " ".join(" ".join([text(post.title), *map(plain, post.blocks)]).split())
    return said, tuple([url for leaf in leaves(post.blocks) for url in targets(leaf)])


def _days(first: str, second: str) -> int | None:
    try:
        return abs((date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days)
    except ValueError:
        return None
