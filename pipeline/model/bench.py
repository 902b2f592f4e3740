"""The bench: what an operation may use besides its input, and where it declares what it did.

The runner lays a fresh bench for every operation and compares the declarations with what came out.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from msgspec import Struct

from pipeline.model.errors import RecipeError
from pipeline.model.finding import Finding, Severity
from pipeline.model.handoff import Change, File, Merge, SetAside
from pipeline.model.manuscript import Book
from pipeline.model.origin import Origin
from pipeline.model.share import WHOLE, Share


class Blobs(Protocol):
    """Bytes by digest: the store, as an operation sees it."""

    def put(self, data: bytes) -> str: ...

    def get(self, digest: str) -> bytes: ...

    def writer(self) -> AbstractContextManager["BlobWriter"]: ...


class BlobWriter(Protocol):
    """A blob being written; `digest` and `size` are known once its context has closed."""

    file: BinaryIO
    digest: str
    size: int


A = TypeVar("A")
B = TypeVar("B", bound=Struct)


class Beside(Protocol):
    """Two things done at the same time, where that can be: see `Bench.beside`."""

    def __call__(
        self, here: Callable[[], A], there: Callable[[], B], kind: type[B]
    ) -> tuple[A, B]: ...


def in_turn(here: Callable[[], A], there: Callable[[], B], kind: type[B]) -> tuple[A, B]:
    """One thing after the other."""
    return here(), there()


class Forsaken(Exception):
    """Who has told some pieces came to grief before the others. The runner begins anew; no
    operation can go on without them."""


class NextPiece(Protocol):
    """The next piece of what somebody has begun, of a kind: see `Bench.begun`. Raises Forsaken."""

    def __call__(self, kind: type[A]) -> A | None: ...


def no_piece(kind: type[A]) -> A | None:
    """Where nobody has begun."""
    return None


class Declared(Struct, frozen=True):
    """All that was declared at a bench, to be taken over by another."""

    set_asides: list[SetAside]
    merges: list[Merge]
    changes: list[Change]
    findings: list[Finding]
    seconds: float = 0.0  # that the work took, where it was done ahead


class Bench:
    def __init__(
        self,
        blobs: Blobs,
        *,
        book: Book | None = None,
        house: str = "generic",
        folder: Path | None = None,
        reads: tuple[str, ...] | None = None,
        progress: Callable[[int, int], None] | None = None,
        beside: Beside = in_turn,
        share: Share = WHOLE,
        begun: NextPiece = no_piece,
    ) -> None:
        self.blobs = blobs
        self.begun = begun  # the next piece of what `begin` gives, waited for; None: no more
        # For a long task of two halves: `there` may run in a process of its own, so it must change
        # nothing but what it gives, and not declare at this bench.
        self.beside = beside
        self.share = share  # the volumes at hand, of an operation done by volume
        self._book = book
        self._house = house
        self.folder = folder  # the recipe's own folder; None for a bare archive
        self.reads = reads  # what the operation's READS declares; None lifts the guard
        self.progress = progress or (lambda done, total: None)
        self.set_asides: list[SetAside] = []
        self.merges: list[Merge] = []
        self.changes: list[Change] = []
        self.findings: list[Finding] = []
        self.files: list[File] = []

    @property
    def book(self) -> Book | None:
        """What the recipe says of the book, empty strings where it is silent. READS: recipe:book"""
        self._declared("recipe:book")
        return self._book

    @property
    def house(self) -> str:
        """The name of the house that the recipe chose. READS: recipe:house"""
        self._declared("recipe:house")
        return self._house

    def _declared(self, what: str) -> None:
        if self.reads is None:
            return
        if not any(what == path or what.startswith(path + "/") for path in self.reads):
            raise RecipeError(
                f"the operation reads '{what}' without declaring it",
                cause="what an operation reads is part of its identity",
                todo=f"add READS = ({what!r},) to the operation's module",
            )

    def set_aside(self, kind: str, item: str, source: int, reason: str, detail: str = "") -> None:
        """Declare that an item is not in the book."""
        self.set_asides.append(SetAside(kind, item, source, reason, detail))

    def merge(self, kind: str, item: str, source: int, into: str, why: str) -> None:
        """Declare that an item is now part of, or the same as, the item `into`."""
        self.merges.append(Merge(kind, item, source, into, why))

    def change(self, origin: Origin, rule: str, before: str, after: str) -> None:
        """Declare that a block's text, or a URL in it, was changed by a named rule."""
        self.changes.append(Change(origin, rule, before, after))

    def find(
        self,
        code: str,
        severity: Severity,
        message: str,
        origin: Origin | None = None,
        *,
        place: str = "",
        todo: str = "",
    ) -> None:
        """Note something that a person should know."""
        self.findings.append(Finding(code, severity, message, origin, place, todo))

    def declared(self) -> Declared:
        """What was declared here; files that were delivered stay behind."""
        return Declared(self.set_asides, self.merges, self.changes, self.findings)

    def take_over(self, declared: Declared) -> None:
        """Declare what was declared at another bench."""
        self.set_asides += declared.set_asides
        self.merges += declared.merges
        self.changes += declared.changes
        self.findings += declared.findings

    def texts(self, under: str) -> dict[str, str]:
        """The UTF-8 files of the recipe's folder at or under a path that the operation's READS
        names, by their path relative to that folder. Empty when there is no such path."""
        self._declared(under)
        if self.folder is None:
            return {}
        return {path.relative_to(self.folder).as_posix(): _read(path)
                for path in _files(self.folder / under)}  # fmt: skip

    def data(self, path: str) -> bytes:
        """The bytes of one file of the recipe's folder, at or under a path that READS names; b""
        when there is no such file."""
        self._declared(path)
        if self.folder is None:
            return b""
        file = (self.folder / path).resolve()
        inside = file.is_relative_to(self.folder.resolve())
        return file.read_bytes() if inside and file.is_file() else b""

    def lay(self, name: str, format: str, data: bytes, volume: int = 0) -> None:
        """A deliverable whose bytes are at hand: for many small files, which the shop then writes
        beside the operation's work."""
        self.files.append(File(name, self.blobs.put(data), len(data), format, volume))

    def paths(self, under: str) -> dict[str, Path]:
        """The files of the recipe's folder at or under a path that READS names, by their path
        relative to that folder."""
        self._declared(under)
        if self.folder is None:
            return {}
        root = self.folder.resolve()
        found = {path.relative_to(self.folder).as_posix(): path.resolve()
                 for path in _files(self.folder / under)}  # fmt: skip
        return {name: path for name, path in found.items() if path.is_relative_to(root)}

    @contextmanager
    def deliver(self, name: str, format: str, volume: int = 0) -> Iterator[BinaryIO]:
        """A file to write a deliverable's bytes to; `files` gains it when the context closes."""
        with self.blobs.writer() as blob:
            yield blob.file
        self.files.append(File(name, blob.digest, blob.size, format, volume))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and file.name[0] != ".")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecipeError(
            "this file is not UTF-8 text",
            file=str(path),
            place=f"byte {error.start}",
            todo="save it as UTF-8 in your editor",
        ) from error
