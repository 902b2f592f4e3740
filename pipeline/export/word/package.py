"""The package: a zip that has the same bytes for the same members, on every machine."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from struct import pack
from threading import Thread
from typing import BinaryIO

from pipeline.model.errors import OperationError

LEVEL = 2
"""A third of the time of zlib's own choice, for a sixth more bytes of prose."""

CHUNK = 1 << 18
"""Characters handed to the packer at once: little enough to hold, enough to keep it at work."""

_DAY = 33  # 1 January 1980, the first that a zip can say
_STORED, _DEFLATED = 0, 8
_LARGEST = 0xFFFFFFFF


class Package:
    """Members are written in the order in which they are added; none carries a clock, a mode, or
    the name of the system that wrote it. A member that is compressed is held until it is whole,
    so that its head can say its size and nothing is ever written twice."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._index: list[bytes] = []

    def add(self, name: str, text: str) -> None:
        """A member of text, packed."""
        with self.stream(name) as write:
            write(text)

    def store(self, name: str, data: bytes) -> None:
        """A member that would not shrink: a picture."""
        self._member(name, _STORED, zlib.crc32(data), len(data), [data])

    @contextmanager
    def stream(self, name: str) -> Iterator[Callable[[str], None]]:
        """A member to write text to, piece by piece; it is packed beside the writer's own work."""
        packer = _Packer()
        try:
            yield packer.write
        finally:
            packer.finish()
        self._member(name, _DEFLATED, packer.crc, packer.size, packer.packed)

    def close(self) -> None:
        """Write the index; the package is whole."""
        index = b"".join(self._index)
        count = len(self._index)
        self._out.write(index)
        self._out.write(pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(index), self._at, 0))

    def _member(self, name: str, method: int, crc: int, size: int, data: list[bytes]) -> None:
        packed = sum(map(len, data))
        if self._at + packed > _LARGEST:
            raise OperationError(
                "this file would be larger than 4 GB, which Word cannot open",
                todo="choose a house with placed images, or more volumes",
            )
        path = name.encode()
        head = pack("<5H3L2H", 20, 0, method, 0, _DAY, crc, packed, size, len(path), 0)
        self._out.write(b"PK\3\4" + head + path)
        for piece in data:
            self._out.write(piece)
        entry = pack("<3H2L", 0, 0, 0, 0, self._at)
        self._index.append(b"PK\1\2" + pack("<H", 20) + head + entry + path)
        self._at += 30 + len(path) + packed


class _Packer:
    """Compresses in a thread of its own: zlib lets go of the interpreter while it works."""

    def __init__(self) -> None:
        self.crc = 0
        self.size = 0
        self.packed: list[bytes] = []
        self._deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        self._queue: Queue[str | None] = Queue(maxsize=8)
        self._thread: Thread | None = None
        self._failure: BaseException | None = None

    def write(self, text: str) -> None:
        if self._thread is None and len(text) < CHUNK // 4:
            self._pack(text)
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()
        self._queue.put(text)

    def finish(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
        if self._failure is not None:
            raise self._failure
        self.packed.append(self._deflate.flush())

    def _work(self) -> None:
        while (text := self._queue.get()) is not None:
            try:
                self._pack(text)
            except BaseException as failure:  # kept for finish(); the queue must still drain
                self._failure = failure

    def _pack(self, text: str) -> None:
        data = text.encode()
        self.crc = zlib.crc32(data, self.crc)
        self.size += len(data)
        self.packed.append(self._deflate.compress(data))
