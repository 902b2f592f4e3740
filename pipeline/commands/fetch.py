"""`bookworks fetch-media`: the pictures that no archive of a book holds, from where they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import asdict

from pipeline.commands.make import watching
from pipeline.ingest.pictures import Unprintable, prepared
from pipeline.ingest.shown import uses
from pipeline.model.errors import UsageError
from pipeline.model.fetched import FOLDER, RECORD, Fetched, read, written
from pipeline.model.finding import counted
from pipeline.shop.archive_room import opened
from pipeline.shop.download import Fetcher, Unfetched
from pipeline.shop.places import Places
from pipeline.shop.storage import write_whole

MEGABYTE = 1 << 20
SERVERS = 4
"""Servers asked at the same time; of each, one picture after the other."""

_LONGEST = 100_000
_BATCH = 25
_ENDS = {"image/jpeg": ".jpg", "image/png": ".png"}


def fetch_media(
    book: str, places: Places, *, most: int, each: int, again: bool, quiet: bool,
    fetcher: Fetcher | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Fetch what is missing, at most so many megabytes in all and of each picture.

    Raises UsageError for a book without a recipe, or one that was not made yet.
    """
    folder = _folder(book, places)
    record = read(_text(folder / RECORD))
    wanted = [
        url
        for url in _missing(book, places)
        if again or url not in record or (record[url].file and not _is_there(folder, record[url]))
    ]
    store = _Store(folder, record, most * MEGABYTE)
    fetcher = fetcher or Fetcher(each * MEGABYTE)
    with watching(quiet) as watch:
        try:
            for done, one in enumerate(_fetched(fetcher, wanted, store), 1):
                store.note(one)
                if watch:
                    watch("fetching pictures", done, len(wanted))
        finally:
            store.write()
    asked = [record[url] for url in wanted if url in record]
    return {
        "book": book,
        "fetched": [asdict(one) for one in asked if one.file],
        "failed": [asdict(one) for one in asked if one.failed],
        "left": len(wanted) - len(asked),
        "record": str(folder / RECORD),
    }


def _folder(book: str, places: Places) -> Path:
    if not places.has(book):
        raise UsageError(
            f"'{book}' has no recipe to keep pictures beside",
            todo="write one: bookworks new NAME --from ARCHIVE",
        )
    return places.recipe(book).parent


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _is_there(folder: Path, one: Fetched) -> bool:
    path = folder / FOLDER / one.file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == one.sha256


def _missing(book: str, places: Places) -> list[str]:
    """The addresses of pictures that the book shows and no archive holds."""
    with opened(book, places) as job:
        posts = job.received()
    used = uses(posts)
    keys = [row.key for row in posts.media if row.missing and row.key in used]
    return sorted({key for key in keys if key.startswith(("http://", "https://"))}, key=_host)


def _host(url: str) -> tuple[str, str]:
    try:
        return urlsplit(url).netloc, url
    except ValueError:
        return "", url


def _fetched(fetcher: Fetcher, wanted: list[str], store: _Store) -> Iterator[Fetched]:
    """What came of each address, server by server, a few servers at a time."""
    by_host = [list(urls) for _, urls in groupby(wanted, key=lambda url: _host(url)[0])]
    made: SimpleQueue[Fetched | None] = SimpleQueue()

    def ask(urls: list[str]) -> None:
        for url in urls:
            made.put(_one(fetcher, url, store))

    with ThreadPoolExecutor(SERVERS) as pool:
        asked = [pool.submit(ask, urls) for urls in by_host]
        try:
            for _ in wanted:
                one = made.get()
                if one is not None:
                    yield one
        except BaseException:
            store.left = 0  # whatever is still to be asked is not asked any more
            raise
        for future in asked:
            future.result()


def _one(fetcher: Fetcher, url: str, store: _Store) -> Fetched | None:
    """What came of one address; None when no room is left."""
    if store.is_full:
        return None
    try:
        return _kept(fetcher, url, store)
    except Exception as error:  # a picture that nobody foresaw costs itself alone
        return Fetched(url, failed=f"it could not be kept ({type(error).__name__})")


def _kept(fetcher: Fetcher, url: str, store: _Store) -> Fetched | None:
    try:
        download = fetcher.fetch(url)
        picture = prepared(download.data, _LONGEST)
    except Unfetched as error:
        return Fetched(url, failed=str(error))
    except Unprintable as error:
        return Fetched(url, failed=f"what lies there is no picture: {error}")
    came_from = download.url if download.url != url else ""
    return store.keep(url, picture.data, _ENDS[picture.mime], came_from)


class _Store:
    """The folder of fetched pictures, and its record."""

    def __init__(self, folder: Path, record: dict[str, Fetched], most: int) -> None:
        self.folder = folder
        self.record = record
        self.left = most
        self._new = 0

    @property
    def is_full(self) -> bool:
        return self.left <= 0

    def keep(self, url: str, data: bytes, end: str, came_from: str) -> Fetched | None:
        """Keep a picture by its digest, so that two addresses of one picture are one file."""
        self.left -= len(data)
        if self.left < 0:
            return None
        digest = hashlib.sha256(data).hexdigest()
        name = f"{digest[:24]}{end}"
        write_whole(self.folder / FOLDER / name, data)
        return Fetched(url, name, digest, len(data), came_from)

    def note(self, one: Fetched) -> None:
        """Note what came of an address, so that it is not asked for twice."""
        self.record[one.url] = one
        self._new += 1
        if self._new >= _BATCH:
            self.write()

    def write(self) -> None:
        if self._new:
            write_whole(self.folder / RECORD, written(self.record))
            self._new = 0


def fetch_media_text(found: dict[str, Any]) -> str:
    fetched, failed = found["fetched"], found["failed"]
    size = sum(one["size"] for one in fetched) / MEGABYTE
    if not (fetched or failed or found["left"]):
        return f"{found['book']} wants no picture that could be fetched."
    lines = [f"{counted(len(fetched), 'picture')} fetched, {size:.1f} MB; {len(failed):,} failed."]
    lines += [f"  {one['url']}: {one['failed']}" for one in failed[:20]]
    if len(failed) > 20:
        lines.append(f"  … and {len(failed) - 20:,} more")
    if found["left"]:
        lines.append(f"Not asked for, {found['left']:,}: no room is left (--most gives more).")
    lines.append(f"The record: {found['record']}")
    if fetched:
        lines.append(f"They go into the book with: bookworks book {found['book']}")
    return "\n".join(lines)
