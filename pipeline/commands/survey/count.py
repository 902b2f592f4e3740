"""Counting: what archives hold, as figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import ceil
from statistics import median_low

from pipeline.commands.survey import fates
from pipeline.commands.survey.facts import (
    Counts,
    Lengths,
    Members,
    Noticed,
    Says,
    Survey,
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
from pipeline.model.finding import Finding
from pipeline.model.handoff import Posts
from pipeline.model.post import Post, Profile
from pipeline.model.walk import plain, text
from pipeline.model.words import words

A_PAGE = 300
"""Words on a printed page of a usual trade book."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")

MOST_TAGS = 20
MOST_MESSAGES = 20


def counted(gathered: Gathered) -> Survey:
    posts, bench = gathered.posts, gathered.bench
    veil = Veil(posts, bench, gathered.members)
    size = {post.id: _words(post) for post in posts.posts}
    taken, left_out = fates.selected(posts, size, bench)
    kinds = fates.kinds(posts, bench)
    within = {post.id for post in taken.posts}
    months = _months(posts.posts)
    between = list(_between(months))
    all_words, taken_words = sum(size.values()), sum([size[item] for item in within])
    return Survey(
        which=tuple([_told(which, veil) for which in gathered.which]),
        says=_says(posts.profile, veil),
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
        lengths=_lengths(taken, size, fates.short(posts, bench), veil),
        threads=fates.threads(taken, bench),
        languages=languages(taken.posts, size),
        tags=_labels((tag for post in taken.posts for tag in post.tags), veil),
        series=_labels((post.series for post in taken.posts if post.series), veil),
        pictures=pictures(taken, gathered.archives),
        members=_members(gathered.members, veil),
        damage=_damage(bench, veil),
    )


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


def _months(posts: tuple[Post, ...]) -> Counts:
    """How many items each month has that has any, in their order."""
    found = Counter(post.created[:7] for post in posts)
    return {month: found[month] for month in sorted(found) if _MONTH.match(month)}


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
        longest_item=veil.own(longest.id),
        longest_kind=longest.kind,
        longest_title=veil.own(" ".join(text(longest.title).split())),
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
    found = Counter({next(iter(most_first(ways))): ways.total() for ways in spelt.values()})
    return {veil.own(label): n for label, n in list(most_first(found).items())[:MOST_TAGS]}


def _members(entries: list[Entry], veil: Veil) -> Members:
    ignored = Counter(entry.why for entry in entries if entry.use == "ignored")
    unknown = Counter(veil.own(group(e.member)) for e in entries if e.use == "unknown")
    return Members(
        read=sum([entry.use == "read" for entry in entries]),
        ignored=most_first(ignored),
        unknown=most_first(unknown),
    )


def _damage(bench: Bench, veil: Veil) -> tuple[Noticed, ...]:
    """What a person should see to, the worst first."""
    sorts: dict[tuple[str, str], list[Finding]] = {}
    for finding in bench.findings:
        if finding.severity != "note":
            sorts.setdefault((finding.severity, finding.code), []).append(finding)
    noticed = []
    for (severity, code), findings in sorted(sorts.items()):
        said = [veil.finding(finding) for finding in findings[:MOST_MESSAGES]]
        messages = dict.fromkeys([finding.message for finding in said])
        noticed.append(Noticed(code, severity, len(findings), tuple(messages), said[0].todo))
    return tuple(noticed)


def _says(profile: Profile, veil: Veil) -> Says:
    # A handle may look like an address (ada@lights.social), and is public.
    title, author = veil.own(profile.title), veil.own(profile.author)
    return Says(title, author, profile.handle, profile.url, profile.language)


def _told(which: Which, veil: Veil) -> Which:
    return Which(
        which.path, which.format, which.title, which.era, veil.told(which.why), which.routing
    )  # fmt: skip


def _summed(counts: Iterable[Counts]) -> Counts:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return most_first(total)
