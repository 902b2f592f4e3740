"""What was received: posts, their pictures, and who wrote them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pipeline.model.text import Block, Inline

Visibility = Literal[
    "public", "unlisted", "followers", "direct", "private", "draft", "pending", "scheduled",
    "password", "paid", "deleted", "trashed",
]  # fmt: skip
"""`public` and `unlisted` go in by default; every other kind only when the recipe names it."""

PUBLIC: frozenset[Visibility] = frozenset({"public", "unlisted"})


class Media(Struct, frozen=True, array_like=True, gc=False):
    """A row of a handoff's table of media: where a picture is, and what is known of it.

    A reader gives `key`, `source` and `member`; `ingest.media` fills in the rest, or says in
    `missing` why there is no picture.
    """

    key: str  # what Image.media says: a member's path or a URL
    source: int = -1  # row of the table of sources; -1 when no archive holds it
    member: str = ""  # path inside the archive
    digest: str = ""  # sha256 of the checked and stripped bytes in the store; while `mime` is
    # empty, of a picture as it lay within a member
    mime: str = ""
    width: int = 0  # pixels
    height: int = 0
    missing: str = ""


class Post(Struct, frozen=True, array_like=True):
    """One item of an archive: a tweet, a blog post, a page, an essay, a letter."""

    id: str
    source: int  # row of the handoff's table of sources
    kind: str  # tweet, retweet, post, page, essay, …
    created: str  # ISO 8601 in UTC ("2013-04-01T09:30:00Z"), a day ("2013-04-01"), or ""
    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    author: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    series: str = ""
    reply_to: str = ""  # the id of the item that this one answers
    reply_author: str = ""  # whose item that was; "" when the author's own
    links: tuple[str, ...] = ()  # other addresses by which the same item is known
    visibility: Visibility = "public"


class Profile(Struct, frozen=True, array_like=True, gc=False):
    """What an archive says of itself; a recipe's `book` overrides each field."""

    title: str = ""
    author: str = ""
    handle: str = ""
    url: str = ""
    language: str = ""
