"""Entries: the e-mails of an archive, each with what its front matter and the tables say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.moments import moment
from pipeline.ingest.readers.buttondown.members import tables_of, texts_of
from pipeline.ingest.readers.buttondown.tables import Fields, rows_of
from pipeline.markup.markdown.frontmatter import split
from pipeline.markup.plain import clean_text
from pipeline.model.errors import ArchiveError
from pipeline.model.post import PUBLIC, Visibility

WANTED = frozenset(
    """id subject email_type status slug publish_date creation_date created description image
    canonical_url absolute_url secondary_id title archival_mode""".split()  # noqa: SIM905
)
_STATUSES: dict[str, Visibility] = {
    "sent": "public", "imported": "public", "published": "public", "about_to_send": "public",
    "in_flight": "public", "throttled": "public", "resending": "public",
    "partially_sent": "public",
    "scheduled": "scheduled", "managed_by_rss": "scheduled",
    "paused": "pending", "errored": "pending", "suppressed": "pending",
    "deleted": "deleted", "transactional": "private",
}  # fmt: skip
"""By status; any other status is a draft's."""

_TYPES: dict[str, Visibility] = {
    "": "public", "public": "public", "archival": "public",
    "private": "followers", "free": "followers",
    "premium": "paid", "paid": "paid",
}  # fmt: skip
"""Who may read an e-mail that was sent; one of any other type is private."""

_DRAFTS = re.compile(r"(^|/)drafts?(/|\.)", re.IGNORECASE)
_SCHEDULED = re.compile(r"(^|/)scheduled(_emails)?(/|\.)", re.IGNORECASE)


class Entry(Struct, frozen=True):
    """One e-mail, before it is converted."""

    id: str
    visibility: Visibility
    created: str
    subject: str
    slug: str
    url: str
    canonical: str
    image: str
    body: str
    member: str  # the file with its text, or the table
    listed: str  # the table or the file that is told where the e-mail is not public

    @property
    def public(self) -> bool:
        return self.visibility in PUBLIC


def entries(intake: Intake) -> Iterator[Entry]:
    """The e-mails of an archive. What cannot be one is set aside."""
    rows = _Rows(intake)
    for name in texts_of(intake.archive):
        try:
            text = intake.archive.read(name).decode("utf-8-sig", "replace")
        except ArchiveError as error:
            intake.bench.set_aside("letter", _stem(name), rows.told(name), "cannot be read")
            intake.bench.find("buttondown.unreadable", "warning",
                              f"A text cannot be read and was set aside: {error.message}.",
                              place=intake.archive.name, todo=error.todo)  # fmt: skip
            continue
        front = split(text, WANTED)
        rows.broken += bool(front.problem)
        said = rows.completed(name, {field: front.text(field) for field in WANTED})
        rows.unknown += not _text(said, "status", "publish_date")
        yield _entry(said, front.body, name, rows.table)
    for table, row in rows.left():
        if row.get("body", "").strip():
            yield _entry(row, row["body"], table, table)
        else:
            item = _id(row, "")
            intake.bench.set_aside("letter", item, intake.source(table), _NO_TEXT)
            rows.missing += 1
    rows.tell()


_NO_TEXT = "the archive does not hold its text"


def _entry(row: Fields, body: str, member: str, table: str) -> Entry:
    return Entry(
        id=_id(row, _stem(member) if member != table else ""),
        visibility=_visibility(row, member),
        created=moment(_text(row, "publish_date", "creation_date", "created")),
        subject=_text(row, "subject", "title"),
        slug=_text(row, "slug"),
        url=_text(row, "absolute_url"),
        canonical=_text(row, "canonical_url"),
        image=_text(row, "image"),
        body=body,
        member=member,
        listed=table or member,
    )


def _visibility(row: Fields, member: str) -> Visibility:
    status = _text(row, "status").lower()
    if _DRAFTS.search(member):
        return "draft"
    if _SCHEDULED.search(member):
        return "scheduled"
    if not status:  # the tables of the website name none: what has a date was sent
        status = "sent" if _text(row, "publish_date") else "draft"
    known = _STATUSES.get(status, "draft")
    return _TYPES.get(_text(row, "email_type").lower(), "private") if known == "public" else known


class _Rows:
    """The rows of all tables, found by what a file may be called after."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.missing = 0  # rows without a text
        self.broken = 0  # texts whose front matter is broken
        self.unknown = 0  # texts of which nothing says that they were sent
        self.table = ""
        self._rows: list[tuple[str, Fields]] = []
        self._by_name: dict[str, int] = {}
        self._taken: set[int] = set()
        texts = bool(texts_of(intake.archive))
        for table in tables_of(intake.archive):
            try:
                found = rows_of(table, intake)
            except ArchiveError as error:
                if not texts:
                    raise
                intake.bench.find("buttondown.table", "error",
                                  f"A table cannot be read: {error.message} ({error.cause}).",
                                  place=table, todo=error.todo)  # fmt: skip
                continue
            self.table = self.table or table
            for at, row in enumerate(found):
                self._add(table, at, row)

    def _add(self, table: str, at: int, row: Fields | None) -> None:
        if row is None:
            source = self.intake.source(table)
            self.intake.bench.set_aside("letter", f"row-{at + 1}", source, "not an e-mail")
            return
        for name in (_text(row, "slug"), _text(row, "id")):
            if name:
                self._by_name.setdefault(name.lower(), len(self._rows))
        self._rows.append((table, row))

    def told(self, member: str) -> int:
        return self.intake.source(self.table or member)

    def completed(self, member: str, said: Fields) -> Fields:
        """What a file says of itself, completed by its row."""
        for name in (said.get("id", ""), said.get("slug", ""), _stem(member)):
            at = self._by_name.get(name.lower()) if name else None
            if at is not None:
                self._taken.add(at)
                row = self._rows[at][1]
                return {**row, **{field: value for field, value in said.items() if value}}
        return said

    def left(self) -> Iterator[tuple[str, Fields]]:
        """The rows that no file belongs to. One of two tables may repeat the other's."""
        seen = {_key(self._rows[at][1]): "" for at in self._taken}
        for at, (table, row) in enumerate(self._rows):
            key = _key(row)
            repeated = key and seen.get(key, table) != table
            if at not in self._taken and not repeated:
                seen.setdefault(key, table)
                yield table, row

    def tell(self) -> None:
        if self.missing:
            self.intake.bench.find(
                "buttondown.missing",
                "warning",
                f"E-mails whose texts the archive does not hold: {self.missing:,}.",
                place=self.intake.archive.name,
                todo="give the whole zip as Buttondown made it, not its table alone",
            )
        if self.broken:
            self.intake.bench.find(
                "buttondown.front-matter",
                "warning",
                f"Texts with broken front matter, which was read line by line: {self.broken:,}.",
                place=self.intake.archive.name,
            )
        if self.unknown:
            self.intake.bench.find(
                "buttondown.unknown",
                "warning",
                "Texts of which nothing says that they were sent, taken for drafts: "
                f"{self.unknown:,}.",
                place=self.intake.archive.name,
                todo="give the table of e-mails with them; or name the drafts in the recipe",
            )


def _key(row: Fields) -> str:
    return _text(row, "id") or _text(row, "slug")


def _id(row: Fields, stem: str) -> str:
    return _text(row, "id") or _text(row, "slug") or clean_text(stem) or _text(row, "secondary_id")


def _text(row: Fields, *names: str) -> str:
    for name in names:
        value = clean_text(row.get(name, "")).strip()
        if value:
            return value
    return ""


def _stem(member: str) -> str:
    return member.rpartition("/")[2].rpartition(".")[0]
