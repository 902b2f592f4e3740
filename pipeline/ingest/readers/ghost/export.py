"""An export as JSON: its tables, of which no more is decoded than what a book needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from pipeline.ingest.member import refused
from pipeline.ingest.unpack import Unpacked
from pipeline.model.errors import ArchiveError

LARGEST = 1 << 30
"""Bytes of one export."""

_LONGEST_NUMBER = 1 << 60

Row = Raw | dict[str, Any]
"""A row of a table, not decoded yet; or, where the export is no strict JSON, decoded as a whole."""

R = TypeVar("R", bound=Struct)


class Entry(Struct):
    """A row of `posts`, with any type for any field: exports have had several."""

    id: Any = None
    uuid: Any = None
    title: Any = None
    slug: Any = None
    html: Any = None
    lexical: Any = None  # version 5 on
    mobiledoc: Any = None  # versions 1 to 4
    markdown: Any = None  # before 1.0
    feature_image: Any = None
    image: Any = None  # before 1.0
    type: Any = None
    page: Any = None  # before 3.0
    status: Any = None
    visibility: Any = None
    locale: Any = None
    language: Any = None  # before 1.0
    created_at: Any = None
    published_at: Any = None
    custom_excerpt: Any = None
    canonical_url: Any = None
    author_id: Any = None
    email_subject: Any = None
    show_title_and_feature_image: Any = None
    codeinjection_head: Any = None
    codeinjection_foot: Any = None


class Extra(Struct):
    """A row of `posts_meta`."""

    post_id: Any = None
    feature_image_alt: Any = None
    feature_image_caption: Any = None
    email_subject: Any = None
    email_only: Any = None


class Tag(Struct):
    id: Any = None
    name: Any = None
    visibility: Any = None


class Person(Struct):
    """A row of `users`: the name alone."""

    id: Any = None
    name: Any = None


class Tie(Struct):
    """A row of `posts_tags` or `posts_authors`."""

    post_id: Any = None
    tag_id: Any = None
    author_id: Any = None
    sort_order: Any = None


class _Key(Struct):
    key: Any = None


class _Value(Struct):
    value: Any = None


class Export(Struct):
    """One file."""

    tables: dict[str, Raw | list[Any]]
    strict: bool = True  # whether it is JSON without anything to forgive
    fault: str = ""  # where it is broken, so that not every row could be read

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, in order; none where it is missing, or no table."""
        held = self.tables.get(table)
        if isinstance(held, Raw):
            try:
                return list(msgspec.json.decode(held, type=list[Raw]))
            except (msgspec.MsgspecError, RecursionError):
                return []
        return [_row(row) for row in held or ()]

    def each(self, table: str, kind: type[R]) -> Iterator[R]:
        """The rows of a table that can be decoded."""
        for row in self.rows(table):
            found = decoded(row, kind)
            if found is not None:
                yield found

    def settings(self, wanted: frozenset[str]) -> dict[str, Any]:
        """The settings of these names; the values of others, which are secrets, stay closed."""
        found: dict[str, Any] = {}
        for row in self.rows("settings"):
            named = decoded(row, _Key)
            if named is not None and isinstance(named.key, str) and named.key in wanted:
                setting = decoded(row, _Value)
                found[named.key] = setting.value if setting is not None else None
        return found


def _row(row: Any) -> Row:
    """A row that was decoded with the rest: an empty one where it is none, no row where it is
    broken."""
    if isinstance(row, dict):
        return row
    return {} if row is None or isinstance(row, str | int | float | list) else Raw(b"")


def decoded(row: Row, kind: type[R]) -> R | None:
    """A row as a struct of this kind; None where it is none."""
    if isinstance(row, dict):
        return kind(**{name: row.get(name) for name in kind.__struct_fields__})
    try:
        return msgspec.json.decode(row, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        return None
    except UnicodeDecodeError:  # some bytes are no text: a mark stands for each
        return decoded(msgspec.Raw(bytes(row).decode("utf-8", "replace").encode()), kind)


def text(value: Any) -> str:
    """A field's text; a number where one might stand is its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LONGEST_NUMBER:
        return str(value)
    return ""


def is_true(value: Any) -> bool:
    """A yes in any of the ways in which exports have said it."""
    return value is True or text(value).strip().lower() in ("1", "true")


# -- the file --------------------------------------------------------------------------------------


def opened(archive: Unpacked, member: str) -> Export:
    """The tables of an export. Raises ArchiveError where there are none to be found."""
    data = archive.read(member) if _size(archive, member) <= LARGEST else b""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf"):
        data = archive.text(member).encode("utf-8", "surrogatepass")
    try:
        return Export(_tables(msgspec.json.decode(data, type=dict[str, Raw])))
    except (msgspec.MsgspecError, RecursionError) as error:
        cause = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
    except UnicodeDecodeError:
        cause = "its bytes are no text in UTF-8"
    said = data.decode("utf-8", "replace")
    try:
        return Export(_loose(json.loads(said, strict=False)), strict=False)
    except (ValueError, RecursionError) as error:
        found = _salvaged(said)
        if found is None:
            raise _broken(archive, member, cause) from error
        return found


def _salvaged(said: str) -> Export | None:
    """What can be read of an export that is broken; None where no post can."""
    from pipeline.ingest.salvage import salvaged

    found = salvaged(said, frozenset({"db"}))
    try:
        tables = _loose(found.value if found else None)
    except ValueError:
        return None
    if found is None or not any(isinstance(row, dict) for row in tables.get("posts", ())):
        return None
    return Export(tables, strict=False, fault=found.first)


def is_export(archive: Unpacked, member: str) -> bool:
    """Whether a JSON file has a table of posts as Ghost has."""
    try:
        rows = opened(archive, member).rows("posts")
    except ArchiveError:
        return False
    first = decoded(rows[0], Entry) if rows else None
    return first is not None and first.slug is not None and first.status is not None


def _tables(outer: dict[str, Raw]) -> dict[str, Raw | list[Any]]:
    """The tables: of the first database in the file, under `data`, or at the top."""
    if "db" in outer:
        databases = msgspec.json.decode(outer["db"], type=list[Raw])
        outer = msgspec.json.decode(databases[0], type=dict[str, Raw]) if databases else {}
    if "data" in outer:
        outer = msgspec.json.decode(outer["data"], type=dict[str, Raw])
    return dict(outer)


def _loose(found: Any) -> dict[str, Raw | list[Any]]:
    if isinstance(found, dict) and isinstance(found.get("db"), list) and found["db"]:
        found = found["db"][0]
    if isinstance(found, dict) and "data" in found:
        found = found["data"]
    if not isinstance(found, dict):
        raise ValueError("no tables")
    return {str(name): rows for name, rows in found.items() if isinstance(rows, list)}


def _size(archive: Unpacked, member: str) -> int:
    return next((one.size for one in archive.members if one.name == member), 0)


def _broken(archive: Unpacked, member: str, cause: str) -> ArchiveError:
    if _size(archive, member) > LARGEST:
        cause = f"it is larger than {LARGEST >> 20} MiB"
    return refused(
        archive.path,
        member,
        "this export cannot be read",
        cause=cause,
        todo="export the site again, under Settings, Import/Export",
    )
