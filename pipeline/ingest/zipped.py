"""Zips, read in place and never unpacked.

Nothing that a zip says of itself is taken on trust: names are checked before the first byte is
read, no two members may share bytes, and a member gives exactly as many bytes as its header says or
none at all. So every limit that is held against a header is a limit on actual bytes.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from threading import Lock
from typing import BinaryIO

from pipeline.ingest.directory import (
    HIGHEST_RATIO,
    LOCAL_HEADER,
    MARKS,
    Slot,
    bomb,
    overlap,
    slots_of,
)
from pipeline.ingest.member import LARGEST, LONGEST_STREAM, check_size, refused
from pipeline.model.errors import ArchiveError

ALWAYS_FINE = 32 << 20
"""Members up to this many bytes are too small to be bombs, however well they are packed."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CHUNK = 1 << 18
_STORED, _DEFLATED = 0, 8


class Zipped:
    def __init__(self, path: str, data: io.BytesIO | None = None) -> None:
        """A zip at a path; or, with `data`, one within another file, by a name for messages."""
        self.file = path
        self._raw = open(path, "rb", buffering=0) if data is None else data  # noqa: SIM115
        self._lock = Lock()
        try:
            slots, self.skipped = slots_of(path, self._raw)
        except BaseException:
            self._raw.close()
            raise
        self._slots = {slot.member.name: slot for slot in slots}
        self.members = tuple([slot.member for slot in slots])

    def close(self) -> None:
        self._raw.close()

    def read(self, name: str) -> bytes:
        slot = self._slots[name]
        _check(self.file, slot, LARGEST)
        data = self._packed(slot, slot.packed)
        if slot.method == _DEFLATED:
            data = self._inflate(slot, data)
        if len(data) != slot.member.size or zlib.crc32(data) != slot.crc:
            raise self._damaged(slot, "its bytes do not match the zip's checksum")
        return data

    def head(self, name: str, size: int) -> bytes:
        slot = self._slots[name]
        _check(self.file, slot, LONGEST_STREAM)
        size = min(size, slot.member.size)
        # Deflate never makes data longer by more than its headers.
        data = self._packed(slot, min(slot.packed, size + 1024))
        if slot.method == _STORED:
            return data[:size]
        try:
            return zlib.decompressobj(-15).decompress(data, max(size, 1))[:size]
        except zlib.error as error:
            raise self._damaged(slot, str(error)) from error

    def stream(self, name: str) -> BinaryIO:
        slot = self._slots[name]
        _check(self.file, slot, LONGEST_STREAM)
        return io.BufferedReader(_Stream(self._chunks(slot)), _CHUNK)

    def checksum(self, name: str) -> tuple[int, int]:
        slot = self._slots[name]
        return slot.member.size, slot.crc

    def _inflate(self, slot: Slot, data: bytes) -> bytes:
        inflater = zlib.decompressobj(-15)
        try:
            out = inflater.decompress(data, slot.member.size + 1)
        except zlib.error as error:
            raise self._damaged(slot, str(error)) from error
        if len(out) > slot.member.size:
            raise self._damaged(slot, "it holds more bytes than its header says")
        return out

    def _chunks(self, slot: Slot) -> Iterator[bytes]:
        """The member's bytes in chunks; raises once there are more, or fewer, than promised."""
        inflater = zlib.decompressobj(-15)
        crc = total = 0
        for packed in self._packed_chunks(slot):
            data = packed
            while data:
                chunk = data
                data = b""
                if slot.method == _DEFLATED:
                    try:
                        chunk = inflater.decompress(chunk, _CHUNK)
                    except zlib.error as error:
                        raise self._damaged(slot, str(error)) from error
                    data = inflater.unconsumed_tail
                total += len(chunk)
                if total > slot.member.size:
                    raise self._damaged(slot, "it holds more bytes than its header says")
                crc = zlib.crc32(chunk, crc)
                yield chunk
        if total != slot.member.size or crc != slot.crc:
            raise self._damaged(slot, "its bytes do not match the zip's checksum")

    def _packed_chunks(self, slot: Slot) -> Iterator[bytes]:
        at = self._data_start(slot, self._at(slot.start, LOCAL_HEADER + len(slot.raw)))
        end = at + slot.packed
        while at < end:
            chunk = self._at(at, min(_CHUNK, end - at))
            if not chunk:
                raise self._damaged(slot, "the zip ends within it")
            at += len(chunk)
            yield chunk

    def _packed(self, slot: Slot, size: int) -> bytes:
        """The first `size` packed bytes of a member, header and data in one reading as a rule."""
        around = self._at(slot.start, LOCAL_HEADER + len(slot.raw) + 64 + size)
        skip = self._data_start(slot, around) - slot.start
        data = around[skip : skip + size]
        if len(data) < size:
            data = self._at(slot.start + skip, size)
        if len(data) < size:
            raise self._damaged(slot, "the zip ends within it")
        return data

    def _data_start(self, slot: Slot, around: bytes) -> int:
        """Where the data starts, once the local header has been held against the directory."""
        if len(around) < LOCAL_HEADER + len(slot.raw):
            raise self._damaged(slot, "the zip ends within it")
        mark, *_, names, extra = _LOCAL.unpack_from(around)
        name = around[LOCAL_HEADER : LOCAL_HEADER + names]
        if mark != MARKS[0] or name != slot.raw:
            raise self._damaged(slot, "its own header and the zip's directory disagree")
        start = slot.start + LOCAL_HEADER + int(names) + int(extra)
        if start + slot.packed > slot.end:
            raise overlap(self.file, slot.member.name)
        return start

    def _at(self, start: int, size: int) -> bytes:
        try:
            with self._lock:
                self._raw.seek(start)
                return self._raw.read(size)
        except OSError as error:
            raise refused(
                self.file,
                "",
                "this zip cannot be read",
                cause=error.strerror or str(error),
                todo="see that the disk is well",
            ) from error

    def _damaged(self, slot: Slot, cause: str) -> ArchiveError:
        return refused(
            self.file,
            slot.member.name,
            "this member of the zip is damaged",
            cause=cause,
            todo="download or export the archive again",
        )


class _Stream(io.RawIOBase):
    """A file over an iterator of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = memoryview(chunk)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _check(file: str, slot: Slot, largest: int) -> None:
    check_size(file, slot.member, largest)
    size = slot.member.size
    if size > ALWAYS_FINE and size > HIGHEST_RATIO * slot.packed:
        raise bomb(file, slot.member.name, size, slot.packed)
    if slot.method not in (_STORED, _DEFLATED):
        raise refused(
            file,
            slot.member.name,
            "this member is packed in a way that is not read here",
            cause=f"compression method {slot.method}; stored and deflated members are read",
            todo="unpack the zip with the program that made it, and name the folder instead",
        )
