"""ingest.media: check every picture that is used, strip its metadata, make it fit to print.

Nothing is fetched here. What `bookworks fetch-media` fetched lies in the recipe's folder, with a
record that says which address each picture came from.
"""

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.ingest.pictures import Picture, Unprintable, prepared
from pipeline.ingest.shown import Uses, uses
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.fetched import FOLDER, RECORD, read
from pipeline.model.handoff import Archives, Posts
from pipeline.model.options import Options as Base
from pipeline.model.origin import Source
from pipeline.model.post import Media

_WORKERS = 2
_AHEAD = 6
"""Pictures under way at once: enough for two processors, and few enough to hold."""

READS = (FOLDER,)

SMALL = 900
"""Pixels of a picture's longer side; below, it prints at less than 200 dots to the inch across a
page of usual width."""

_NAMED = 3
"""Absent pictures that a finding names."""


class Options(Base, frozen=True):
    longest: Annotated[
        int,
        Meta(
            ge=100, description="Pixels of a picture's longer side; larger ones are made smaller."
        ),
    ] = 3000


def run(posts: Posts, archives: Archives, options: Options, bench: Bench) -> Posts:
    if not posts.media:
        return posts
    used = uses(posts)
    rows = [row for row in posts.media if row.key in used]
    fetched = _fetched(rows, bench)
    if fetched:
        posts = replace(posts, media=tuple([fetched.get(row.key, row) for row in posts.media]))
        rows = [fetched.get(row.key, row) for row in rows]
    _report_absent([row for row in rows if row.missing], used, bench)
    held = [row for row in rows if row.member and not row.missing and not row.mime]
    if not held:
        _report_small(rows, used, bench)
        return posts
    done: dict[str, Media] = {}
    with _opened(archives) as library:
        work = _Work(posts.sources, library, options.longest, bench)
        for row, result in _in_order(work, held):
            done[row.key] = _filled(row, result, posts.sources, used, bench)
            bench.progress(len(done), len(held))
    _report_small([done.get(row.key, row) for row in rows], used, bench)
    return replace(posts, media=tuple([done.get(row.key, row) for row in posts.media]))


class _Work:
    """Reads one picture and makes it fit to print; in any thread."""

    def __init__(
        self,
        sources: tuple[Source, ...],
        library: Callable[[str], Unpacked],
        longest: int,
        bench: Bench,
    ) -> None:
        self.bench = bench
        self.sources = sources
        self.library = library
        self.longest = longest

    def __call__(self, row: Media) -> Picture | str:
        """The picture, or why there is none."""
        try:
            if row.digest:  # it lay within a member, and was kept
                return prepared(self.bench.blobs.get(row.digest), self.longest)
            if row.source < 0:
                return prepared(self.bench.data(row.member), self.longest)
            archive = self.library(self.sources[row.source].digest)
            return prepared(archive.read(row.member), self.longest)
        except Unprintable as error:
            return str(error)
        except ArchiveError as error:
            return error.message


def _in_order(work: _Work, rows: list[Media]) -> Iterator[tuple[Media, Picture | str]]:
    """What comes of each row, in the order of the rows, a few under way at a time."""
    from concurrent.futures import Future, ThreadPoolExecutor  # only for books with pictures

    from PIL.Image import DecompressionBombWarning

    waiting: deque[tuple[Media, Future[Picture | str]]] = deque()
    with warnings.catch_warnings(), ThreadPoolExecutor(_WORKERS) as pool:
        warnings.simplefilter("error", DecompressionBombWarning)
        for row in rows:
            waiting.append((row, pool.submit(work, row)))
            if len(waiting) >= _AHEAD:
                first, result = waiting.popleft()
                yield first, result.result()
        for first, result in waiting:
            yield first, result.result()


@contextmanager
def _opened(archives: Archives) -> Iterator[Callable[[str], Unpacked]]:
    """Archives by their digest, each opened once."""
    with ExitStack() as stack:
        by_digest = {
            archive.digest: stack.enter_context(Unpacked.open(archive.path, archive.digest))
            for archive in archives.archives
        }

        def find(digest: str) -> Unpacked:
            if digest not in by_digest:
                raise ArchiveError("the archive that held it is not at hand")
            return by_digest[digest]

        yield find


def _filled(
    row: Media, result: Picture | str, sources: tuple[Source, ...], used: Uses, bench: Bench
) -> Media:
    if isinstance(result, Picture):
        digest = bench.blobs.put(result.data)
        return replace(
            row, digest=digest, mime=result.mime, width=result.width, height=result.height
        )
    bench.find(
        "media.unreadable",
        "warning",
        f"A picture cannot be shown: {result}.",
        used[row.key],
        place=f"{sources[row.source].name}: {row.member}" if row.source >= 0 else row.member,
        todo="put a sound JPEG or PNG of it into the archive, or leave the picture out",
    )
    return replace(row, digest="", missing=result)


def _report_absent(rows: Iterable[Media], used: Uses, bench: Bench) -> None:
    """One finding for each kind of reason, however many pictures are missing."""
    kinds: dict[str, list[Media]] = {}
    for row in rows:
        kinds.setdefault(_kind(row.missing), []).append(row)
    for kind, alike in sorted(kinds.items()):
        named = ", ".join([row.key for row in alike[:_NAMED]])
        count = "1 picture is" if len(alike) == 1 else f"{len(alike):,} pictures are"
        why = alike[0].missing if len(alike) == 1 else kind
        bench.find(
            "media.missing",
            "warning",
            f"{count} missing: {why}.",
            used[alike[0].key],
            place=named + (", …" if len(alike) > _NAMED else ""),
            todo=_todo(alike),
        )


def _todo(rows: list[Media]) -> str:
    if any(row.key.startswith(("http://", "https://")) for row in rows):
        return "bookworks fetch-media BOOK fetches them; or find the files, or go without"
    return "find the files and put them into the archive, or go without"


def _fetched(rows: list[Media], bench: Bench) -> dict[str, Media]:
    """The rows of pictures that no archive holds and that were fetched."""
    record = read(bench.texts(RECORD).get(RECORD, ""))
    found = {}
    for row in rows:
        one = record.get(row.key)
        if row.missing and one is not None and one.file:
            data = bench.data(f"{FOLDER}/{one.file}")
            if sha256(data).hexdigest() == one.sha256:
                found[row.key] = replace(row, member=f"{FOLDER}/{one.file}", missing="")
            else:
                why = "the picture that was fetched is not there any more, or was changed"
                found[row.key] = replace(row, missing=why)
    return found


def _report_small(rows: list[Media], used: Uses, bench: Bench) -> None:
    small = [row for row in rows if row.digest and 0 < max(row.width, row.height) < SMALL]
    if small:
        named = ", ".join([f"{row.key} ({row.width} × {row.height})" for row in small[:_NAMED]])
        bench.find(
            "media.low-resolution",
            "note",
            f"{len(small):,} picture{'s are' if len(small) > 1 else ' is'} smaller than {SMALL} "
            "pixels, and will look soft when printed across a page.",
            used[small[0].key],
            place=named + (", …" if len(small) > _NAMED else ""),
            todo="look for larger copies; the art log lists every picture with its size",
        )


def _kind(reason: str) -> str:
    """A reason without the names of files in it, so that many of a kind are told together."""
    words = ["the file" if "/" in word or "." in word[:-1] else word for word in reason.split()]
    return " ".join(words)
