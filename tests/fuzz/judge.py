"""The judge: brings an archive in, and says how that ended."""

from __future__ import annotations

import hashlib
import re
import shutil
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from pipeline.ingest.identify import known
from pipeline.ingest.intake import Reader
from pipeline.ingest.read import Options, run
from pipeline.ingest.unpack import Unpacked
from pipeline.inspect import counters
from pipeline.model import codec, walk
from pipeline.model.bench import Bench
from pipeline.model.errors import BookworksError, Fault, OperationError
from pipeline.model.handoff import Archive as Raw
from pipeline.model.handoff import Archives, Posts
from pipeline.model.post import Post
from pipeline.shop.conservation import check
from tests.fuzz.case import Archive
from tests.fuzz.watch import Late, Watch, peak
from tests.specimens.specimen import CANARY

SECONDS = 2.0
MEGABYTES = 512
_BYTES_A_SECOND = 200_000

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_FOR_A_TERMINAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

End = Literal["book", "refused", "set aside", "find"]


class Verdict(Struct, frozen=True):
    end: End
    find: str = ""  # what is wrong, the same for all cases that are wrong in this way
    more: str = ""  # a traceback


class Broken(Exception):
    """The shop's answer is not one of those that it may give."""


class Blobs:
    def put(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()


class Judge:
    def __init__(
        self, name: str, watch: Watch, folder: Path, readers: list[Reader] | None = None
    ) -> None:
        self.readers = readers or known()
        self.reader = next(one for one in self.readers if name == one.NAME)
        self.watch = watch
        self.folder = folder
        self.start = peak()

    def __call__(self, archive: Archive, forced: bool) -> Verdict:
        path = archive.write(self.folder / "given")
        try:
            with self.watch.bounded(SECONDS + archive.size / _BYTES_A_SECOND):
                end = self._brought(archive, path, forced)
            self._around()
        except Late as error:
            return Verdict(
                "find", f"more than {SECONDS:.0f} seconds: {_place(error)}", _told(error)
            )
        except Broken as error:
            return Verdict("find", str(error), _told(error))
        except Exception as error:
            return Verdict("find", f"{type(error).__name__} at {_place(error)}", _told(error))
        finally:
            _cleared(path)
        if peak() - self.start > MEGABYTES:
            self.start = peak()
            return Verdict("find", f"more than {MEGABYTES} MB")
        return Verdict(end)

    def _brought(self, archive: Archive, path: Path, forced: bool) -> End:
        list(counters.every(path))
        raw = Archives((Raw("0" * 64, archive.name, str(path)),))
        bench = Bench(Blobs())  # type: ignore[arg-type]
        try:
            posts = run(raw, self._options(path, forced), bench)
            check("ingest.read", raw, posts, bench)
        except BookworksError as error:
            _check_error(error, archive)
            return "refused"
        _check_posts(posts, bench)
        _check_canaries(posts, bench, archive)
        return "book" if posts.posts else "set aside"

    def _options(self, path: Path, forced: bool) -> Options:
        """Every reader is asked for its claim. The one that is tried then reads it, whatever it
        said, where the recipe names it: `forced`."""
        with Unpacked.open(path, "0" * 64) as opened:
            for one in self.readers:
                with suppress(BookworksError):
                    one.claim(opened)
        return Options(format=self.reader.NAME if forced else None)

    def _around(self) -> None:
        if self.watch.seen:
            raise Broken(f"beyond the floor: {self.watch.seen[0]}")


def _check_error(error: BookworksError, archive: Archive) -> None:
    said = str(error)
    if isinstance(error, OperationError | Fault):
        law = error.message.rpartition(": ")[0] or error.message  # without the ids
        raise Broken(f"the law: {law}"[:200]) from error
    if "reader failed" in said:
        raise Broken(f"the reader failed: {error.cause}") from error
    if archive.name not in said:
        raise Broken(f"an error that does not name the file: {error.message}") from error
    if _NOT_FOR_A_TERMINAL.search(said):
        raise Broken(
            f"an error with signs that no terminal should see: {error.message}"[:200]
        ) from error


def _check_posts(posts: Posts, bench: Bench) -> None:
    """What a reader gives must be fit to be stored, and clean, and of sources that there are."""
    codec.encode(posts)
    msgspec.msgpack.encode(bench.declared())
    rows = range(len(posts.sources))
    for post in posts.posts:
        if post.source not in rows:
            raise Broken("a post of no source")
        for field, texts in _texts(post).items():
            if any(_UNCLEAN.search(text) for text in texts):
                raise Broken(f"a character that no book can hold, in {field}")
    if any(one.source not in rows for one in bench.set_asides):
        raise Broken("an item set aside of no source")
    if any(not one.reason for one in bench.set_asides):
        raise Broken("an item set aside without a reason")


def _texts(post: Post) -> dict[str, list[str]]:
    return {
        "id": [post.id],
        "author": [post.author],
        "addresses": [post.url, *post.links],
        "created": [post.created],
        "series": [post.series],
        "language": [post.language],
        "tags": list(post.tags),
        "title": [walk.text(post.title)],
        "text": [walk.plain(block) for block in post.blocks],
    }


def _check_canaries(posts: Posts, bench: Bench, archive: Archive) -> None:
    """No reason ever says a word of an item; and nothing says a private one where only public
    words were changed."""
    said = "\n".join(one.reason for one in bench.set_asides).encode("utf-8", "replace")
    if archive.gentle:
        said += b"".join(codec.encode(posts)) + msgspec.msgpack.encode(bench.declared())
    if found := CANARY.search(said):
        raise Broken(f"a private word: {found[0].decode()}")


def _place(error: BaseException) -> str:
    """The innermost line of the shop that an exception passed; without its number, by function,
    where the time ran out: that may be anywhere."""
    frames = [
        one for one in traceback.extract_tb(error.__traceback__) if "/pipeline/" in one.filename
    ]
    if not frames:
        return "an unknown line"
    last = frames[-1]
    file = "pipeline/" + last.filename.rsplit("/pipeline/", 1)[1]
    return f"{file}:{last.name if isinstance(error, Late) else last.lineno}"


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-6000:]


def _cleared(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
