"""Members: the files within an archive, and what every kind of archive holds them to."""

import hashlib
import io
import os
import re
from collections.abc import Iterable
from functools import cache
from typing import BinaryIO, Protocol

from msgspec import Struct

from pipeline.model.errors import ArchiveError

LARGEST = 1 << 30
"""Bytes of a member that is read whole; a larger one can only be streamed."""

LONGEST_STREAM = 64 << 30
"""Bytes of a member that is streamed."""

MOST = 128 << 30
"""Bytes that one opened archive gives, all readings counted."""

LITTER = "left behind by the system"


class Member(Struct, frozen=True):
    name: str  # with forward slashes, relative
    size: int  # bytes, as the archive says; never more are given


class Holder(Protocol):
    """How a kind of archive gives its bytes. Members are sorted by name and litter is not among
    them; `skipped` says what was left out, and why."""

    members: tuple[Member, ...]
    skipped: tuple[tuple[str, str], ...]

    def read(self, name: str) -> bytes: ...

    def head(self, name: str, size: int) -> bytes: ...

    def stream(self, name: str) -> BinaryIO: ...

    def checksum(self, name: str) -> tuple[int, int]: ...

    def close(self) -> None: ...


def is_litter(name: str) -> bool:
    """Whether systems leave such files behind unasked: `.DS_Store`, `__MACOSX/`, `.git/`."""
    return _litter().fullmatch(name) is not None


@cache
def _litter() -> re.Pattern[str]:
    return re.compile(
        r"(.*/)?(__MACOSX(/.*)?|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.(git|hg|svn)(/.*)?)",
        re.DOTALL,
    )


def shown(name: str) -> str:
    """A name safe to show: what does not print, or turns the text around, is written as escapes."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def refused(
    file: str, member: str, message: str, *, cause: str = "", todo: str = ""
) -> ArchiveError:
    """The error by which an archive, or one member of it, is turned away."""
    place = "" if member == os.path.basename(file) else shown(member)  # a file is its own member
    return ArchiveError(message, file=file, place=place, cause=cause, todo=todo)


def check_size(file: str, member: Member, largest: int) -> None:
    """Raises ArchiveError for a member that is larger than what is read."""
    if member.size > largest:
        raise refused(
            file,
            member.name,
            f"this member says that it is {member.size:,} bytes long",
            cause=f"at most {largest:,} are read",
            todo="export the archive again in smaller parts, or remove this member",
        )


def hashed(file: io.FileIO | io.BufferedReader) -> str:
    """sha256, hex, of what is left of a file."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def hashed_all(parts: Iterable[tuple[str, str]]) -> str:
    """sha256, hex, of a folder: over its sorted names and the digests of their bytes."""
    total = hashlib.sha256()
    for name, digest in sorted(parts):
        total.update(f"{digest} {name}\n".encode())
    return total.hexdigest()
