"""The chronology: every entry by year, month and day, whatever order the book is in."""

from pipeline.assemble.back.places import Place
from pipeline.assemble.calendar import UNDATED, month_key, title_of, year_key
from pipeline.assemble.phrases import phrases
from pipeline.model.text import Block, Blocks, Heading, Inlines, Paragraph, Text


def chronology(places: list[Place], language: str) -> Blocks:
    """Undated entries come last."""
    entries = [place for place in places if place.division.matter == "body"]
    entries.sort(key=_moment)
    blocks: list[Block] = []
    year = month = ""
    for place in entries:
        if year_key(place.created) != year:
            year = year_key(place.created)
            named = phrases(language).undated if year == UNDATED else title_of(year, language)
            blocks.append(Heading(1, (Text(named),), ()))
        if month_key(place.created) != month:
            month = month_key(place.created)
            if month not in (year, UNDATED):
                blocks.append(Heading(2, (Text(title_of(month, language)),), ()))
        blocks.append(_line(place))
    return tuple(blocks)


def _moment(place: Place) -> tuple[bool, str]:
    key = year_key(place.created)
    return key == UNDATED, "" if key == UNDATED else place.created


def _line(place: Place) -> Paragraph:
    told = place.title or place.opening
    dated = told and month_key(place.created) != UNDATED
    day = place.created[8:10].lstrip("0") if dated else ""
    content: Inlines = (place.link(told),)
    return Paragraph((Text(f"{day}\u2002"), *content) if day else content, (), "lines")
