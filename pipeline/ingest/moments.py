"""Moments: dates as feeds and exports write them, to the second in UTC where that is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime


def moment(text: str) -> str:
    """A date of any kind that feeds know as "2013-04-01T09:30:00Z"; as "2013-04-01" where it names
    no time, or not which zone's; "" where it is none."""
    text = " ".join(text.split())[:60]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _by_name(text)
    return _told(found, dayless=len(text) < 11)


def _by_name(text: str) -> str:
    """A date as e-mail writes it: "Mon, 01 Apr 2013 09:30:00 GMT"; or the part of a date."""
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        day = r"(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
        part = re.match(rf"(\d{{4}}{day})(?![\d-])", text)
        return part[1] if part and "1900" <= part[1] < "2200" else ""
    zulu = text.endswith(("-0000", " UT", " GMT", " Z"))
    return _told(found.replace(tzinfo=UTC) if zulu else found, dayless=":" not in text)


def _told(found: datetime, *, dayless: bool) -> str:
    if found.tzinfo is None or dayless:
        return found.strftime("%Y-%m-%d") if found.year > 1900 else ""
    try:
        moved = found.astimezone(UTC)
    except OverflowError:
        return ""
    return moved.strftime("%Y-%m-%dT%H:%M:%SZ") if moved.year > 1900 else ""
