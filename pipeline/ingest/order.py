"""The order of posts as they were written."""

import heapq
import re
from typing import get_args

from pipeline.model.manuscript import Kind
from pipeline.model.post import Post

_NUMBER = re.compile(r"(\d+)")
_TWEETS = frozenset({"tweet", "retweet"})
_OF_A_FILE = frozenset(get_args(Kind))

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
    """Chapters of one file (`light#the-lamp`) stay in the order in which the reader gave them."""
    place = post.id.partition("#")[0] if post.kind in _OF_A_FILE else post.id
    return post.created, natural(place), place


def natural(id: str) -> Natural:
    """A key by which `post-9` comes before `post-10`, however long the numbers are."""
    if id.isascii() and id.isdecimal():
        return ("", _number(id), "")
    parts = _NUMBER.split(id)
    return tuple([_number(part) if at % 2 else part for at, part in enumerate(parts)])


def _number(digits: str) -> tuple[int, str]:
    digits = digits.lstrip("0")
    return len(digits), digits
