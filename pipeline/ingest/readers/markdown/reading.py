"""Reading: all texts of a folder, one after the other; of a long one, in two halves at once."""

from collections.abc import Iterator

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.entries import Entry, entries, profile
from pipeline.ingest.readers.markdown.places import Places
from pipeline.ingest.readers.markdown.posts import post_of
from pipeline.model.bench import Declared
from pipeline.model.origin import Origin
from pipeline.model.post import Media, Post

LONG = 1_000_000
"""Characters, from which it pays to convert two halves at the same time."""


class _Half(Struct, frozen=True):
    """What the second half of the texts came to."""

    posts: list[Post]
    pictures: list[Media]
    declared: Declared


def posts(intake: Intake) -> Iterator[Post]:
    """The texts of a folder as posts, in the order of their paths."""
    found = list(entries(intake))
    places = Places(intake)
    for entry in found:
        places.add(entry.member, entry.id, entry.created, entry.addresses)
        intake.source(entry.member)  # their rows come first, whoever converts them
    intake.profile = profile(intake, found)
    if intake.alone and sum([len(entry.front.body) for entry in found]) >= LONG:
        yield from _in_halves(found, places, intake)
        return
    found.reverse()
    while found:  # each text is let go as soon as it is converted
        post = _safely(found.pop(), places, intake)
        if post is not None:
            yield post


def _in_halves(found: list[Entry], places: Places, intake: Intake) -> list[Post]:
    at = _middle(found)

    def second() -> _Half:
        apart = intake.apart()
        made = _converted(found[at:], places.of(apart), apart)
        return _Half(made, list(apart.media.values()), apart.bench.declared())

    first, half = intake.bench.beside(lambda: _converted(found[:at], places, intake), second, _Half)
    intake.take_over(half.pictures, half.declared)
    return first + half.posts


def _middle(found: list[Entry]) -> int:
    """The first text of the second half, by their lengths."""
    left = sum([len(entry.front.body) for entry in found]) // 2
    for at, entry in enumerate(found):
        if left <= 0:
            return at
        left -= len(entry.front.body)
    return len(found)


def _converted(found: list[Entry], places: Places, intake: Intake) -> list[Post]:
    made = [_safely(entry, places, intake) for entry in found]
    return [post for post in made if post is not None]


def _safely(entry: Entry, places: Places, intake: Intake) -> Post | None:
    """The post of an entry; None where it was set aside. One bad text never stops a reader."""
    try:
        return post_of(entry, places, intake)
    except Exception as error:
        source = intake.source(entry.member)
        intake.bench.set_aside("post", entry.id, source, "its text could not be converted")
        intake.bench.find(
            "markdown.item",
            "error",
            f"A text could not be converted ({type(error).__name__}) and was set aside.",
            Origin(source, entry.id, 0),
        )
        return None
