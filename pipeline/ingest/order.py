"""The order of posts as they were written, and posts that came twice."""

import heapq
import re

from msgspec.structs import replace

from pipeline.model.bench import Bench
from pipeline.model.lineage import with_origins
from pipeline.model.origin import Origin
from pipeline.model.post import Post

_NUMBER = re.compile(r"(\d+)")
_TWEETS = frozenset({"tweet", "retweet"})

_LONGEST_COUNT = 40

Natural = tuple[str | tuple[int, str], ...]


def ordered(posts: list[Post]) -> list[Post]:
    """Posts by when they were written; of the same moment, by id, with numbers as numbers.

    Tweets stand in the order of their ids, which count upwards, since their first months are known
    to the day alone.
    """
    tweets = [post for post in posts if post.kind in _TWEETS]
    others = [post for post in posts if post.kind not in _TWEETS]
    _sort_by_id(tweets)
    others.sort(key=_moment)
    if not others or not tweets:
        return tweets or others
    return list(heapq.merge(tweets, others, key=_created))


def _created(post: Post) -> str:
    return post.created


def _sort_by_id(posts: list[Post]) -> None:
    if all(len(post.id) <= _LONGEST_COUNT for post in posts) and _digits(posts):
        posts.sort(key=lambda post: (int(post.id), post.id))
    else:
        posts.sort(key=lambda post: (natural(post.id), post.id))


def _digits(posts: list[Post]) -> bool:
    digits = "".join([post.id for post in posts])
    return digits.isascii() and digits.isdecimal() and all(post.id for post in posts)


def _moment(post: Post) -> tuple[str, Natural, str]:
    return post.created, natural(post.id), post.id


def natural(id: str) -> Natural:
    """A key by which `post-9` comes before `post-10`, however long the numbers are."""
    if id.isascii() and id.isdecimal():
        return ("", _number(id), "")
    parts = _NUMBER.split(id)
    return tuple([_number(part) if at % 2 else part for at, part in enumerate(parts)])


def _number(digits: str) -> tuple[int, str]:
    digits = digits.lstrip("0")
    return len(digits), digits


# -- posts that came twice -------------------------------------------------------------------------


def single(posts: list[Post], bench: Bench) -> list[Post]:
    """Posts with one id each: the same post twice is merged, another post of that id renamed."""
    ids = {post.id for post in posts}
    if len(ids) == len(posts):
        return posts
    kept: dict[str, list[Post]] = {}
    out = []
    for post in posts:
        before = kept.setdefault(post.id, [])
        same = next((other for other in before if same_but_for_source(post, other)), None)
        if same is not None:
            bench.merge(post.kind, post.id, post.source, same.id, "the same post, received twice")
            continue
        before.append(post)
        out.append(post if len(before) == 1 else _another(post, ids, bench))
    return out


def _another(post: Post, ids: set[str], bench: Bench) -> Post:
    at = 2
    while f"{post.id}-{at}" in ids:
        at += 1
    new = f"{post.id}-{at}"
    ids.add(new)
    bench.find(
        "ingest.id-twice",
        "warning",
        f"Two different items have the id '{post.id}'; the second is called '{new}' here.",
        Origin(post.source, new, 0),
        todo="see whether both belong in the book",
    )
    return renamed(post, new)


def same_but_for_source(post: Post, other: Post) -> bool:
    """Whether two posts are equal but for the archive or the member that held them."""
    if (post.kind, post.created, post.title) != (other.kind, other.created, other.title):
        return False
    return _placed(post, other.source, other.id) == other


def renamed(post: Post, id: str) -> Post:
    """A post by another id, which its blocks carry as well."""
    return _placed(post, post.source, id)


def _placed(post: Post, source: int, id: str) -> Post:
    """A post as if it had come by this row of the table of sources, by this id."""

    def origin(old: Origin) -> Origin:
        return Origin(source, id, old.block) if old.item == post.id else old

    return replace(with_origins(post, origin), id=id, source=source)
