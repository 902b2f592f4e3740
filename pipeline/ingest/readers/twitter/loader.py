"""The items of a member: all at once when it is well, and each on its own when it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers.twitter import payload
from pipeline.ingest.readers.twitter.raw import Note, Tweet, Wrapped, WrappedNote
from pipeline.markup.plain import in_line

_PLAIN = (
    "id_str", "full_text", "text", "created_at", "lang", "in_reply_to_status_id_str",
    "in_reply_to_user_id_str", "in_reply_to_screen_name",
)  # fmt: skip
"""What is kept of a tweet whose other fields are not as they should be."""


class Loader:
    """Reads members; `seen` counts their items, the broken ones among them."""

    def __init__(self, intake: Intake) -> None:
        self.seen: Counter[str] = Counter()
        self._intake = intake

    def tweets(self, member: str, kind: str, source: int) -> list[Tweet]:
        data = payload.utf8(self._intake.archive.read(member))
        tweets: list[Tweet] | None
        if b'"tweet"' in data[:400]:
            wrapped = payload.decode(data, list[Wrapped])
            tweets = None if wrapped is None else [one.tweet for one in wrapped]
        else:
            tweets = payload.decode(data, list[Tweet])
        if tweets is None or not _are_whole(tweets, data):
            return list(self._carefully(member, kind, source, data))
        self.seen[member] = len(tweets)
        return tweets

    def _carefully(self, member: str, kind: str, source: int, data: bytes) -> Iterator[Tweet]:
        """The tweets of a member that is not well, each on its own."""
        for at, value in self.values(member, kind, source, data):
            tweet = _tweet(value)
            if tweet is None:
                self.unreadable(member, kind, source, at)
            else:
                yield tweet

    def values(
        self, member: str, kind: str, source: int, data: bytes
    ) -> Iterator[tuple[int, object]]:
        """The values of a member's items; what is broken is set aside, and found once a member."""
        first = ""
        broken = 0
        for item in payload.items(data):
            self.seen[member] += item.whole
            if not item.fault:
                yield item.offset, item.value
                continue
            first = first or f"at byte {item.offset}: {item.fault}"
            if item.whole:
                broken += 1
                self._intake.bench.set_aside(
                    kind, f"{member}@{item.offset}", source, "broken JSON", item.fault
                )
        if first:
            self._intake.bench.find(
                "twitter.broken-json",
                "error",
                f"{member} is damaged, {first}. {broken} of its {self.seen[member]} items"
                " cannot be read; the others were.",
                place=f"{member}, {first.split(':')[0]}",
                todo="export the archive again, or accept the loss by allowing this finding",
            )

    def notes(self, member: str, source: int) -> Iterator[Note]:
        """The long texts of a member."""
        data = payload.utf8(self._intake.archive.read(member))
        found = payload.decode(data, list[WrappedNote])
        if found is not None and all(one.note_tweet.note_tweet_id.isprintable() for one in found):
            self.seen[member] = len(found)
            yield from [one.note_tweet for one in found]
            return
        for at, value in self.values(member, "note", source, data):
            try:
                note = msgspec.convert(value, WrappedNote, strict=False).note_tweet
                note.note_tweet_id = in_line(note.note_tweet_id)
                yield note
            except (msgspec.ValidationError, UnicodeEncodeError, RecursionError):
                self.unreadable(member, "note", source, at)

    def unreadable(self, member: str, kind: str, source: int, at: int) -> None:
        why = "not in the form of the platform's items"
        self._intake.bench.set_aside(kind, f"{member}@{at}", source, "unreadable", why)
        self._intake.bench.find(
            "twitter.unreadable", "warning", f"One {kind} cannot be read: it is {why}.",
            place=f"{member}, byte {at}",
        )  # fmt: skip


def _are_whole(tweets: list[Tweet], data: bytes) -> bool:
    """Whether every tweet has an id, of signs that print, and a text, and none has two."""
    return data.count(b'"full_text"') <= len(tweets) and all(
        tweet.id_str
        and tweet.id_str.isprintable()
        and (tweet.full_text is not None or tweet.text is not None)
        for tweet in tweets
    )


def _tweet(value: object) -> Tweet | None:
    """A tweet out of an item that is not as it should be: whole, or its text without the rest."""
    inner = value.get("tweet", value) if isinstance(value, dict) else None
    if not isinstance(inner, dict):
        return None
    if not inner.get("id_str"):
        inner["id_str"] = str(inner.get("id", ""))
    if not inner["id_str"] or not ("full_text" in inner or "text" in inner):
        return None
    for fields in (inner, {key: inner[key] for key in _PLAIN if key in inner}):
        try:
            return _legible(msgspec.convert(fields, Tweet, strict=False))
        except (msgspec.ValidationError, UnicodeEncodeError, RecursionError):
            continue
    return None


def _legible(tweet: Tweet) -> Tweet:
    """A tweet whose facts hold nothing that no book can hold; its text is cleaned later."""
    for name in _PLAIN:
        value = getattr(tweet, name)
        if value and name not in ("full_text", "text"):
            setattr(tweet, name, in_line(value))
    return tweet
