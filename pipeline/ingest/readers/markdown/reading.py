"""Reading: all texts of a folder, one after the other; of a long one, in two halves at once."""

from collections.abc import Iterator, Sequence

from pipeline.ingest import halves
from pipeline.ingest.halves import Half, Parted, Tally
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.markdown.entries import Entry, entries, profile
from pipeline.ingest.readers.markdown.places import Places
from pipeline.ingest.readers.markdown.posts import post_of
from pipeline.model.origin import Origin
from pipeline.model.post import Post

_LEFT = 0.35
"""The share of a folder that is left to its reading: it has to open all files first, as who begins
early has done by then."""


def begun(intake: Intake) -> Iterator[Parted | Half]:
    """The second half of a long folder's texts, before it is read in its turn."""
    folder = _Folder(intake)
    yield from halves.begun(folder.entries, _length, folder.posts, intake, _LEFT)


def posts(intake: Intake) -> Iterator[Post]:
    """The texts of a folder as posts, in the order of their paths."""
    folder = _Folder(intake)
    intake.profile = profile(intake, folder.entries)
    yield from halves.converted(folder.entries, _length, folder.posts, intake, Tally())


class _Folder:
    """All texts of a folder, and where each of them lies."""

    def __init__(self, intake: Intake) -> None:
        self.entries = list(entries(intake))
        self.places = Places(intake)
        for entry in self.entries:
            self.places.add(entry.member, entry.id, entry.created, entry.addresses)
            intake.source(entry.member)  # their rows come first, whoever converts them

    def posts(self, some: Sequence[Entry], taking: Intake, tally: Tally) -> list[Post]:
        """The posts of some of them."""
        places = self.places.of(taking)
        made = [_safely(entry, places, taking) for entry in some]
        return [post for post in made if post is not None]


def _length(entry: Entry) -> int:
    return len(entry.front.body)


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
