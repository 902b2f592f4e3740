"""ingest.media: check every picture that is used, strip its metadata, make it fit to print."""

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from pipeline.ingest.pictures import Picture, Unprintable, prepared
from pipeline.ingest.shown import Uses, uses
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.errors import ArchiveError
from pipeline.model.handoff import Archives, Posts
from pipeline.model.options import Options as Base
from pipeline.model.origin import Source
from pipeline.model.post import Media

_WORKERS = 2
_AHEAD = 6
"""Pictures under way at once: enough for two processors, and few enough to hold."""

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
    _report_absent([row for row in rows if row.missing], used, bench)
    held = [row for row in rows if row.source >= 0 and not row.missing and not row.digest]
    if not held:
        return posts
    done: dict[str, Media] = {}
    with _opened(archives) as library:
        work = _Work(posts.sources, library, options.longest)
        for row, result in _in_order(work, held):
            done[row.key] = _filled(row, result, posts.sources, used, bench)
            bench.progress(len(done), len(held))
    return replace(posts, media=tuple([done.get(row.key, row) for row in posts.media]))


class _Work:
    """Reads one picture and makes it fit to print; in any thread."""

    def __init__(
        self, sources: tuple[Source, ...], library: Callable[[str], Unpacked], longest: int
    ) -> None:
        self.sources = sources
        self.library = library
        self.longest = longest

    def __call__(self, row: Media) -> Picture | str:
        """The picture, or why there is none."""
        try:
            archive = self.library(self.sources[row.source].digest)
            return prepared(archive.read(row.member), self.longest)
        except Unprintable as error:
            return str(error)
        except ArchiveError as error:
            return error.message


def _in_order(work: _Work, rows: list[Media]) -> Iterator[tuple[Media, Picture | str]]:
    """What comes of each row, in the order of the rows, a few under way at a time."""
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
        place=f"{sources[row.source].name}: {row.member}",
        todo="put a sound copy into the archive, or leave the picture out",
    )
    return replace(row, missing=result)


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
            todo="find the files and put them into the archive, or go without",
        )


def _kind(reason: str) -> str:
    """A reason without the names of files in it, so that many of a kind are told together."""
    words = ["the file" if "/" in word or "." in word[:-1] else word for word in reason.split()]
    return " ".join(words)
