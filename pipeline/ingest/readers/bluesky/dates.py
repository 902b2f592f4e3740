"""When a record was made: as it says itself, unless that cannot be.

Programs write the date, and some write nonsense. The key of a record counts the microseconds of
its making, and so does the revision of the whole repository, which nothing in it is later than.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from pipeline.ingest.moments import moment

_SIGNS = {sign: value for value, sign in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_LENGTH = 13
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_KEYS, _FIRST_PAGES = "2015", "1990"
_SLACK = timedelta(days=1)


def counted(key: str) -> str:
    """The moment that a key counts; "" for one that counts none."""
    if len(key) != _LENGTH or any(sign not in _SIGNS for sign in key):
        return ""
    value = 0
    for sign in key:
        value = value * 32 + _SIGNS[sign]
    found = _stamp(value >> 10)
    return found if found >= _FIRST_KEYS else ""


def _stamp(microseconds: int) -> str:
    try:
        return (_EPOCH + timedelta(microseconds=microseconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return ""


def created(said: str, key: str, revision: str) -> tuple[str, bool]:
    """When a record was made, and whether that is what it says. An earlier date than the key's
    stands, since what people wrote elsewhere is brought in with its own date."""
    stated, made, latest = moment(said), counted(key), _end(revision)
    if made and latest and made > _later(latest):
        made = ""
    bound = made or latest
    if stated >= _FIRST_PAGES and not (bound and stated > _later(bound)):
        return stated, True
    return made, False


@lru_cache(64)
def _end(revision: str) -> str:
    return counted(revision)


@lru_cache(4096)
def _later(stamp: str) -> str:
    """A day after: clocks differ."""
    moved = datetime.fromisoformat(stamp) + _SLACK
    return moved.strftime("%Y-%m-%dT%H:%M:%SZ")
