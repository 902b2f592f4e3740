"""Dates: when an item was written, as each shape of the archive says it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_LONGEST = 80


def of_page(stamp: str) -> str:
    """A day from "October 11th, 2012 3:20am", whose hour is of a zone that nobody names."""
    found = re.match(r"\s*(\w+)\s+(\d{1,2})\w{0,2},?\s+(\d{4})\b", stamp[:_LONGEST])
    if not found or found[1].lower() not in _MONTHS:
        return ""
    return _day(int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2]))


def of_stamp(stamp: str) -> str:
    """UTC from "2018-12-07 16:48:43 GMT" or "2012-10-24T13:30:55Z"."""
    found = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d)", stamp[:_LONGEST])
    day = _day(int(found[1]), int(found[2]), int(found[3])) if found else ""
    return f"{day}T{found[4]}Z" if found and day else day


def of_seconds(stamp: str) -> str:
    """UTC from seconds since 1970."""
    if not re.fullmatch(r"\d{6,11}", stamp):
        return ""
    return datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(year: int, month: int, day: int) -> str:
    try:
        return datetime(year, month, day).strftime("%Y-%m-%d") if year > 1970 else ""
    except ValueError:
        return ""
