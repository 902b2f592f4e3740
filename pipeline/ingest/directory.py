"""A zip's directory: what it says of its members, held against itself before a byte is read."""

import contextlib
import io
import re
import stat
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.ingest.member import LITTER, Member, is_litter, refused
from pipeline.model.errors import ArchiveError

if TYPE_CHECKING:
    from zipfile import ZipInfo

HIGHEST_RATIO = 100
"""How many bytes one packed byte may become. Exports of text come to about 10."""

TOTAL_ALWAYS_FINE = 1 << 30
"""Bytes of all members together up to which no ratio is looked at."""

MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

LOCAL_HEADER = 30
"""Bytes of a local header without its name."""

_ENCRYPTED = 0x41  # bit 0, and bit 6 for what is called strong
_UTF8 = 0x800
_ODD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|\0|(^|/)\.{0,2}(/|\Z)")


class Slot(Struct, frozen=True, gc=False):
    """Where a member's bytes lie in the zip."""

    member: Member
    raw: bytes  # its name as the headers spell it
    start: int  # of the local header
    end: int  # where the next thing starts
    packed: int
    method: int
    crc: int


def slots_of(
    file: str, raw: io.FileIO | io.BytesIO
) -> tuple[list[Slot], tuple[tuple[str, str], ...]]:
    """The members by name, and the names that were left out, each with the reason.

    Raises ArchiveError for a zip that is damaged or not safe to read.
    """
    infos, directory = _directory(file, raw)
    slots: list[Slot] = []
    skipped: list[tuple[str, str]] = []
    end = directory
    for info in sorted(infos, key=_offset, reverse=True):
        name, spelled = _name(file, info)
        if info.header_offset + LOCAL_HEADER + len(spelled) + info.compress_size > end:
            raise overlap(file, name)
        if not name.endswith("/"):
            _check_entry(file, name, info)
            member = Member(name, info.file_size)
            if is_litter(name):
                skipped.append((name, LITTER))
            else:
                sizes = (info.header_offset, end, info.compress_size, info.compress_type, info.CRC)
                slots.append(Slot(member, spelled, *sizes))
        end = info.header_offset
    _check_names(file, [slot.member.name for slot in slots])
    _check_total(file, slots)
    slots.sort(key=lambda slot: slot.member.name)
    return slots, tuple(sorted(skipped))


def _offset(info: "ZipInfo") -> int:
    return info.header_offset


def _directory(file: str, raw: io.FileIO | io.BytesIO) -> tuple[list["ZipInfo"], int]:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(raw) as opened:
            if any(info.header_offset < 0 for info in opened.infolist()):
                raise BadZipFile("a member starts before the file does")
            return opened.infolist(), opened.start_dir
    except Exception as error:  # the library has no one error for bytes that make no sense
        raw.seek(0)
        start = raw.read(64)
        whole = start[:4] in MARKS
        raise refused(
            file,
            "",
            "this zip is cut short or damaged" if whole else "this file is not a zip",
            cause=_cause(error, start),
            todo="download or export the archive again",
        ) from error


def _cause(error: Exception, start: bytes) -> str:
    """What is plain to see, or what Python says, which calls half a zip no zip as well."""
    if not start:
        return "it is empty"
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "it is a web page: most often the one that asks you to sign in"
    said = str(error)
    return "" if start[:4] not in MARKS else "its end is missing" if "not a zip" in said else said


def _name(file: str, info: "ZipInfo") -> tuple[str, bytes]:
    """A member's name, and its bytes in the zip. Names that do not say so are UTF-8 as well where
    they can be; the rest are shown in the zip's old alphabet."""
    name = info.orig_filename
    utf8 = info.flag_bits & _UTF8
    spelled = name.encode("utf-8" if utf8 else "cp437")
    if not utf8 and not name.isascii():
        with contextlib.suppress(UnicodeDecodeError):
            name = spelled.decode("utf-8")
    if _ODD_NAME.search(name):
        name = _plain_name(file, name)
    return name, spelled


def _plain_name(file: str, name: str) -> str:
    """A name without `./` and `//`. Raises ArchiveError when it leads out of the archive."""
    parts = name.split("/")
    out = name[:1] == "/" or re.match("[A-Za-z]:", name) or "\\" in name or "\0" in name
    if out or ".." in parts:
        raise refused(
            file,
            name,
            "this member's name leads out of the archive",
            cause="names are relative, with forward slashes, and never climb",
            todo="do not trust this archive; export it again at its source",
        )
    plain = "/".join([part for part in parts if part not in ("", ".")])
    if not plain and not name.endswith("/"):
        raise refused(
            file,
            name,
            "a member of this zip has no name",
            todo="export the archive again, or pack it with another program",
        )
    return plain + "/" if name.endswith("/") else plain


def _check_entry(file: str, name: str, info: "ZipInfo") -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise refused(
            file,
            name,
            "this member is a link to another file",
            todo="pack the archive again with the files themselves",
        )
    if info.flag_bits & _ENCRYPTED:
        raise refused(
            file,
            name,
            "this member is encrypted",
            todo="unpack the zip with its password, and name the folder instead",
        )


def _check_names(file: str, names: list[str]) -> None:
    """Names that differ only in capitals or in accents are two members: nothing is unpacked onto a
    disk that would confuse them."""
    if len(set(names)) == len(names):
        return
    twice = Counter(names).most_common(1)[0][0]
    raise refused(
        file,
        twice,
        "two members of this zip have one name",
        cause="programs do not agree which of the two is meant",
        todo="export the archive again, or rename one of the two",
    )


def _check_total(file: str, slots: list[Slot]) -> None:
    size = sum([slot.member.size for slot in slots])
    packed = sum([slot.packed for slot in slots])
    if size > TOTAL_ALWAYS_FINE and size > HIGHEST_RATIO * packed:
        raise bomb(file, "", size, packed)


def bomb(file: str, name: str, size: int, packed: int) -> ArchiveError:
    return refused(
        file,
        name,
        "this zip is made to fill a disk",
        cause=f"{packed:,} packed bytes would become {size:,}",
        todo="do not trust this archive; export it again at its source",
    )


def overlap(file: str, name: str) -> ArchiveError:
    return refused(
        file,
        name,
        "members of this zip share bytes",
        cause="the bytes of this member reach into the next",
        todo="do not trust this archive; export it again at its source",
    )
