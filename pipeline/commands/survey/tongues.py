"""The languages of items: what each says of itself; of one that says nothing, what its commonest
words tell, where it has enough of them to tell anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.assemble.tongue import tongue
from pipeline.commands.survey.facts import Languages, most_first
from pipeline.model.post import Post
from pipeline.model.walk import plain

ENOUGH = 20
"""Words; of fewer the commonest may be of any language."""


def languages(posts: Iterable[Post], size: dict[str, int]) -> Languages:
    stated: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    for post in posts:
        if post.language:
            stated[post.language] += 1
        else:
            guessed[_guess(post) if size[post.id] >= ENOUGH else ""] += 1
    unknown = guessed.pop("", 0)
    return Languages(most_first(stated), most_first(guessed), unknown)


def commonest(found: Languages, said: str) -> str:
    """The language of a book made of such items: theirs where most of them agree to have one, else
    what the archive says, else what their words tell; "" where nothing does."""
    guessed = sum(found.guessed.values()) + found.unknown
    if found.stated and (not said or sum(found.stated.values()) >= guessed):
        return next(iter(found.stated))
    return said or next(iter(found.stated), "") or next(iter(found.guessed), "")


def _guess(post: Post) -> str:
    return tongue(plain(block) for block in post.blocks)
