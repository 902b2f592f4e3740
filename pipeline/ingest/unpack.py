"""Safe, bounded reading of archives: a zip, a folder or a single file, through one door."""

from __future__ import annotations

import codecs
import io
import os
from types import TracebackType
from typing import BinaryIO

from pipeline.ingest.member import MOST, Holder, Member, hashed, refused, shown

__all__ = ["Member", "Unpacked", "digest_of"]


class Unpacked:
    """An archive open for reading. Members are sorted by name; folders and what systems leave
    behind are not among them, and `skipped` says what was left out and why.

    Everything that reads raises ArchiveError, which names the archive and the member.
    """

    name: str  # the archive's file name, or its folder's
    members: tuple[Member, ...]
    skipped: tuple[tuple[str, str], ...]
    single: bool  # the archive is one file, which is its only member

    def __init__(self, path: str, holder: Holder, digest: str | None, *, single: bool) -> None:
        self.path = path
        self.name = shown(os.path.basename(os.path.abspath(path)))
        self.members = holder.members
        self.skipped = holder.skipped
        self.single = single
        self._holder = holder
        self._digest = digest
        self._names = {member.name for member in holder.members}
        self._given = 0

    @classmethod
    def open(cls, path: str | os.PathLike[str], digest: str | None = None) -> Unpacked:
        """The archive at a path. With a digest that is known already, nothing is hashed.

        Raises ArchiveError when there is none, or when it cannot be read safely.
        """
        at = os.fspath(path)
        try:
            if _is_zip(at):
                from pipeline.ingest.zipped import Zipped

                return cls(at, Zipped(at), digest, single=False)
            from pipeline.ingest.files import Files

            return cls(at, Files(at), digest, single=not os.path.isdir(at))
        except OSError as error:
            raise _unreadable(at, error) from error

    def __enter__(self) -> Unpacked:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._holder.close()

    @property
    def digest(self) -> str:
        """sha256, hex: of the file's bytes, or over a folder's names and bytes."""
        if self._digest is None:
            self._digest = digest_of(self.path)
        return self._digest

    def __contains__(self, member: object) -> bool:
        return member in self._names

    def read(self, member: str) -> bytes:
        """All the bytes of a member of at most 1 GiB."""
        self._known(member)
        data = self._holder.read(member)
        self._given += len(data)
        if self._given > MOST:
            raise refused(
                self.path,
                member,
                "this archive holds more than can be read",
                cause=f"{MOST:,} bytes were read from it",
            )
        return data

    def head(self, member: str, size: int = 4096) -> bytes:
        """The first bytes of a member; unpacks no more than these."""
        self._known(member)
        return self._holder.head(member, size)

    def stream(self, member: str) -> BinaryIO:
        """A member as a file to be read from start to end, for one too large to hold."""
        self._known(member)
        return self._holder.stream(member)

    def checksum(self, member: str) -> tuple[int, int]:
        """A member's size and CRC-32: for telling two pictures of one name apart, cheaply."""
        self._known(member)
        return self._holder.checksum(member)

    def text(self, member: str) -> str:
        """A member's text: UTF-8, or UTF-16 that says so in its first bytes.

        Raises ArchiveError, with the place of the byte, where it is neither.
        """
        return decoded(self.read(member), self.path, member)

    def _known(self, member: str) -> None:
        if member not in self._names:
            raise refused(self.path, member, "the archive has no such member")


def decoded(data: bytes, file: str, member: str) -> str:
    """Bytes of a member as text, without its byte order mark."""
    codec = "utf-8"
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-16"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise refused(
            file,
            f"{member}, byte {error.start}",
            f"this is not {codec.upper().removesuffix('-SIG')} text",
            cause=error.reason,
            todo="save it as UTF-8 in your editor",
        ) from error


def digest_of(path: str | os.PathLike[str]) -> str:
    """sha256, hex, of the archive at a path, without opening it any further."""
    at = os.fspath(path)
    try:
        if os.path.isdir(at):
            from pipeline.ingest.files import Files

            return Files(at).digest()
        with _file(at) as file:
            return hashed(file)
    except OSError as error:
        raise _unreadable(at, error) from error


def _is_zip(path: str) -> bool:
    from pipeline.ingest.directory import MARKS

    if os.path.isdir(path):
        return False
    with _file(path) as file:
        return file.read(4) in MARKS or path.lower().endswith(".zip")


def _file(path: str) -> io.FileIO:
    """A plain file, opened; a pipe or a device would keep the shop waiting."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise refused(path, "", "this is neither a file nor a folder", todo="check the path")
    return open(path, "rb", buffering=0)


def _unreadable(path: str, error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError):
        return refused(path, "", "there is no such archive", todo="check the path")
    return refused(
        path,
        "",
        "this archive cannot be read",
        cause=error.strerror or str(error),
        todo="see that you may read it, and that the disk is well",
    )
