"""Safe, bounded reading of archives: a zip, a folder or a single file, through one door."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterable
from threading import Lock
from types import TracebackType
from typing import BinaryIO

from pipeline.ingest.member import MOST, Holder, Member, hashed, refused, shown

__all__ = ["WITHIN", "Member", "Unpacked", "digest_of"]

WITHIN = "!/"
"""Between a member that is itself a package (`letter.docx`) and the name of a part of it."""

_WORD = re.compile(r"word/document\d*\.xml")


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
        self._package: tuple[str, Unpacked] | None = None  # the one that was opened last
        self._lock = Lock()

    @classmethod
    def open(cls, path: str | os.PathLike[str], digest: str | None = None) -> Unpacked:
        """The archive at a path. With a digest that is known already, nothing is hashed.

        Raises ArchiveError when there is none, or when it cannot be read safely.
        """
        at = os.fspath(path)
        try:
            if _is_zip(at):
                from pipeline.ingest.zipped import Zipped

                zipped = Zipped(at)
                if not is_package([member.name for member in zipped.members]):
                    return cls(at, zipped, digest, single=False)
                zipped.close()  # a document that happens to be packed is one file
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
        self._package = None
        self._holder.close()

    @property
    def digest(self) -> str:
        """sha256, hex: of the file's bytes, or over a folder's names and bytes."""
        if self._digest is None:
            self._digest = digest_of(self.path)
        return self._digest

    def __contains__(self, member: object) -> bool:
        if member in self._names:
            return True
        package, within, part = str(member).partition(WITHIN)
        return bool(within) and package in self._names and part in self.package(package)

    def package(self, member: str) -> Unpacked:
        """A member that is a package of its own, open for reading: `read("letter.docx!/x.png")`
        reads the part x.png of one.

        Raises ArchiveError when it is none, or not a safe one.
        """
        with self._lock:
            if self._package is None or self._package[0] != member:
                from pipeline.ingest.zipped import Zipped

                data = io.BytesIO(self.read(member))
                name = self.path if self.single else f"{self.path}: {member}"
                opened = Unpacked(self.path, Zipped(name, data), "", single=False)
                self._package = member, opened  # another thread may still read the one before
            return self._package[1]

    def read(self, member: str) -> bytes:
        """All the bytes of a member of at most 1 GiB."""
        if part := self._part(member):
            return self.package(part[0]).read(part[1])
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
        if part := self._part(member):
            return self.package(part[0]).head(part[1], size)
        self._known(member)
        return self._holder.head(member, size)

    def stream(self, member: str) -> BinaryIO:
        """A member as a file to be read from start to end, for one too large to hold."""
        self._known(member)
        return self._holder.stream(member)

    def checksum(self, member: str) -> tuple[int, int]:
        """A member's size and CRC-32: for telling two pictures of one name apart, cheaply."""
        if part := self._part(member):
            return self.package(part[0]).checksum(part[1])
        self._known(member)
        return self._holder.checksum(member)

    def text(self, member: str) -> str:
        """A member's text: UTF-8, or UTF-16 that says so in its first bytes.

        Raises ArchiveError, with the place of the byte, where it is neither.
        """
        return decoded(self.read(member), self.path, member)

    def _part(self, member: str) -> tuple[str, str] | None:
        """The package and the name within it of what is no member itself."""
        package, within, part = member.partition(WITHIN)
        return (package, part) if within and member not in self._names else None

    def salvaged(self, member: str) -> tuple[str, str]:
        """A member's text whatever its bytes are, and what is odd about them; "" for nothing."""
        return salvaged(self.read(member))

    def _known(self, member: str) -> None:
        if member not in self._names:
            raise refused(self.path, member, "the archive has no such member")


def is_package(names: Iterable[str]) -> bool:
    """Whether a zip is a document: of Word, OpenDocument or EPUB."""
    held = set(names)
    if "[Content_Types].xml" in held:
        return any(_WORD.fullmatch(name) for name in held)
    return "mimetype" in held and bool(held & {"content.xml", "META-INF/container.xml"})


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


def salvaged(data: bytes) -> tuple[str, str]:
    """Bytes as text, and what is odd about them. Where some are no UTF-8, a mark stands for each;
    where none beyond plain letters is, an old program of Windows saved them."""
    codec = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(codec), ""
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    if codec == "utf-16" or any(sign > "\x7f" and sign != "\ufffd" for sign in text):
        return text, "some bytes are no text; a mark stands for each"
    return data.decode("cp1252", "replace"), "it is not UTF-8; it was read as Windows-1252"


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
