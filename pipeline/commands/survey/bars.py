"""The years as bars of a terminal, each with a stretch for every kind of item."""

from __future__ import annotations

from pipeline.commands.survey.facts import Survey, Year
from pipeline.commands.survey.lines import WIDE, padded, width

OTHER = "other kinds"
MOST_ROWS = 40


def bars(found: Survey, signs: str) -> list[str]:
    """A line for each year from the first to the last; none where nothing bears a date."""
    years = every_year(found)
    if not years:
        return []
    kinds = leading(found, len(signs))
    items = max(len(f"{found.public:,}"), len("items"))
    words = max(len(f"{found.words.all:,}"), len("words"))
    room = WIDE - len("  2013  ") - items - words - 4
    most = max(year.items for year in years)
    legend = "  ".join(f"{sign} {kind}" for sign, kind in zip(signs, kinds, strict=False))
    if len(kinds) < 2 or width(legend) > room:
        legend = ""
    lines = [f"  year  {padded(legend, room)}  {'items':>{items}}  {'words':>{words}}"]
    for year in years:
        drawn = _bar([amount(year, kind, kinds) for kind in kinds], most, room, signs)
        label = year.year or "none"
        lines.append(f"  {label}  {drawn:<{room}}  {year.items:>{items},}  {year.words:>{words},}")
    total = f"{found.public:>{items},}  {found.words.all:>{words},}"
    return [*lines, f"  all   {'':<{room}}  {total}"]


def every_year(found: Survey) -> list[Year]:
    """The years from the first to the last, those without any item too, and then the undated."""
    known = {year.year: year for year in found.dated}
    if not known or not all(year.isdecimal() for year in known):
        return list(found.years) if known else []
    first, last = int(min(known)), int(max(known))
    if last - first > 2 * MOST_ROWS:  # a date in there is wrong, and no reason to draw centuries
        return list(found.years)
    names = [f"{year:04}" for year in range(first, last + 1)]
    undated = [year for year in found.years if not year.year]
    return [known.get(name, Year(name, 0, {}, 0, 0)) for name in names] + undated


def leading(found: Survey, most: int) -> list[str]:
    """The commonest public kinds; the last is `other` where there are more."""
    kinds = [kind.kind for kind in found.kinds if kind.public]
    return kinds if len(kinds) <= most else [*kinds[: most - 1], OTHER]


def amount(year: Year, kind: str, kinds: list[str]) -> int:
    """How many items of one of the leading kinds a year has."""
    if kind != OTHER:
        return year.kinds.get(kind, 0)
    return sum([n for other, n in year.kinds.items() if other not in kinds])


def _bar(amounts: list[int], most: int, room: int, signs: str) -> str:
    """Stretches that end where their running sums do, so that the whole is as long as it should."""
    out, done, end = "", 0, 0
    for amount_, sign in zip(amounts, signs, strict=False):
        done += amount_
        stop = round(done * room / most) if most else 0
        out += sign * (stop - end)
        end = max(end, stop)
    if out or not any(amounts):
        return out
    return signs[amounts.index(max(amounts))]
