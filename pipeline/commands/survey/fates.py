"""What becomes of items: by kind, and in a book.

What a book takes in is found by the very operations that make it, `clean.selection` and
`assemble.threads`, with the options that the shared routings give them.
"""

from __future__ import annotations

from collections import Counter

from pipeline.assemble import threads as joining
from pipeline.clean import selection
from pipeline.commands.survey.facts import Kind, LeftOut, Threads, most_first
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts

SHORT = 5
"""Words; what has fewer, and stands in no thread, is often a cry without its occasion."""

_PRIVATE = "not public"


def kinds(posts: Posts, bench: Bench) -> tuple[Kind, ...]:
    """A row for each kind of item, the commonest first."""
    public = Counter(post.kind for post in posts.posts)
    held: dict[str, Counter[str]] = {}
    aside: dict[str, Counter[str]] = {}
    merged: dict[str, Counter[str]] = {}
    for one in bench.set_asides:
        private = one.reason.startswith(_PRIVATE)
        reason = one.reason.removeprefix(f"{_PRIVATE}: ")
        (held if private else aside).setdefault(one.kind, Counter())[reason] += 1
    for merge in bench.merges:
        merged.setdefault(merge.kind, Counter())[merge.why] += 1
    rows = []
    for kind in public.keys() | held.keys() | aside.keys() | merged.keys():
        ways = [most_first(way.get(kind, Counter())) for way in (held, aside, merged)]
        received = public[kind] + sum([sum(way.values()) for way in ways])
        rows.append(Kind(kind, received, public[kind], *ways))
    return tuple(sorted(rows, key=lambda row: (-row.public, -row.received, row.kind)))


def selected(posts: Posts, size: dict[str, int], bench: Bench) -> tuple[Posts, tuple[LeftOut, ...]]:
    """What the shared routings take in, and what they leave out."""
    own = Bench(bench.blobs)
    taken = selection.run(posts, selection.Options(), own)
    items: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for one in own.set_asides:
        items[one.reason] += 1
        said[one.reason] += size[one.item]
    return taken, tuple([LeftOut(reason, n, said[reason]) for reason, n in items.most_common()])


def short(posts: Posts, bench: Bench) -> int:
    """How many items more `least_words` would leave out."""
    own = Bench(bench.blobs)
    selection.run(posts, selection.Options(least_words=SHORT), own)
    return sum([one.reason == "too few words" for one in own.set_asides])


def threads(taken: Posts, bench: Bench) -> Threads:
    own = Bench(bench.blobs)
    joining.run(taken, joining.Options(numbers="keep"), own)
    joined = Counter(merge.into for merge in own.merges)
    if not joined:
        return Threads()
    return Threads(len(joined), joined.total() + len(joined), max(joined.values()) + 1)
