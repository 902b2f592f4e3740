"""Whose archive it is: as it says itself, or as its own replies show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from pipeline.ingest.readers.twitter import payload
from pipeline.ingest.readers.twitter.members import Shelf
from pipeline.ingest.readers.twitter.raw import Tweet
from pipeline.ingest.unpack import Unpacked
from pipeline.markup.plain import clean_text


class Owner(Struct, frozen=True):
    id: str = ""
    handle: str = ""
    name: str = ""
    language: str = ""


class _UserInfo(Struct, rename="camel"):
    account_id: str = ""
    user_name: str = ""
    display_name: str = ""


class File(Struct, rename="camel"):
    """A file that the manifest names, and how many items it says are in it."""

    file_name: str = ""
    count: int | str | None = None


class DataType(Struct):
    files: tuple[File, ...] = ()


class Manifest(Struct, rename="camel"):
    user_info: _UserInfo = msgspec.field(default_factory=_UserInfo)
    data_types: dict[str, DataType] = {}


class _Account(Struct, rename="camel"):
    username: str = ""
    account_id: str = ""
    account_display_name: str = ""


class _WrappedAccount(Struct):
    account: _Account


class _Details(Struct):
    """The old archives' `user_details.js` and `payload_details.js`."""

    id: int | str = ""
    screen_name: str = ""
    full_name: str = ""
    lang: str = ""


def manifest_of(archive: Unpacked, shelf: Shelf) -> Manifest | None:
    return payload.decode(archive.read(shelf.manifest), Manifest) if shelf.manifest else None


def owner_of(archive: Unpacked, shelf: Shelf, manifest: Manifest | None) -> Owner:
    """What the manifest, the account's file or the old details say; each only where those before
    it are silent."""
    found = Owner()
    if manifest is not None:
        user = manifest.user_info
        found = _fill(found, user.account_id, user.user_name, user.display_name)
    if shelf.account and (
        accounts := payload.decode(archive.read(shelf.account), list[_WrappedAccount])
    ):
        account = accounts[0].account
        found = _fill(found, account.account_id, account.username, account.account_display_name)
    for member in shelf.details:
        if details := payload.decode(archive.read(member), _Details):
            found = _fill(found, str(details.id), details.screen_name, details.full_name)
            found = msgspec.structs.replace(found, language=found.language or details.lang)
    return found


def _fill(owner: Owner, id: str, handle: str, name: str) -> Owner:
    return msgspec.structs.replace(
        owner,
        id=owner.id or clean_text(id),
        handle=owner.handle or clean_text(handle).lstrip("@"),
        name=owner.name or clean_text(name),
    )


def guess(owner: Owner, tweets: Iterable[Tweet]) -> Owner:
    """The owner by the tweets themselves: their `user`, or whom their author answers when
    answering a tweet of the same archive."""
    held = list(tweets)
    for tweet in held[:1]:
        if tweet.user is not None:
            return _fill(owner, tweet.user.id_str, tweet.user.screen_name, tweet.user.name)
    ids = {tweet.id_str for tweet in held}
    votes = Counter(
        (tweet.in_reply_to_user_id_str or "", tweet.in_reply_to_screen_name or "")
        for tweet in held
        if tweet.in_reply_to_status_id_str in ids
    )
    votes.pop(("", ""), None)
    if not votes:
        return owner
    (id, handle), _ = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return _fill(owner, id, handle, "")
