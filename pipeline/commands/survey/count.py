"""Counting: what archives hold, as figures.

What a book takes in is found by the very operations that make it: `clean.selection` and
`assemble.threads`, with the options that the shared routings give them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import ceil
from statistics import median_low

from pipeline.assemble import threads
from pipeline.clean import selection
from pipeline.commands.survey.facts import (
    Counts,
    Kind,
    LeftOut,
    Lengths,
    Members,
    Noticed,
    Survey,
    Threads,
    Which,
    Words,
    Year,
    most_first,
)
from pipeline.commands.survey.gather import Gathered
from pipeline.commands.survey.pictures import pictures
from pipeline.commands.survey.tongues import languages
from pipeline.commands.survey.veil import Veil
from pipeline.ingest.inventory import Entry, group
from pipeline.model.bench import Bench
from pipeline.model.handoff import Posts
from pipeline.model.post import Post
from pipeline.model.walk import plain, text, words

A_PAGE = 300
"""Words on a printed page of a usual trade book."""

SHORT = 5
"""Words; what has fewer, and stands in no thread, is often a cry without its occasion."""

MOST_TAGS = 20

_PRIVATE = "not public"


def counted(gathered: Gathered) -> Survey:
    posts, bench = gathered.posts, gathered.bench
    veil = Veil(posts, bench)
    size = {post.id: _words(post) for post in posts.posts}
    taken, left_out = _selected(posts, size, bench)
    kinds = _kinds(posts, bench)
    within = {post.id for post in taken.posts}
    months = _ordered_by_name(Counter(p.created[:7] for p in posts.posts if len(p.created) > 6))
    between = list(_between(months))
    all_words, taken_words = sum(size.values()), sum([size[item] for item in within])
    return Survey(
        which=tuple([_told(which, veil) for which in gathered.which]),
        says=veil.profile(posts.profile),
        received=sum([kind.received for kind in kinds]),
        public=len(posts.posts),
        held_back=_summed(kind.held_back for kind in kinds),
        set_aside=_summed(kind.set_aside for kind in kinds),
        merged=_summed(kind.merged for kind in kinds),
        visibility=most_first(Counter(post.visibility for post in posts.posts))
        | _summed(kind.held_back for kind in kinds),
        kinds=kinds,
        years=_years(posts.posts, size, within),
        months=months,
        empty_months=tuple([month for month in between if month not in months]),
        all_months=len(between),
        taken=len(taken.posts),
        left_out=left_out,
        words=Words(all_words, taken_words, ceil(taken_words / A_PAGE)),
        lengths=_lengths(taken, size, _short(posts, bench), veil),
        threads=_threads(taken, bench),
        languages=languages(taken.posts, size),
        tags=_labels((tag for post in taken.posts for tag in post.tags), veil),
        series=_labels((post.series for post in taken.posts if post.series), veil),
        pictures=pictures(taken, gathered.archives),
        members=_members(gathered.members, veil),
        damage=_damage(bench, veil),
    )


# -- items -----------------------------------------------------------------------------------------


def _kinds(posts: Posts, bench: Bench) -> tuple[Kind, ...]:
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


def _selected(
    posts: Posts, size: dict[str, int], bench: Bench
) -> tuple[Posts, tuple[LeftOut, ...]]:
    """What the shared routings take in, and what they leave out."""
    own = Bench(bench.blobs)
    taken = selection.run(posts, selection.Options(), own)
    items: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for one in own.set_asides:
        items[one.reason] += 1
        said[one.reason] += size[one.item]
    return taken, tuple([LeftOut(reason, n, said[reason]) for reason, n in items.most_common()])


def _short(posts: Posts, bench: Bench) -> int:
    """How many items more `least_words` would leave out."""
    own = Bench(bench.blobs)
    selection.run(posts, selection.Options(least_words=SHORT), own)
    return sum([one.reason == "too few words" for one in own.set_asides])


def _threads(taken: Posts, bench: Bench) -> Threads:
    own = Bench(bench.blobs)
    threads.run(taken, threads.Options(numbers="keep"), own)
    joined = Counter(merge.into for merge in own.merges)
    if not joined:
        return Threads()
    return Threads(len(joined), joined.total() + len(joined), max(joined.values()) + 1)


# -- time and words --------------------------------------------------------------------------------


def _words(post: Post) -> int:
    return words(text(post.title)) + sum([words(plain(block)) for block in post.blocks])


def _years(posts: tuple[Post, ...], size: dict[str, int], taken: set[str]) -> tuple[Year, ...]:
    kinds: dict[str, Counter[str]] = {}
    said: Counter[str] = Counter()
    said_taken: Counter[str] = Counter()
    for post in posts:
        year = post.created[:4]
        kinds.setdefault(year, Counter())[post.kind] += 1
        said[year] += size[post.id]
        said_taken[year] += size[post.id] if post.id in taken else 0
    return tuple([
        Year(year, by.total(), most_first(by), said[year], said_taken[year])
        for year, by in sorted(kinds.items())
    ])  # fmt: skip


def _between(months: Counts) -> Iterator[str]:
    """Every month from the first to the last of some that are in order."""
    if not months:
        return
    (year, month), last = map(int, next(iter(months)).split("-")), next(reversed(months))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _lengths(taken: Posts, size: dict[str, int], short: int, veil: Veil) -> Lengths:
    if not taken.posts:
        return Lengths()
    longest = max(taken.posts, key=lambda post: size[post.id])
    return Lengths(
        longest=size[longest.id],
        longest_item=veil.said(longest.id),
        longest_kind=longest.kind,
        longest_title=veil.said(" ".join(text(longest.title).split())),
        longest_day=longest.created[:10],
        median=median_low([size[post.id] for post in taken.posts]),
        short=short,
    )


# -- labels, files, findings -----------------------------------------------------------------------


def _labels(labels: Iterable[str], veil: Veil) -> Counts:
    """The commonest tags or series; of one that is spelt in several ways, the commonest way."""
    spelt: dict[str, Counter[str]] = {}
    for label in labels:
        spelt.setdefault(label.lstrip("#").casefold(), Counter())[label.lstrip("#")] += 1
    found = Counter({min(most_first(ways)): ways.total() for ways in spelt.values()})
    return {veil.said(label): n for label, n in list(most_first(found).items())[:MOST_TAGS]}


def _members(entries: list[Entry], veil: Veil) -> Members:
    ignored = Counter(entry.why for entry in entries if entry.use == "ignored")
    unknown = Counter(veil.said(group(e.member)) for e in entries if e.use == "unknown")
    return Members(
        read=sum([entry.use == "read" for entry in entries]),
        ignored=most_first(ignored),
        unknown=most_first(unknown),
    )


def _damage(bench: Bench, veil: Veil) -> tuple[Noticed, ...]:
    """What a person should see to, the worst first."""
    found: dict[tuple[str, str], Noticed] = {}
    for finding in bench.findings:
        if finding.severity == "note":
            continue
        key = (finding.severity, finding.code)
        first, times = found.get(key), 0
        if first is None:
            said = veil.finding(finding)
            first = Noticed(said.code, said.severity, 0, said.message, said.todo)
        times = first.count + 1
        found[key] = Noticed(first.code, first.severity, times, first.message, first.todo)
    return tuple([found[key] for key in sorted(found)])


def _told(which: Which, veil: Veil) -> Which:
    return Which(
        which.path, which.format, which.title, which.era, veil.said(which.why), which.routing
    )  # fmt: skip



def _ordered_by_name(counts: Counter[str]) -> Counts:
    return dict(sorted(counts.items()))


def _summed(counts: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return most_first(total)
