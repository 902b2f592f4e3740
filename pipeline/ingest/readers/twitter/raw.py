"""What a member holds, as it is written there: only the fields that a book needs.

Ids, counts and indices are numbers in the old archives and strings in the new ones.
"""

from __future__ import annotations

from msgspec import Struct

Number = int | str
Indices = tuple[Number, Number]


class Tag(Struct, gc=False):
    """A hashtag or a cashtag."""

    indices: Indices
    text: str = ""


class Handle(Struct, gc=False):
    indices: Indices
    screen_name: str = ""
    id_str: str = ""


class Url(Struct, gc=False):
    indices: Indices
    url: str = ""
    expanded_url: str | None = None
    display_url: str | None = None


class Variant(Struct, gc=False):
    url: str = ""


class Film(Struct, gc=False):
    variants: tuple[Variant, ...] = ()


class About(Struct, gc=False):
    title: str | None = None
    description: str | None = None


class Medium(Struct, gc=False):
    indices: Indices
    url: str = ""
    media_url: str | None = None
    media_url_https: str | None = None
    expanded_url: str | None = None
    display_url: str | None = None
    type: str = ""
    video_info: Film | None = None
    additional_media_info: About | None = None
    ext_alt_text: str | None = None
    alt_text: str | None = None

    @property
    def address(self) -> str:
        return self.media_url_https or self.media_url or self.url

    @property
    def moves(self) -> bool:
        """A film or an animation; the old archives tell it only by the still's address."""
        return self.type in ("video", "animated_gif") or "video_thumb/" in self.address


class Entities(Struct, gc=False):
    hashtags: tuple[Tag, ...] = ()
    symbols: tuple[Tag, ...] = ()
    user_mentions: tuple[Handle, ...] = ()
    urls: tuple[Url, ...] = ()
    media: tuple[Medium, ...] = ()


class Extended(Struct, gc=False):
    media: tuple[Medium, ...] = ()


class Versions(Struct, rename="camel", gc=False):
    edit_tweet_ids: tuple[str, ...] = ()


class Edit(Struct, rename="camel", gc=False):
    edit_control_initial: Versions | None = None


class EditInfo(Struct, gc=False):
    initial: Versions | None = None
    edit: Edit | None = None


class User(Struct, gc=False):
    id_str: str = ""
    screen_name: str = ""
    name: str = ""


class Tweet(Struct, kw_only=True, gc=False):
    id_str: str
    full_text: str | None = None
    text: str | None = None
    created_at: str = ""
    lang: str | None = None
    entities: Entities | None = None
    extended_entities: Extended | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_screen_name: str | None = None
    edit_info: EditInfo | None = None
    retweeted_status: Tweet | None = None
    user: User | None = None

    @property
    def words(self) -> str:
        return self.full_text or self.text or ""

    @property
    def media(self) -> tuple[Medium, ...]:
        """All the pictures and films: `entities` names only the first."""
        if self.extended_entities and self.extended_entities.media:
            return self.extended_entities.media
        return self.entities.media if self.entities else ()

    @property
    def versions(self) -> tuple[str, ...]:
        """The ids of all versions of an edited tweet, oldest first; () when it was never edited."""
        info = self.edit_info
        if info is None:
            return ()
        at = info.initial or (info.edit.edit_control_initial if info.edit else None)
        return at.edit_tweet_ids if at and len(at.edit_tweet_ids) > 1 else ()


class Wrapped(Struct, gc=False):
    tweet: Tweet


class NoteTag(Struct, rename="camel", gc=False):
    from_index: Number
    to_index: Number
    text: str = ""


class NoteHandle(Struct, rename="camel", gc=False):
    from_index: Number
    to_index: Number
    screen_name: str = ""


class NoteUrl(Struct, rename="camel", gc=False):
    from_index: Number
    to_index: Number
    short_url: str = ""
    expanded_url: str | None = None
    display_url: str | None = None


class StyleType(Struct, gc=False):
    name: str = ""


class Style(Struct, rename="camel", gc=False):
    from_index: Number
    to_index: Number
    style_types: tuple[StyleType, ...] = ()


class NoteCore(Struct, gc=False):
    text: str = ""
    urls: tuple[NoteUrl, ...] = ()
    mentions: tuple[NoteHandle, ...] = ()
    hashtags: tuple[NoteTag, ...] = ()
    cashtags: tuple[NoteTag, ...] = ()
    styletags: tuple[Style, ...] = ()


class Note(Struct, rename="camel", kw_only=True, gc=False):
    note_tweet_id: str
    created_at: str = ""
    core: NoteCore


class WrappedNote(Struct, rename="camel", gc=False):
    note_tweet: Note
