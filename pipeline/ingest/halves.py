"""Halves: many texts are converted in two halves at once, the one here and the other beside it."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.model.bench import Declared
from pipeline.model.post import Media, Post

T = TypeVar("T")
Tally = Counter[str]
"""What a person should know of a whole archive, counted over its texts."""

LONG = 1_000_000
"""Characters, from which two halves pay."""

_OURS = 0.54
"""The share of the characters that is converted here: the other half has to be told as well."""


class _Half(Struct, frozen=True):
    """What the second half of the texts came to."""

    posts: list[Post]
    pictures: list[Media]
    tally: dict[str, int]
    declared: Declared


def converted(
    texts: Sequence[T],
    length: Callable[[T], int],
    convert: Callable[[Sequence[T], Intake, Tally], list[Post]],
    intake: Intake,
    tally: Tally,
) -> list[Post]:
    """The posts of texts, in their order. `convert` puts all else where it is told to; for few
    texts, and where archives share their pictures, it is called once."""
    lengths = [length(text) for text in texts]
    if not intake.alone or sum(lengths) < LONG:
        return convert(texts, intake, tally)
    at = _middle(lengths)

    def second() -> _Half:
        apart, counted = intake.apart(), Tally()
        posts = convert(texts[at:], apart, counted)
        return _Half(posts, list(apart.media.values()), counted, apart.bench.declared())

    first, half = intake.bench.beside(lambda: convert(texts[:at], intake, tally), second, _Half)
    intake.take_over(half.pictures, half.declared)
    tally.update(half.tally)
    return first + half.posts


def _middle(lengths: list[int]) -> int:
    """The first text of the second half."""
    left = int(sum(lengths) * _OURS)
    for at, length in enumerate(lengths):
        if left <= 0:
            return at
        left -= length
    return len(lengths)
