"""Items and channels, as feeds of every form say them: nothing converted yet."""

from __future__ import annotations

from msgspec import Struct, field

from pipeline.ingest.atom import Words


class Enclosure(Struct, frozen=True):
    """A file that goes with an item: the sound of an episode, a picture, a paper."""

    url: str
    type: str = ""  # as it is told: "audio/mpeg"
    title: str = ""

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")

    @property
    def is_played(self) -> bool:
        return self.type.startswith(("audio/", "video/"))


class Picture(Struct, frozen=True):
    """A picture that is told beside the text."""

    url: str
    caption: str = ""
    alt: str = ""


class Item(Struct):
    id: str = ""
    url: str = ""
    title: Words = field(default_factory=Words)
    content: Words = field(default_factory=Words)
    summary: Words = field(default_factory=Words)
    published: str = ""
    updated: str = ""
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    external: str = ""  # the page elsewhere that it speaks of
    links: list[str] = field(default_factory=list)  # other addresses of it
    language: str = ""
    base: str = ""  # what its relative addresses start from
    answers: bool = False
    reply_to: str = ""  # the id of the item that it answers, of the same feed
    draft: bool = False


class Channel(Struct):
    """What a feed says of itself."""

    title: str = ""
    url: str = ""
    author: str = ""
    language: str = ""
    own: str = ""  # the address of the feed
    next: str = ""  # the address of the page after this
    complete: bool = False  # whether the feed says that it holds everything
