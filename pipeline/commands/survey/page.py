"""A survey as a page: one file with plots, which needs nothing besides itself."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pipeline
from pipeline.commands.survey import charts, sections
from pipeline.commands.survey.bars import amount, every_year, leading
from pipeline.commands.survey.charts import Series
from pipeline.commands.survey.facts import Survey
from pipeline.commands.survey.style import STYLE
from pipeline.commands.survey.sums import Row, total
from pipeline.commands.survey.tables import table
from pipeline.commands.survey.told import by, stretches
from pipeline.model.finding import counted
from pipeline.shop import page as pages

MOST_KINDS = 5
"""Kinds with a colour of their own; the charts have five."""


def page(
    found: Survey, alone: list[Survey], failures: list[tuple[str, str]], recipe: str
) -> str:  # fmt: skip
    """The whole page. `alone` are the archives each by itself; `failures` name the others."""
    parts = [
        _sums(found),
        *[f'<p class="error">{escape(name)} could not be read: {escape(why)}.</p>'
          for name, why in failures],
        _archives(alone if len(alone) > 1 else [found], several=len(alone) > 1),
        *_time(found),
        _section("Kinds", sections.kinds(found)),
        _section("What a book takes in", sections.taken(found)),
        _section("Languages", sections.languages(found)),
        _section("Tags", sections.labels(found.tags)),
        _section("Series", sections.labels(found.series)),
        _section("Pictures", sections.pictures(found)),
        _section("Damage, and what was not read", sections.damage(found)),
        _section("A recipe to start from", sections.recipe(recipe)),
    ]  # fmt: skip
    title = found.says.title or Path(found.which[0].path).name
    if len(alone) > 1:
        title = f"{len(alone)} archives"
    under = (
        f"Survey, made by Bookworks {pipeline.__version__}. It shows no word that is not public."
    )
    body = "\n".join(part for part in parts if part)
    return pages.page(title, "survey", under, body, STYLE)


def _section(head: str, body: str) -> str:
    return f"<h2>{escape(head)}</h2>\n{body}" if body else ""


def _sums(found: Survey) -> str:
    held = total(found.held_back)
    rows = [
        (found.received, "items received"), (found.public, "public"), (held, "held back"),
        (found.words.all, "words"), (found.words.pages, "printed pages of text alone, about"),
    ]  # fmt: skip
    cells = "".join([f"<li><b>{n:,}</b>{escape(told)}</li>" for n, told in rows])
    return f'<ul class="sums">{cells}</ul>'


def _archives(alone: list[Survey], *, several: bool) -> str:
    rows = []
    for one in alone:
        which = one.which[0]
        era = f", {which.era}" if which.era else ""
        title = f"“{one.says.title}”" if one.says.title else ""
        says = escape(", ".join([part for part in (title, by(one)) if part]))
        items, words = counted(one.public, "public item"), counted(one.words.all, "word")
        told = f" <small>{items}{one.span}, {words}</small>"
        rows.append(
            f"<li><b>{escape(Path(which.path).name)}</b>: {escape(which.title + era)}"
            f"{told if several else ''}"
            f'<p class="why">because {escape(which.why)}</p>'
            f"{f'<p class=about>It says: {says}</p>' if says else ''}</li>"
        )
    return f"<ul>{''.join(rows)}</ul>"


# -- time ------------------------------------------------------------------------------------------


def _time(found: Survey) -> list[str]:
    years = every_year(found)
    if not years:
        return []
    leaders = leading(found, MOST_KINDS)
    labels = [year.year for year in years]
    items = [Series(kind, [amount(year, kind, leaders) for year in years]) for kind in leaders]
    words = [
        Series("words that a book takes in", [year.words_taken for year in years]),
        Series("words left out, or of others", [year.words - year.words_taken for year in years]),
    ]
    words = [one for one in words if any(one.values)] or words[:1]
    return [
        _section("Items by year", _by_year("items", "Public items by year", labels, items)),
        _section(
            "Words by year", _by_year("words", "Words of public items by year", labels, words)
        ),
        _section("Months", _months(found)),
    ]


def _by_year(name: str, title: str, labels: list[str], series: list[Series]) -> str:
    sums = [sum(values) for values in zip(*[one.values for one in series], strict=True)]
    most = max(range(len(sums)), key=lambda at: sums[at])
    about = (
        f"{labels[0] or 'No date'} to {labels[-1] or 'no date'}; the most in "
        f"{labels[most] or 'no year'}: {sums[most]:,}."
    )
    drawn = charts.columns(name, title, about, labels, series)
    head = ["year", *[one.name for one in series]]
    rows: list[Row] = [
        [label or "no date", *[one.values[at] for one in series]] for at, label in enumerate(labels)
    ]
    rows.append(["all", *[sum(one.values) for one in series]])
    numbers = table(title, head, rows, sums=True)
    return _figure(drawn, about) + pages.details("In numbers", numbers, len(labels))


def _months(found: Survey) -> str:
    if not found.months:
        return ""
    gaps = found.empty_months
    about = f"{found.all_months:,} months from {min(found.months)} to {max(found.months)}. "
    about += f"{len(gaps):,} of them without any item." if gaps else "None of them is empty."
    wide = int(max(found.months)[:4]) - int(min(found.months)[:4]) > 80
    drawn = "" if wide else charts.heat("months", "Public items by month", about, found.months)
    listed = "".join([f"<li>{span}</li>" for span in stretches(gaps)])
    years = sorted({month[:4] for month in found.months})
    rows: list[Row] = [
        [year, *[found.months.get(f"{year}-{month:02}", 0) for month in range(1, 13)]]
        for year in years
    ]
    letters = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    numbers = table("Public items by month", ["year", *letters], rows)
    out = _figure(drawn, about) + pages.details("In numbers", numbers, len(found.months))
    if gaps:
        out += pages.details("Months without any item", f"<ul>{listed}</ul>", len(gaps))
    return out


def _figure(drawn: str, about: str) -> str:
    return f"<figure>{drawn}<figcaption>{escape(about)}</figcaption></figure>"
