"""Reading: all texts of a folder, one after the other."""

from collections.abc import Iterator

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
    intake.profile = profile(intake, found)
    found.reverse()
    while found:  # each text is let go as soon as it is converted
        post = _safely(found.pop(), places, intake)
        if post is not None:
            yield post


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
