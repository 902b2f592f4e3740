"""Safe, bounded reading of archives: a zip, a folder or a single file, through one door."""

from __future__ import annotations

from msgspec import Struct


class Member(Struct, frozen=True):
    name: str
    size: int


class Unpacked:
    name: str
    digest: str
    members: tuple[Member, ...]

    def __contains__(self, member: object) -> bool: ...
    def read(self, member: str) -> bytes: ...
    def head(self, member: str, size: int = 4096) -> bytes: ...
