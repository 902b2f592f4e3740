"""Twitter: the entries of the arrays of tweets, and of long texts."""

import re

import msgspec

from pipeline.inspect.counters.held import Count, Held

_TWEETS = re.compile(r"(^|/)((deleted-|twitter-circle-)?tweets?(-part\d+)?|tweets/\d{4}_\d\d)\.js$")
_NOTES = re.compile(r"(^|/)(deleted-)?note-tweet(-part\d+)?\.js$")


def count(held: Held) -> list[Count] | None:
    tweets = [name for name in held.names if _TWEETS.search(name)]
    if not tweets:
        return None
    notes = [name for name in held.names if _NOTES.search(name)]
    return [
        Count("tweets", frozenset({"tweet", "retweet"}), sum(_entries(held, n) for n in tweets)),
        Count("long texts", frozenset({"note"}), sum(_entries(held, n) for n in notes)),
    ]


def _entries(held: Held, member: str) -> int:
    """How many entries the one array of a .js member has, however broken they are."""
    data = held.read(member)
    data = data[data.find(b"=") + 1 :].strip().rstrip(b";")
    try:
        return len(msgspec.json.decode(data, type=list[msgspec.Raw]))
    except (msgspec.MsgspecError, RecursionError):
        return _starts(data)


_FIRST = re.compile(rb'\[\s*\{\s*"(\w+)"\s*:')


def _starts(data: bytes) -> int:
    """How often an entry starts as the first one does, at the array's start or behind another."""
    first = _FIRST.match(data)
    if first is None:
        return 0
    return len(re.findall(rb'[\[}\],]\s*\{\s*"' + first[1] + rb'"\s*:', data))
