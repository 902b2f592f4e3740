"""The tray: blobs in memory, for what is made beside the bench and taken over afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from msgspec import Struct

from pipeline.model.bench import Bench, Blobs, Declared


class Made(Struct, frozen=True):
    """A finished file with its bytes."""

    name: str
    format: str
    volume: int
    data: bytes


class Load(Struct, frozen=True):
    """What a tray is carried over with."""

    files: list[Made]
    declared: Declared

    def put_down(self, bench: Bench) -> None:
        """Deliver and declare all of it at a bench."""
        for made in self.files:
            bench.lay(made.name, made.format, made.data, made.volume)
        bench.take_over(self.declared)


class _Writing:
    """A blob under way: a `BlobWriter`."""

    def __init__(self) -> None:
        self.file: BinaryIO = BytesIO()
        self.digest = ""
        self.size = 0


class Tray:
    """Reads what the shop has, and keeps in memory what is new; a `Blobs`."""

    def __init__(self, shop: Blobs) -> None:
        self._shop = shop
        self._new: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        self._new[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        found = self._new.get(digest)
        return self._shop.get(digest) if found is None else found

    @contextmanager
    def writer(self) -> Iterator[_Writing]:
        writing = _Writing()
        yield writing
        assert isinstance(writing.file, BytesIO)
        data = writing.file.getvalue()
        writing.digest, writing.size = self.put(data), len(data)

    def load(self, bench: Bench) -> Load:
        """What was made at a bench that was laid with this tray."""
        files = [Made(f.name, f.format, f.volume, self._new[f.digest]) for f in bench.files]
        return Load(files, bench.declared())
