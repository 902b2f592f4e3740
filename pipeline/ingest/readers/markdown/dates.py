"""Dates, as front matter, file names and the first lines of essays write them."""

import re
from datetime import UTC, datetime

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_STAMP = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[-_. ]+|\Z)")
_WORDS = re.compile(
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{4})\Z"
)


def instant(text: str) -> str:
    """A date as ISO 8601: in UTC where it has a time, a day, a month; "" for none that exists. A
    time without a zone is taken for UTC."""
    text = text.strip().strip("'\"")
    found = _STAMP.match(text)
    if found is None:
        return words(text)
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None or day is None:
        return _day(year, month, day)
    stamp = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}:{second or '00'}"
    offset = zone if zone and zone[0] in "+-" else "+00:00"
    try:
        return datetime.fromisoformat(stamp + offset).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def of_name(stem: str) -> tuple[str, str]:
    """The date at the start of a file's name, or "", and what is left of the name."""
    found = _NAME.match(stem)
    date = _day(*found.groups()) if found else ""
    return (date, stem[found.end() :]) if found and date else ("", stem)


def words(text: str) -> str:
    """A date in English words: "January 2013", "5 Jan. 2013", "January 5th, 2013"."""
    found = _WORDS.match(text.strip())
    if found is None or (found["before"] and found["after"]):
        return ""
    name = found["month"].lower()
    for number, month in enumerate(_MONTHS, 1):
        if month == name or (len(name) in (3, 4) and month.startswith(name)):
            return _day(found["year"], str(number), found["before"] or found["after"])
    return ""


def _day(year: str, month: str, day: str | None) -> str:
    """A day, or a month, that is in the calendar; or ""."""
    try:
        date = datetime(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    made = f"{date.year:04}-{date.month:02}"
    return f"{made}-{date.day:02}" if day else made
