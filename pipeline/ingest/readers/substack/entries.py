"""Entries: the rows of the table of posts, each with its page, and pages without a row."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.moments import moment
from pipeline.ingest.rows import Row, Table, of
from pipeline.markup.plain import clean_text
from pipeline.model.post import PUBLIC, Visibility

_NUMBER = re.compile(r"(\d{1,19})(?:\.|\Z)")
_YES = frozenset({"true", "t", "yes", "1"})
_KINDS = {
    "newsletter": "letter", "adhoc_email": "letter", "podcast": "episode", "video": "video",
    "page": "page", "thread": "thread", "note": "note", "restack": "restack",
}  # fmt: skip
_AUDIENCES: dict[str, Visibility] = {
    "everyone": "public",
    "only_free": "followers",
    "only_paid": "paid",
    "founding": "paid",
    "only_founding": "paid",
}
"""Who may read a letter that was published; one for an audience that nobody knows is private."""


class Entry(Struct, frozen=True):
    """One letter as the archive's table speaks of it."""

    id: str
    slug: str
    kind: str
    visibility: Visibility
    created: str
    title: str
    subtitle: str
    podcast: str  # the address of its sound
    member: str  # the table
    page: str  # the member that is its page; "" for none
    listed: bool = True  # whether the table knows it

    @property
    def public(self) -> bool:
        return self.visibility in PUBLIC


def entries(tables: list[str], intake: Intake) -> list[Entry]:
    """All letters, those of the tables first."""
    pages = _Pages([member.name for member in intake.archive.members])
    found: list[Entry] = []
    for name in tables:
        table = of(intake.archive, name)
        for problem in table.problems:
            intake.bench.find(
                "substack.table",
                "warning",
                f"In {name}, {problem}; what can be read was read.",
                place=name,
                todo="export the archive again, and do not save it with a spreadsheet in between",
            )
        found += _of_table(name, table, pages)
    return found + _unlisted(pages, found, tables[0])


def _of_table(name: str, table: Table, pages: _Pages) -> list[Entry]:
    folder = name.rpartition("/")[0]
    ids = [clean_text(row.text("post_id")) for row in table.rows]
    numbers = Counter(_number(id) for id in set(ids))
    named = "audience" in table.columns
    out = []
    for row, id in zip(table.rows, ids, strict=True):
        number = _number(id)
        alone = number and numbers[number] == 1
        page = pages.of(folder, id, number if alone else "")
        item = (number if alone else id) or f"line-{row.line}"
        out.append(_entry(row, item, id, name, page, named=named))
    return out


def _entry(row: Row, item: str, id: str, member: str, page: str, *, named: bool) -> Entry:
    return Entry(
        id=item,
        slug=_slug(id),
        kind=_KINDS.get(row.text("type").lower(), "letter"),
        visibility=_visibility(row, named=named),
        created=moment(row.text("post_date", "email_sent_at", "inbox_sent_at")),
        title=row.text("title"),
        subtitle=row.text("subtitle"),
        podcast=row.text("podcast_url"),
        member=member,
        page=page,
    )


def _visibility(row: Row, *, named: bool) -> Visibility:
    """`named` says whether the table has a column for audiences at all."""
    if row.text("is_published").lower() not in _YES:
        return "draft"
    return _AUDIENCES.get(row.text("audience").lower(), "private") if named else "public"


def _unlisted(pages: _Pages, listed: list[Entry], member: str) -> list[Entry]:
    """Pages that no table knows: nothing says that they were published."""
    taken = {entry.id for entry in listed}
    out = []
    for page in pages.left():
        stem = _stem(page)
        number = _number(stem)
        item = number if number and number not in taken else stem
        taken.add(item)
        slug = _slug(stem)
        out.append(Entry(item, slug, "letter", "draft", "", "", "", "", member, page, False))
    return out


class _Pages:
    """The pages of an archive, by the folder of their table and their names."""

    def __init__(self, members: list[str]) -> None:
        self._names = [name for name in members if name.lower().endswith((".html", ".htm"))]
        self._taken: set[str] = set()
        self._by_stem: dict[str, list[str]] = {}
        self._by_number: dict[str, list[str]] = {}
        for name in self._names:
            stem = _stem(name)
            self._by_stem.setdefault(stem, []).append(name)
            self._by_number.setdefault(_number(stem), []).append(name)

    def of(self, folder: str, id: str, number: str) -> str:
        """The page of a row: by its whole id, or by the number where the slug has changed."""
        for names in (self._by_stem.get(id, []), self._by_number.get(number, []) if number else []):
            within = [name for name in names if name.startswith(folder and folder + "/")]
            if len(within) == 1:
                self._taken.add(within[0])
                return within[0]
        return ""

    def left(self) -> list[str]:
        return [name for name in self._names if name not in self._taken]


def _stem(member: str) -> str:
    return member.rpartition("/")[2].rpartition(".")[0]


def _number(id: str) -> str:
    """The number by which Substack knows a letter, whatever its slug is today."""
    found = _NUMBER.match(id)
    return found[1] if found else ""


def _slug(id: str) -> str:
    return id.partition(".")[2] if _number(id) else id
