"""An item as all shapes of the archive tell it: its facts, and who says what."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.post import Visibility


class Voice(Struct, frozen=True):
    """What one person says, as HTML."""

    html: str
    author: str = ""
    url: str = ""
    other: bool = False  # whether it is somebody else than the blog


class Item(Struct):
    id: str
    source: int
    sort: str = "text"  # as the platform calls it: text, photo, quote, link, chat, answer, …
    created: str = ""
    title: str = ""  # HTML
    link: str = ""  # of a link post
    media: str = ""  # HTML: pictures and players, which belong to whom the item starts with
    text: str = ""  # HTML: a body or a caption, in which a trail may be nested
    voices: tuple[Voice, ...] = ()  # where the archive tells them apart; `text` is then empty
    asked: Voice | None = None  # the question of an answer
    reblogged: bool = False  # whether the archive says that it passes on another's post
    root: str = ""  # the address of the post that is passed on, or of its blog
    root_name: str = ""  # and the blog's name
    submitted: bool = False  # whether a reader sent it in
    author: str = ""  # which of several authors of the blog
    url: str = ""
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    visibility: Visibility = "public"
