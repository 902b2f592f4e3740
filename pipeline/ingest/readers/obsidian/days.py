"""Days: the dates of daily notes and of notes named by the moment they were made."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from pipeline.ingest.readers.markdown.dates import of_name

_WORD = r"[^\W\d_]+\.?"
_MOST_WORDS = 3
"""Names of months and weekdays in one format; more of them would take long to tell apart."""

_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMMM": _WORD,
    "MMM": _WORD,
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "Do": r"(?P<day>\d{1,2})[^\W\d_]{1,3}",
    "dddd": _WORD,
    "ddd": _WORD,
    "dd": _WORD,
    "ww": r"\d{1,2}",
    "WW": r"\d{1,2}",
}
_TOKEN = re.compile(
    r"\[([^\]]*)\]|(YYYY|YY|MMMM|MMM|MM|M|Do|DD|D|dddd|ddd|dd|WW|ww)|(.)", re.DOTALL
)
_ZETTEL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:[ _-]+|\Z)")


def day_of(path: str, formats: tuple[str, ...]) -> tuple[str, str]:
    """The day that a note's path in the vault names, or "", and what its name says besides."""
    for format in formats:
        day = _by_format(path, format)
        if day:
            return day, ""
    name = path.rpartition("/")[2]
    day, rest = of_name(name)
    if day:
        return day, rest
    found = _ZETTEL.match(name)
    day = _valid(found[1], found[2], found[3]) if found else ""
    return (day, name[found.end() :]) if found and day else ("", name)


def _by_format(path: str, format: str) -> str:
    pattern, whole = _pattern(format)
    if pattern is None:
        return ""
    found = pattern.fullmatch(path if whole else path.rpartition("/")[2])
    if found is None:
        return ""
    parts = found.groupdict()
    year = parts.get("year") or f"20{parts.get('short')}"
    return _valid(year, parts["month"], parts["day"])


@cache
def _pattern(format: str) -> tuple[re.Pattern[str] | None, bool]:
    """A format of Moment.js as an expression, and whether it is about folders as well; None for
    one that does not name a day in figures."""
    seen: set[str] = set()
    out: list[str] = []
    for literal, token, other in _TOKEN.findall(format[:200]):
        piece = _TOKENS[token] if token else re.escape(literal or other)
        group = re.search(r"\(\?P<(\w+)>", piece)
        if group and group[1] in seen:  # the year of the folder and that of the name
            piece = f"(?P={group[1]})"
        elif group:
            seen.add(group[1])
        out.append(piece)
    words = sum(piece.endswith(_WORD) for piece in out)
    if not {"month", "day"} <= seen or not seen & {"year", "short"} or words > _MOST_WORDS:
        return None, False
    whole = "/" in format
    return re.compile(("(?:.*/)?" if whole else "") + "".join(out)), whole


def _valid(year: str, month: str, day: str) -> str:
    try:
        date = datetime(int(year), int(month), int(day))
    except ValueError:
        return ""
    return f"{date:%Y-%m-%d}" if 1900 <= date.year < 2200 else ""
