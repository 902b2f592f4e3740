"""Reading: all texts of a folder, one after the other; of a long one, in two halves at once."""

from collections.abc import Iterator, Sequence

from pipeline.ingest.halves import Tally, converted
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.entries import Entry, entries, profile
from pipeline.ingest.readers.markdown.places import Places
from pipeline.ingest.readers.markdown.posts import post_of
from pipeline.model.origin import Origin
from pipeline.model.post import Post


def posts(intake: Intake) -> Iterator[Post]:
    """The texts of a folder as posts, in the order of their paths."""
    found = list(entries(intake))
    places = Places(intake)
    for entry in found:
        places.add(entry.member, entry.id, entry.created, entry.addresses)
        intake.source(entry.member)  # their rows come first, whoever converts them
    intake.profile = profile(intake, found)

    def convert(some: Sequence[Entry], taking: Intake, tally: Tally) -> list[Post]:
        there = places.of(taking)
        made = [_safely(entry, there, taking) for entry in some]
        return [post for post in made if post is not None]

    yield from converted(found, lambda entry: len(entry.front.body), convert, intake, Tally())


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
