"""Long texts and the tweets that they belong to.

A long text carries an id of its own and does not name its tweet, which holds only its beginning,
cut with `…`. The two are told by their time, within two seconds, and by their letters: time alone
does not do for a thread that was posted at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from pipeline.ingest.readers.twitter import dates
from pipeline.ingest.readers.twitter.members import Prose
from pipeline.ingest.readers.twitter.raw import Note, Tweet
from pipeline.model.post import Visibility

SECONDS = 2
LETTERS = 40

_ADDRESS = re.compile(r"https?://\S*")
_HANDLES = re.compile(r"\s*(?:[@＠]\w+\s+)+")
_ESCAPES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


class Long(Struct, frozen=True):
    """A long text, where it stands, and what it is told by."""

    note: Note
    member: str
    source: int
    visibility: Visibility
    created: str
    letters: str

    @property
    def id(self) -> str:
        return self.note.note_tweet_id


class Held(Struct, frozen=True):
    """A tweet that waits until it is known whether a long text is its own."""

    tweet: Tweet
    prose: Prose
    source: int


def long(note: Note, member: str, source: int, visibility: Visibility) -> Long:
    created = dates.utc(note.created_at, note.note_tweet_id)
    return Long(note, member, source, visibility, created, _letters(note.core.text))


def times(notes: Sequence[Long]) -> set[str]:
    """The stamps that a tweet of one of the long texts may have."""
    return {stamp for note in notes for stamp in dates.near(note.created, SECONDS)}


def join(notes: Sequence[Long], held: Sequence[Held]) -> dict[str, Long]:
    """The long text of each tweet, by the tweet's id: the closest fit first, one to one."""
    by_time: dict[str, list[Held]] = {}
    for one in held:
        by_time.setdefault(dates.utc(one.tweet.created_at, one.tweet.id_str), []).append(one)
    fits = sorted(
        (-_shared(note, one), distance, one.tweet.id_str, note.id, n)
        for n, note in enumerate(notes)
        for distance, stamp in enumerate(dates.near(note.created, SECONDS))
        for one in by_time.get(stamp, ())
        if one.prose.visibility == note.visibility or note.visibility == "public"
        if belongs(note, one.tweet)
    )
    found: dict[str, Long] = {}
    taken: set[int] = set()
    for _, _, tweet, _, n in fits:
        if tweet not in found and n not in taken:
            found[tweet] = notes[n]
            taken.add(n)
    return found


def pass_on(joined: dict[str, Long], later: dict[str, str], held: Sequence[Held]) -> None:
    """A long text that was found by a version edited away goes to the last one, if it fits."""
    tweets = {one.tweet.id_str: one.tweet for one in held}
    for old, last in later.items():
        tweet = tweets.get(last)
        if tweet and old in joined and last not in joined and belongs(joined[old], tweet):
            joined[last] = joined.pop(old)


def belongs(note: Long, tweet: Tweet) -> bool:
    """Whether a tweet's text is the beginning of a long text, by its letters alone."""
    stub, is_cut = _stub(tweet.words)
    return any(
        _begins(note, _letters(text), text, is_cut)
        for text in dict.fromkeys([stub, _HANDLES.sub("", stub, count=1)])
    )


def _begins(note: Long, letters: str, text: str, is_cut: bool) -> bool:
    if len(letters) >= LETTERS:
        return note.letters[:LETTERS] == letters[:LETTERS]
    if letters:
        return note.letters.startswith(letters) if is_cut else note.letters == letters
    squeezed = "".join(text.split())
    return bool(squeezed) and "".join(note.note.core.text.split()).startswith(squeezed)


def _shared(note: Long, one: Held) -> int:
    """How many letters a tweet's beginning and a long text have in common."""
    stub, _ = _stub(one.tweet.words)
    letters = _letters(stub)
    if not note.letters.startswith(letters):
        letters = _letters(_HANDLES.sub("", stub, count=1))
    return len(letters) if note.letters.startswith(letters) else 0


def _stub(text: str) -> tuple[str, bool]:
    """A tweet's text without addresses and escapes, up to its cut; and whether it has one."""
    text = _ADDRESS.sub("", text).rstrip()
    for written, sign in _ESCAPES.items():
        text = text.replace(written, sign)
    return (text[:-1], True) if text.endswith("…") else (text, False)


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, _ADDRESS.sub("", text)))
