"""Independent counters: how many items an archive holds, told without any reader.

Each counter is as small as it can be and shares nothing with the reader of its format. It knows the
kinds that the reader calls its items by, and counts them on the raw bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html", ".htm")
LARGEST = 2 << 30


class Count(Struct, frozen=True):
    """How many items of some kinds an archive holds."""

    what: str
    kinds: frozenset[str]  # as the account calls them; empty for "all kinds not counted elsewhere"
    number: int


def count(path: Path) -> list[Count] | None:
    """The counts of an archive; None for a format without a counter."""
    names = dict(_members(path))
    tweets = [name for name in names if _TWEETS.search(name)]
    if tweets:
        return _count_tweets(path, names, tweets)
    documents = [name for name in names if name.lower().endswith(".xml")]
    if len(documents) == 1 and b"wordpress.org/export" in _read(path, documents[0])[:20000]:
        return _count_wordpress(_read(path, documents[0]))
    texts = [name for name in names if name.lower().endswith(TEXTS)]
    return [Count("text files", frozenset(), len(texts))] if texts else None


def _members(path: Path) -> Iterator[tuple[str, int]]:
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file():
                yield file.relative_to(path).as_posix(), file.stat().st_size
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, info.file_size
    else:
        yield path.name, path.stat().st_size


def _read(path: Path, member: str) -> bytes:
    if path.is_dir():
        return (path / member).read_bytes()
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        return file.read(LARGEST)


# -- Twitter ---------------------------------------------------------------------------------------

_TWEETS = re.compile(r"(^|/)((deleted-|twitter-circle-)?tweets?(-part\d+)?|tweets/\d{4}_\d\d)\.js$")
_NOTES = re.compile(r"(^|/)(deleted-)?note-tweet(-part\d+)?\.js$")


def _count_tweets(path: Path, names: dict[str, int], tweets: list[str]) -> list[Count]:
    notes = [name for name in names if _NOTES.search(name)]
    return [
        Count("tweets", frozenset({"tweet", "retweet"}), sum(_entries(path, n) for n in tweets)),
        Count("long texts", frozenset({"note"}), sum(_entries(path, n) for n in notes)),
    ]


def _entries(path: Path, member: str) -> int:
    """How many entries the one array of a .js member has, however broken they are."""
    data = _read(path, member)
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


# -- WordPress -------------------------------------------------------------------------------------

_WXR = re.compile(rb"<item[\s>]|<wp:comment>|<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*")


def _count_wordpress(data: bytes) -> list[Count]:
    found: Counter[str] = Counter()
    for match in _WXR.finditer(data):
        if match.group().startswith(b"<item"):
            found["item"] += 1
        elif match.group() == b"<wp:comment>":
            found["comment"] += 1
    return [
        Count("comments", frozenset({"comment"}), found["comment"]),
        Count("items", frozenset(), found["item"]),
    ]
