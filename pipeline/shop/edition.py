"""Editions: the next is begun from a newer archive, and every edit made since is carried over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.model.errors import UsageError, nearest
from pipeline.model.handoff import Posts
from pipeline.model.identities import FILE, Row, row_of
from pipeline.shop import received, recipe, seal
from pipeline.shop.archive_room import opened
from pipeline.shop.comparison import Comparison, compare
from pipeline.shop.job import build
from pipeline.shop.order import Order, Outcome
from pipeline.shop.places import Places
from pipeline.shop.recipe import Job
from pipeline.shop.setting import Watch
from pipeline.shop.storage import explained, write_whole

Say = Callable[[str], None]


class Next(Struct, frozen=True):
    """What the next edition is made from."""

    book: str
    archive: Path
    add: bool = False  # beside the archives that there are, not in the place of one
    instead_of: str = ""  # which of several sources the archive takes the place of


class Edition(Struct, frozen=True):
    """The edition that was begun, and what is new in it."""

    outcome: Outcome
    comparison: Comparison
    sealed: Path


def begin(order: Next, places: Places, watch: Watch | None, say: Say) -> Edition:
    """Seal the edition under way, begin the next one, and make it.

    Raises BookworksError; the recipe is then as it was.
    """
    _must_have(order.book, places)
    say("Making the edition under way, to be sure of what is sealed.")
    last = build(Order(order.book), places, watch, say)
    job = recipe.read(places.recipe(order.book))
    sources = _sources(job, order, places)
    _must_be_new(job, sources)
    with _undone_on_failure(job) as done, opened(order.book, places) as record:
        archives = received.archives(job.recipe.sources, places.root, _memory(places))
        files = {
            name: digest
            for name, digest in record.files.items()
            if not name.startswith("traveler.")
        }
        to = seal.sealed(_folder(job), last.edition, archives, files)
        done.append(to)
        _note_identities(job, record.received())
        _rewrite(places.recipe(order.book), job, sources)
        say(f"Edition {last.edition} is sealed in {to}. Making edition {last.edition + 1}.")
        made = build(Order(order.book), places, watch, say)
        with opened(order.book, places) as now:
            comparison = compare(record, now)
    return Edition(made, comparison, to)


def compared(book: str, places: Places) -> Comparison:
    """The edition under way against the one before it. Raises UsageError for a first edition."""
    _must_have(book, places)
    job = recipe.read(places.recipe(book))
    if not job.recipe.history:
        raise UsageError(
            f"{book} is in its first edition",
            todo=f"begin the next: bookworks edition {book} --from ARCHIVE",
        )
    past = job.recipe.history[-1].edition
    with opened(book, places, past) as last, opened(book, places) as now:
        return compare(last, now)


def _must_have(book: str, places: Places) -> None:
    if not places.has(book):
        raise UsageError(f"'{book}' is no book of this floor", todo=nearest(book, places.books()))


def _must_be_new(job: Job, sources: tuple[str, ...]) -> None:
    edition = job.recipe.edition
    if sources == job.recipe.sources and job.recipe.history:
        raise UsageError(
            f"edition {edition} of {job.name} is made from that archive already",
            todo=f"what is new in it: bookworks edition {job.name}",
        )
    if any(past.edition == edition for past in job.recipe.history):
        raise UsageError(
            f"the recipe's history says that edition {edition} is sealed, and that it is under way",
            file=str(_folder(job) / "recipe.yaml"),
            todo="give 'edition:' the number after the last of the history",
        )


def _folder(job: Job) -> Path:
    assert job.folder is not None
    return job.folder


def _memory(places: Places) -> Path:
    return places.state / "archives.json"


# -- sources ---------------------------------------------------------------------------------------


def _sources(job: Job, order: Next, places: Places) -> tuple[str, ...]:
    """The sources of the next edition, as paths from the floor's root."""
    new, old = _named(order.archive, places), job.recipe.sources
    if order.add:
        return old if new in old else (*old, new)
    if order.instead_of or len(old) == 1:
        gone = order.instead_of or old[0]
        if gone not in old:
            raise UsageError(
                f"'{gone}' is no source of {job.name}", todo=f"its sources are: {', '.join(old)}"
            )
        return tuple([new if source == gone else source for source in old])
    raise UsageError(
        f"{job.name} has {len(old)} sources, and only you know which one is renewed",
        todo=f"say --instead-of one of: {', '.join(old)}; or --add to keep them all",
    )


def _named(archive: Path, places: Places) -> str:
    """An archive as recipes name it: from the floor's root, where it lies below it."""
    resolved = archive.resolve()
    if not resolved.exists():
        raise UsageError("there is no such archive", file=str(archive), todo="check the path")
    try:
        near = Path(os.path.relpath(resolved, places.root))
    except ValueError:
        return resolved.as_posix()
    return resolved.as_posix() if near.parts[0] == ".." else near.as_posix()


# -- what is written -------------------------------------------------------------------------------


@contextmanager
def _undone_on_failure(job: Job) -> Iterator[list[Path]]:
    """The recipe's folder is as it was when the next edition comes to nothing."""
    folder, seals = _folder(job), list[Path]()
    before = {name: _bytes(folder / name) for name in ("recipe.yaml", FILE)}
    try:
        yield seals
    except BaseException:
        for name, data in before.items():
            with suppress(OSError):
                if data is None:
                    (folder / name).unlink(missing_ok=True)
                else:
                    write_whole(folder / name, data)
        for to in seals:
            seal.unseal(to)
        raise


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _note_identities(job: Job, posts: Posts) -> None:
    """Write which blocks the items of this edition have, for the next to number them alike."""
    path = _folder(job) / FILE
    lines = (_bytes(path) or b"").splitlines()
    rows = {row.item: row for row in (msgspec.json.decode(line, type=Row) for line in lines)}
    for post in posts.posts:
        rows[post.id] = row_of(post, rows.get(post.id))
    encoded = b"".join([msgspec.json.encode(row) + b"\n" for row in rows.values()])
    write_whole(path, encoded)


def _rewrite(path: Path, job: Job, sources: tuple[str, ...]) -> None:
    """The recipe of the next edition; what people wrote in it, comments too, stays."""
    from ruamel.yaml import YAML

    with explained(path):
        text = path.read_text(encoding="utf-8-sig")
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 100
    if "\n  - " in text:
        yaml.indent(mapping=2, sequence=4, offset=2)
    page: Any = yaml.load(text)
    past = {"edition": job.recipe.edition, "sources": list(job.recipe.sources)}
    history = page.get("history")
    page["edition"] = job.recipe.edition + 1
    page["sources"] = list(sources)
    if history:
        history.append(past)
    else:
        page["history"] = [past]
    out = StringIO()
    yaml.dump(page, out)
    write_whole(path, out.getvalue().encode())
