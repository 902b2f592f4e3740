"""The calendar: days, months, seasons and years as each language writes them.

A date is what Post.created holds: "2013-04-01T09:30:00Z", "2013-04-01", "2013-04", "2013" or "".
Days are UTC's, so that no time zone of a machine enters a book.
"""

from typing import Literal, NamedTuple

Hemisphere = Literal["north", "south"]

UNDATED = "undated"
"""The key of what carries no date, in place of a year, month or season."""


class Usage(NamedTuple):
    """How one language writes dates. `first` is the first day of a month, where it is special."""

    months: tuple[str, ...]
    seasons: tuple[str, str, str, str]  # spring, summer, autumn, winter
    day: str  # fields: {day} {month} {year}
    month: str = "{month} {year}"
    first: str = ""
    season: str = "{season} {year}"
    year: str = "{year}"


def _names(line: str) -> tuple[str, ...]:
    return tuple(line.split())


def _numbered(sign: str) -> tuple[str, ...]:
    return tuple([f"{number}{sign}" for number in range(1, 13)])


_ENGLISH = Usage(
    _names("January February March April May June July August September October November December"),
    ("Spring", "Summer", "Autumn", "Winter"),
    "{day} {month} {year}",
)

USAGES: dict[str, Usage] = {
    "en": _ENGLISH,
    "en-us": _ENGLISH._replace(
        seasons=("Spring", "Summer", "Fall", "Winter"), day="{month} {day}, {year}"
    ),
    "fr": Usage(
        _names(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        ("Printemps", "Été", "Automne", "Hiver"),
        "{day} {month} {year}",
        first="1er",
    ),
    "es": Usage(
        _names(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            " diciembre"
        ),
        ("Primavera", "Verano", "Otoño", "Invierno"),
        "{day} de {month} de {year}",
        "{month} de {year}",
        season="{season} de {year}",
    ),
    "de": Usage(
        _names(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        ("Frühling", "Sommer", "Herbst", "Winter"),
        "{day}. {month} {year}",
    ),
    "it": Usage(
        _names(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre"
            " novembre dicembre"
        ),
        ("Primavera", "Estate", "Autunno", "Inverno"),
        "{day} {month} {year}",
        first="1º",
    ),
    "pt": Usage(
        _names(
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
            " dezembro"
        ),
        ("Primavera", "Verão", "Outono", "Inverno"),
        "{day} de {month} de {year}",
        "{month} de {year}",
        season="{season} de {year}",
    ),
    "nl": Usage(
        _names(
            "januari februari maart april mei juni juli augustus september oktober november"
            " december"
        ),
        ("Lente", "Zomer", "Herfst", "Winter"),
        "{day} {month} {year}",
    ),
    "ja": Usage(
        _numbered("月"),
        ("春", "夏", "秋", "冬"),
        "{year}年{month}{day}日",
        "{year}年{month}",
        season="{year}年{season}",
        year="{year}年",
    ),
    "zh": Usage(
        _numbered("月"),
        ("春", "夏", "秋", "冬"),
        "{year}年{month}{day}日",
        "{year}年{month}",
        season="{year}年{season}",
        year="{year}年",
    ),
}


def usage(language: str) -> Usage | None:
    """How a language writes dates; None where it is not known, and dates stay as ISO has them."""
    tag = language.lower().replace("_", "-")
    return USAGES.get(tag) or USAGES.get(tag.split("-")[0])


def day(date: str, language: str) -> str:
    """The day as a reader writes it; the month or year where that is all there is; "" for none."""
    known = usage(language)
    year, month, number = date[:4], date[5:7], date[8:10]
    if not _is_year(year):
        return ""
    if known is None or not number:
        return title_of(f"{year}-{month}" if month else year, language) if known else date[:10]
    spelled = known.first if number == "01" and known.first else number.lstrip("0")
    return known.day.format(day=spelled, month=_month(month, known), year=year)


def title_of(key: str, language: str) -> str:
    """The heading of a year ("2013") or a month ("2013-04"), with a capital."""
    known = usage(language)
    year, month = key[:4], key[5:7]
    if known is None:
        return key
    if not month:
        return known.year.format(year=year)
    title = known.month.format(month=_month(month, known), year=year)
    return title[:1].upper() + title[1:]


def months_title(first: str, last: str, language: str) -> str:
    """The heading of several months of a year: "January–March 2013"."""
    known = usage(language)
    if known is None or first == last:
        return title_of(first, language) if first == last else f"{first}–{last}"
    months = "–".join([_month(key[5:7], known) for key in (first, last)])
    title = known.month.format(month=months, year=first[:4])
    return title[:1].upper() + title[1:]


def season_title(key: str, language: str, hemisphere: Hemisphere = "north") -> str:
    """The heading of a season, whose key `season_key` gave: "Spring 2013", "Winter 2013–14"."""
    known = usage(language) or _ENGLISH
    year, quarter = int(key[:4]), int(key[5:])
    season = known.seasons[(quarter + (2 if hemisphere == "south" else 0)) % 4]
    years = f"{year}–{(year + 1) % 100:02}" if quarter == 3 else str(year)
    return known.season.format(season=season, year=years)


# -- keys ------------------------------------------------------------------------------------------


def year_key(date: str) -> str:
    """ "2013", or UNDATED."""
    return date[:4] if _is_year(date[:4]) else UNDATED


def month_key(date: str) -> str:
    """ "2013-04", the year alone where there is no month, or UNDATED."""
    return date[:7] if _is_year(date[:4]) else UNDATED


def season_key(date: str) -> str:
    """ "2013-0" (March to May) to "2013-3": December belongs with the two months after it."""
    if not _is_year(date[:4]) or not date[5:7].isdecimal():
        return year_key(date)
    year, month = int(date[:4]), int(date[5:7])
    quarter = (month - 3) % 12 // 3
    return f"{year - 1 if month < 3 else year:04}-{quarter}"


def span(first: str, last: str) -> str:
    """The years from one date to another: "2009–2024", "2013", or ""."""
    years = [date[:4] for date in (first, last) if _is_year(date[:4])]
    if not years:
        return ""
    return years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _month(month: str, known: Usage) -> str:
    """A month's name; its number where an archive gave a month that there is not."""
    number = int(month) if month.isdecimal() else 0
    return known.months[number - 1] if 1 <= number <= 12 else month


def _is_year(year: str) -> bool:
    return len(year) == 4 and year.isdecimal() and year != "0000"
