"""clean.crossposts: the same post from two platforms is one post, by stated rules.

Two posts of different archives are one when the words of one are nearly the words of the other, and
besides

- both are known by one address (a canonical link), or
- both have the same title, or
- they were posted within a few days of each other.

What says more stays; the blocks that both say carry both origins, and every word that only the
other had is declared as a change, so that nothing goes without a trace.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.lineage import joined
from pipeline.model.options import Options as Base
from pipeline.model.origin import TITLE, Origin
from pipeline.model.post import Post
from pipeline.model.rewrite import with_posts
from pipeline.model.walk import leaves, own_text, plain, text

RULE = "crossposts"

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"https?://\S+")
_OFTEN = 40
"""Posts that three words may stand in and still tell two of them apart."""

_SIZE = 3


class Options(Base, frozen=True):
    alike: Annotated[
        int, Meta(ge=50, le=100, description="How many in a hundred runs of three words are the "
                  "same in both.")
    ] = 80  # fmt: skip
    alike_by_address: Annotated[
        int, Meta(ge=30, le=100, description="As `alike`, of two posts with one address or title.")
    ] = 50
    days: Annotated[int, Meta(ge=0, description="How many days apart the two may be.")] = 3
    least_words: Annotated[
        int, Meta(ge=_SIZE, description="Shorter texts are never taken for one another here.")
    ] = 8


def run(posts: Posts, options: Options, bench: Bench) -> Posts:
    archive = [source.digest for source in posts.sources]
    if len(set(archive)) < 2:
        return posts
    pairs = _Pairs(options, archive)
    into: dict[str, _Match] = {}
    for post in posts.posts:
        match = pairs.see(post)
        if match is not None and match.gone.id not in into and match.kept.id not in into:
            into[match.gone.id] = match
    if not into:
        return posts
    return with_posts(posts, _joined(posts.posts, into, bench))


class _Print(Struct):
    """What tells a post from others."""

    post: Post
    runs: frozenset[tuple[str, ...]]
    title: str
    addresses: frozenset[str]


class _Match(Struct):
    """Two posts that are one, and why."""

    kept: Post
    gone: Post
    why: str


class _Pairs:
    """The posts seen so far, by their runs of three words."""

    def __init__(self, options: Options, archive: list[str]) -> None:
        self.options = options
        self.archive = archive
        self._by_run: dict[tuple[str, ...], list[_Print]] = defaultdict(list)

    def see(self, post: Post) -> _Match | None:
        """The earlier post that this one is the same as, of those that are most alike."""
        own = _print(post)
        if len(own.runs) + _SIZE - 1 < self.options.least_words:
            return None
        best = max(self._alike(own), key=lambda found: found[0], default=None)
        for run in own.runs:
            self._by_run[run].append(own)
        return best[1] if best else None

    def _alike(self, own: _Print) -> Iterator[tuple[float, _Match]]:
        shared: Counter[int] = Counter()
        others: dict[int, _Print] = {}
        for run in own.runs:
            held = self._by_run.get(run, ())
            if len(held) <= _OFTEN:
                for other in held:
                    shared[id(other)] += 1
                    others[id(other)] = other
        for mark, common in shared.items():
            other = others[mark]
            if self._is_of_another_archive(own.post, other.post):
                alike = len(own.runs & other.runs) / len(own.runs | other.runs)
                why = self._why(own, other, alike) if common else ""
                if why:
                    yield alike, _matched(own, other, why)

    def _is_of_another_archive(self, post: Post, other: Post) -> bool:
        return self.archive[post.source] != self.archive[other.source]

    def _why(self, own: _Print, other: _Print, alike: float) -> str:
        """The rule by which two posts are one; "" when they are two."""
        percent = round(alike * 100)
        if percent >= self.options.alike_by_address:
            if own.addresses & other.addresses:
                return f"one address, and {_steps(percent)} of the words"
            if own.title and own.title == other.title:
                return f"one title, and {_steps(percent)} of the words"
        days = _days(own.post.created, other.post.created)
        if percent >= self.options.alike and days is not None and days <= self.options.days:
            within = f"within {self.options.days} days"
            return f"posted elsewhere {within}, in {_steps(percent)} of the words"
        return ""


def _steps(percent: int) -> str:
    """How alike, in steps, so that the account can count merges of a sort."""
    return "all" if percent == 100 else f"at least {percent // 10 * 10} %"


def _matched(one: _Print, other: _Print, why: str) -> _Match:
    """What says more stays; of two that say as much, the earlier."""
    longer = len(one.runs) > len(other.runs)
    kept, gone = (one.post, other.post) if longer else (other.post, one.post)
    return _Match(kept, gone, why)


def _print(post: Post) -> _Print:
    said = _ADDRESS.sub(" ", "\n".join(map(plain, post.blocks))).casefold()
    words = _WORD.findall(said)
    runs = frozenset(zip(*[words[start:] for start in range(_SIZE)], strict=False))
    title = " ".join(_WORD.findall(text(post.title).casefold()))
    addresses = frozenset([_bare(url) for url in (post.url, *post.links) if url])
    return _Print(post, runs, title, addresses)


def _bare(address: str) -> str:
    return address.partition("://")[2].partition("?")[0].removeprefix("www.").rstrip("/")


def _days(first: str, second: str) -> int | None:
    try:
        return abs((date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])).days)
    except ValueError:
        return None


# -- joining ---------------------------------------------------------------------------------------


def _joined(posts: tuple[Post, ...], into: dict[str, _Match], bench: Bench) -> tuple[Post, ...]:
    """The posts that stay, each with what it took over."""
    taken: dict[str, list[Post]] = defaultdict(list)
    for match in into.values():
        taken[match.kept.id].append(match.gone)
        _declare(match, bench)
    moved = {gone: match.kept.id for gone, match in into.items()}
    return tuple([
        _answering(_with(post, taken.get(post.id, [])), moved)
        for post in posts
        if post.id not in into
    ])  # fmt: skip


def _answering(post: Post, moved: dict[str, str]) -> Post:
    return replace(post, reply_to=moved[post.reply_to]) if post.reply_to in moved else post


def _declare(match: _Match, bench: Bench) -> None:
    """The merge, and every piece of the post that goes which the other does not have."""
    kept, gone = match.kept, match.gone
    bench.merge(gone.kind, gone.id, gone.source, kept.id, match.why)
    there = {" ".join(said.split()) for said in _pieces(kept)}
    if gone.title and " ".join(text(gone.title).split()) not in there:
        bench.change(Origin(gone.source, gone.id, TITLE), RULE, text(gone.title), "")
    for leaf in leaves(gone.blocks):
        said = own_text(leaf)
        if said.strip() and leaf.origin and " ".join(said.split()) not in there:
            bench.change(leaf.origin[0], RULE, said, "")


def _pieces(post: Post) -> Iterator[str]:
    yield text(post.title)
    for leaf in leaves(post.blocks):
        yield own_text(leaf)


def _with(post: Post, same: list[Post]) -> Post:
    """A post that is known by the addresses of others as well, and whose blocks that they have too
    carry both origins."""
    if not same:
        return post
    links = [address for other in same for address in (other.url, *other.links) if address]
    tags = [tag for other in same for tag in other.tags]
    return replace(
        joined(post, same),
        links=tuple(dict.fromkeys([*post.links, *links])),
        tags=tuple(dict.fromkeys([*post.tags, *tags])),
    )
