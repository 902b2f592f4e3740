"""Reading: all posts of an export, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.beehiiv.entries import entries
from pipeline.ingest.readers.beehiiv.posts import Letter
from pipeline.ingest.readers.beehiiv.site import Site
from pipeline.model.post import Post


def posts(tables: list[str], intake: Intake) -> Iterator[Post]:
    """The posts of all tables."""
    if not tables:
        raise refused(
            intake.archive.path,
            "",
            "this archive holds no table of Beehiiv's posts",
            todo="export the posts as CSV in Beehiiv's settings, and give that file",
        )
    found = entries(tables, intake)
    site = Site(intake, found)
    intake.profile = site.profile()
    polls = 0
    for entry in found:
        letter = Letter(entry, site)
        made = _safely(letter)
        if isinstance(made, Post):
            polls += letter.desk.polls if entry.public else 0
            yield made
        else:
            intake.bench.set_aside("letter", entry.id, letter.source, made)
    site.album.tell()
    if polls:
        intake.bench.find(
            "beehiiv.poll",
            "note",
            f"Questions and answers of polls that are not in the book: {polls:,}.",
            place=intake.archive.name,
        )


def _safely(letter: Letter) -> Post | str:
    """The post of a letter, or why there is none. One bad row never stops a reader."""
    try:
        post = letter.post()
    except Exception as error:
        letter.intake.bench.find(
            "beehiiv.item",
            "error",
            f"Item {letter.entry.id} could not be converted ({type(error).__name__}) "
            "and was set aside.",
            place=f"item {letter.entry.id}",
        )
        return "its text could not be converted"
    return post if post.blocks or post.title else "nothing in it"
