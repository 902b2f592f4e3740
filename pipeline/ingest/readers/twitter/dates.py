"""When a tweet was written, in the three ways in which archives say it."""

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
    "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip
_LONG = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) \+0000 (\d{4})", re.ASCII)
_SHORT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: \+0000|Z)", re.ASCII)
_OFFSET = re.compile(r"(.{11,24}?) ?([+-])(\d\d):?(\d\d)(?: (\d{4}))?", re.ASCII)

FIRST_SNOWFLAKE = 29_700_859_247
"""Ids from November 2010 on count milliseconds; older ones say nothing of the time."""

_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, UTC)
_LAST = 1 << 63


def utc(stamp: str, item: str = "") -> str:
    """A stamp as ISO 8601 in UTC; a day where the archive knew only the day; where the stamp says
    nothing, the time that is in the item's id; or ""."""
    iso = _iso(stamp)
    if iso.endswith("T00:00:00Z") and not _is_snowflake(item):
        return iso[:10]
    return iso or _from_id(item)


def _iso(stamp: str) -> str:
    return _in_utc(stamp) or _elsewhere(stamp)


def _in_utc(stamp: str) -> str:
    if found := _LONG.fullmatch(stamp):
        month, day, time, year = found.groups()
        iso = f"{year}-{_MONTHS.get(month, '00')}-{day}T{time}Z"
    elif found := _SHORT.fullmatch(stamp):
        iso = f"{found[1]}T{found[2]}Z"
    else:
        return ""
    return iso if _is_real(iso) else ""


def _elsewhere(stamp: str) -> str:
    """A stamp of another zone than UTC's."""
    found = _OFFSET.fullmatch(stamp)
    if found is None:
        return ""
    local, sign, hours, minutes, year = found.groups()
    there = _in_utc(f"{local} +0000 {year}" if year else f"{local} +0000")
    if not there:
        return ""
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        here = datetime.fromisoformat(there) - (shift if sign == "+" else -shift)
    except OverflowError:
        return ""
    return here.strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_real(iso: str) -> bool:
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _is_snowflake(item: str) -> bool:
    return item.isdecimal() and len(item) < 20 and FIRST_SNOWFLAKE < int(item) < _LAST


def _from_id(item: str) -> str:
    if not _is_snowflake(item):
        return ""
    at = _EPOCH + timedelta(milliseconds=int(item) >> 22)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def near(iso: str, seconds: int) -> list[str]:
    """The stamps within so many seconds of one, itself first."""
    try:
        at = datetime.fromisoformat(iso)
        spread = sorted(range(-seconds, seconds + 1), key=abs)
        return [(at + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in spread]
    except (ValueError, OverflowError):
        return []


def milliseconds(count: object) -> str:
    """Milliseconds since 1970, a number or its digits, as ISO 8601; or ""."""
    digits = str(count)
    if not digits.isdecimal() or len(digits) > 14:
        return ""
    return datetime.fromtimestamp(int(digits) // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
