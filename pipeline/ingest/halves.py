"""Halves: many texts are converted in two halves at once, the one here and the other beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.model.bench import Declared, Forsaken
from pipeline.model.post import Media, Post

T = TypeVar("T")
Tally = Counter[str]
"""What a person should know of a whole archive, counted over its texts."""

Convert = Callable[[Sequence[T], Intake, Tally], list[Post]]
"""The posts of texts, in their order. All else is put where it is told to."""

LONG = 1_000_000
"""Characters, from which two halves pay."""

_OURS = 0.54
"""The share of the characters that is converted here, where both begin at the same time: the other
half has to be told as well."""

LEFT = 0.5
"""The share that is left to the reading by one who begins before, where nothing else is known."""


class Parted(Struct, frozen=True):
    """Somebody converts the texts from this one on."""

    at: int


class Half(Struct, frozen=True):
    """What the second half of the texts came to."""

    posts: list[Post]
    pictures: list[Media]
    tally: dict[str, int]
    declared: Declared


def converted(
    texts: Sequence[T], length: Callable[[T], int], convert: Convert[T], intake: Intake,
    tally: Tally,
) -> list[Post]:  # fmt: skip
    """The posts of texts, in their order. For few texts, and where archives share their pictures,
    `convert` is called once."""
    if parted := intake.begun(Parted):
        first = convert(texts[: parted.at], intake, tally)
        half = intake.begun(Half)
        if half is None:
            raise Forsaken
    elif at := parting(texts, length, intake, _OURS):
        first, half = intake.bench.beside(
            lambda: convert(texts[:at], intake, tally),
            lambda: _second(texts[at:], convert, intake),
            Half,
        )
    else:
        return convert(texts, intake, tally)
    intake.take_over(half.pictures, half.declared)
    tally.update(half.tally)
    return first + half.posts


def begun(
    texts: Sequence[T], length: Callable[[T], int], convert: Convert[T], intake: Intake,
    left: float = LEFT,
) -> Iterator[Parted | Half]:  # fmt: skip
    """The second half of texts, by one who begins before they are read in their turn; `left` is the
    share of the characters that is not in it."""
    if at := parting(texts, length, intake, left):
        yield Parted(at)
        yield _second(texts[at:], convert, intake)


def parting(
    texts: Sequence[T], length: Callable[[T], int], intake: Intake, share: float = LEFT
) -> int:
    """The first text of the second half; 0 where there is to be none."""
    lengths = [length(text) for text in texts]
    if not intake.alone or sum(lengths) < LONG:
        return 0
    left = int(sum(lengths) * share)
    for at, one in enumerate(lengths):
        if left <= 0:
            return at
        left -= one
    return 0


def _second(texts: Sequence[T], convert: Convert[T], intake: Intake) -> Half:
    apart, counted = intake.apart(), Tally()
    posts = convert(texts, apart, counted)
    return Half(posts, list(apart.media.values()), counted, apart.bench.declared())
