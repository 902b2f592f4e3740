"""Times as the desk writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def clock() -> datetime:
    return datetime.now(UTC)


def now() -> str:
    return stamp(clock())


def within(**length: float) -> str:
    """The time after so many days, hours, minutes."""
    return stamp(clock() + timedelta(**length))


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
