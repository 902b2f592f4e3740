"""Dates, as exports of all versions write them: ISO 8601, the database's own way, milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100, in seconds


def instant(value: Any) -> str:
    """A date as ISO 8601 in UTC; "" for none."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str):
        if not value.strip().isdecimal():
            return _written(value.strip())
        value = int(value) if len(value) < 16 else 0
    if not isinstance(value, int | float):
        return ""
    seconds = value / 1000 if _LATEST < value < _LATEST * 1000 else value
    if not _EARLIEST < seconds < _LATEST:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(stamp: str) -> str:
    try:
        made = datetime.fromisoformat(stamp)
        made = made if made.tzinfo is not None else made.replace(tzinfo=UTC)
        made = made.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return made.strftime("%Y-%m-%dT%H:%M:%SZ") if made.year > 1970 else ""
