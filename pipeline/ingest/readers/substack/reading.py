"""Reading: all letters of an export, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.readers.substack.entries import Entry, entries
from pipeline.ingest.readers.substack.files import Files
from pipeline.ingest.readers.substack.posts import Letter
from pipeline.ingest.readers.substack.site import Site
from pipeline.ingest.readers.substack.telling import Tally
from pipeline.markup.plain import MARK
from pipeline.model.errors import ArchiveError
from pipeline.model.post import Post


def posts(tables: list[str], intake: Intake) -> Iterator[Post]:
    """The letters of all tables, and of pages that no table knows."""
    if not tables:
        raise refused(
            intake.archive.path,
            "",
            "this archive holds no table of Substack's posts",
            todo="give the whole zip as Substack made it",
        )
    found = entries(tables, intake)
    site, files, tally = Site(intake, found), Files(intake), Tally(intake)
    for entry in found:
        if entry.public and entry.page:
            site.learn(_text(entry, intake) or "")
    intake.profile = site.profile()
    for entry in found:
        letter = Letter(entry, site, files, intake)
        made = _safely(letter, tally)
        if isinstance(made, Post):
            yield made
        else:
            intake.bench.set_aside(entry.kind, entry.id, letter.source, made)
    files.album.tell()
    tally.tell()


def _safely(letter: Letter, tally: Tally) -> Post | str:
    """The post of a letter, or why there is none. One bad letter never stops a reader."""
    entry = letter.entry
    if not entry.page and not entry.podcast:
        tally.count("missing", entry.public)
        return "the archive does not hold its page"
    page = _text(entry, letter.intake)
    if page is None:
        tally.count("unreadable")
        return "its page cannot be read"
    try:
        post = letter.post(page)
    except Exception as error:
        letter.intake.bench.find(
            "substack.item",
            "error",
            f"Item {entry.id} could not be converted ({type(error).__name__}) and was set aside.",
            place=f"item {entry.id}",
        )
        return "its text could not be converted"
    if not post.blocks and not post.title:
        return "nothing in it"
    _count(letter, page, tally)
    return post


def _text(entry: Entry, intake: Intake) -> str | None:
    """The text of a page, with marks for bytes that are no text; None where it cannot be read."""
    if not entry.page:
        return ""
    try:
        return intake.archive.read(entry.page).decode("utf-8-sig", "replace")
    except ArchiveError:
        return None


def _count(letter: Letter, page: str, tally: Tally) -> None:
    """What was met while a letter was converted."""
    entry, desk = letter.entry, letter.desk
    tally.count("unlisted", not entry.listed)
    if entry.public:
        tally.count("undated", not entry.created)
        tally.count("marked", MARK in page)
        tally.count("withheld", desk.withheld)
        tally.count("note", desk.lost_notes)
        for what, times in desk.unshown.items():
            tally.count(what, times)
