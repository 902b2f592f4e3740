"""Shelf marks: by what id each section of a page is found, and what the index and feeds hold of it.

The ids of a page's sections are given before any other, so that they are known without writing the
page, and the index can be made at the same time as the pages.
"""

from collections.abc import Iterator

from pipeline.export.site.blocks import Ids
from pipeline.export.site.feeds import MOST, Entry
from pipeline.export.site.marks import fragment
from pipeline.export.site.plan import Page, cut, label, line
from pipeline.export.site.search import Index
from pipeline.model.manuscript import Division
from pipeline.model.walk import plain, text

_SUMMARY = 280
_ENOUGH = 4 * _SUMMARY  # characters, of which a summary takes no more than a part


def marked(page: Page, ids: Ids) -> list[tuple[Division, str]]:
    """The sections of a page in reading order, each with its id."""
    return [(section, ids.take(section.id or "text-of")) for section in _sections(page.divisions)]


def _sections(divisions: tuple[Division, ...] | list[Division]) -> Iterator[Division]:
    for division in divisions:
        yield division
        yield from _sections([inner for inner in division.divisions if inner.kind == "entry"])


def index(pages: list[Page]) -> Index:
    """The words of every section of a book."""
    made = Index()
    for number, page in enumerate(pages):
        for section, id in _said(page):
            said = " ".join([plain(block) for block in section.blocks])
            at = "" if section is page.divisions[0] else id
            made.add(number, at, cut(_title(section, page), 90), section.created[:10], said)
    return made


def entries(pages: list[Page]) -> list[Entry]:
    """The newest sections that have a date, newest first; those of one day in reading order."""
    dated = [(page, section, id) for page in pages for section, id in _said(page)
             if section.created]  # fmt: skip
    dated.sort(key=lambda row: row[1].created, reverse=True)
    return [_entry(*row) for row in dated[:MOST]]


def _entry(page: Page, section: Division, id: str) -> Entry:
    to = page.path if section is page.divisions[0] else f"{page.path}{fragment(id)}"
    title = cut(_title(section, page), 120)
    return Entry(section.id, title, to, section.created, beginning(section))


def _said(page: Page) -> Iterator[tuple[Division, str]]:
    """The sections of a page that say something; the first page is not looked for."""
    if page.kind != "home":
        for section, id in marked(page, Ids()):
            if section.blocks or section.title:
                yield section, id


def _title(section: Division, page: Page) -> str:
    return line(text(section.title)) or label(section) or page.title


def beginning(section: Division) -> str:
    """How the text of a section begins."""
    said, length = [], 0
    for block in section.blocks:
        said.append(plain(block))
        length += len(said[-1].strip())
        if length > _ENOUGH:
            break
    return cut(" ".join(said), _SUMMARY)
