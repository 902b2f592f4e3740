"""What one operation gives the next, and what it must declare about it."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.manuscript import Manuscript
from pipeline.model.origin import Origin, Source
from pipeline.model.post import Media, Post, Profile


class Archive(Struct, frozen=True, array_like=True, gc=False):
    """A raw archive as received. `path` is where it lies now, and no part of its identity."""

    digest: str
    name: str
    path: str


class Archives(Struct, frozen=True, array_like=True):
    """What a job starts from."""

    archives: tuple[Archive, ...]


class Posts(Struct, frozen=True, array_like=True):
    profile: Profile
    posts: tuple[Post, ...]
    sources: tuple[Source, ...]
    media: tuple[Media, ...] = ()


class File(Struct, frozen=True, array_like=True, gc=False):
    """A finished file: its bytes lie in the store under `digest`."""

    name: str  # relative to the edition's folder, with forward slashes: "light-list.docx"
    digest: str
    size: int
    format: str  # docx, epub, pdf, web, bundle
    volume: int = 0  # counted from 1; 0 when the book is one volume


class Deliverables(Struct, frozen=True, array_like=True):
    files: tuple[File, ...]


Handoff = Archives | Posts | Manuscript | Deliverables


class SetAside(Struct, frozen=True, array_like=True, gc=False):
    """An item that is not in the book, and why. Carries no text of the item."""

    kind: str
    item: str
    source: int
    reason: str  # a few words, the same for all items of the sort: "retweet", "draft"
    detail: str = ""


class Merge(Struct, frozen=True, array_like=True, gc=False):
    """An item whose text is now part of another item, or the same as another's."""

    kind: str
    item: str
    source: int
    into: str
    why: str


class Change(Struct, frozen=True, array_like=True, gc=False):
    """A declared change of one block's text (`walk.plain` of it before and after), or of a URL."""

    origin: Origin
    rule: str
    before: str
    after: str
