"""Tables: e-mails as rows of CSV or as JSON, in one form."""

from __future__ import annotations

import json
from typing import Any

from pipeline.ingest.intake import Intake
from pipeline.ingest.member import refused
from pipeline.ingest.rows import of
from pipeline.ingest.salvage import salvaged
from pipeline.model.errors import ArchiveError

Fields = dict[str, str]
"""What is known of one e-mail, by the names that Buttondown gives to it."""


def rows_of(member: str, intake: Intake) -> list[Fields | None]:
    """The rows of a table; None for one that is not a row at all."""
    text, odd = intake.archive.salvaged(member)
    if text.lstrip()[:1] in ("[", "{"):
        if odd:
            said = f"In {member}, {odd}."
            intake.bench.find("buttondown.encoding", "warning", said, place=member)
        return _json(text, member, intake)
    table = of(intake.archive, member)
    for problem in table.problems:
        intake.bench.find(
            "buttondown.table",
            "warning",
            f"In {member}, {problem}; what can be read was read.",
            place=member,
            todo="export the archive again, and do not save it with a spreadsheet in between",
        )
    return [row.cells for row in table.rows]


def _json(text: str, member: str, intake: Intake) -> list[Fields | None]:
    found = loaded(text, member, intake)
    if isinstance(found, dict):
        found = found.get("results", [found])
    listed = found if isinstance(found, list) else []
    return [_fields(row) if isinstance(row, dict) else None for row in listed]


def loaded(text: str, member: str, intake: Intake) -> Any:
    """What a JSON document says; numbers stay as they are spelled.

    Raises ArchiveError for one that is broken.
    """
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        found = salvaged(text)
        value = found.value if found is not None else None
        rows = value.get("results") if isinstance(value, dict) else value
        rows = rows if isinstance(rows, list) else []
        if found is None or not any(isinstance(row, dict) for row in rows):
            raise broken(member, intake, error) from error
        said = f"This document is broken, at {found.first}. What can be read was read."
        intake.bench.find("buttondown.broken-json", "error", said, place=member)
        return value


def broken(member: str, intake: Intake, error: Exception) -> ArchiveError:
    at = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    said = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
    return refused(
        intake.archive.path,
        f"{member}{at}",
        "this is not a JSON document",
        cause=said,
        todo="export the archive again",
    )


def _fields(row: dict[str, Any]) -> Fields:
    """The fields of an e-mail that are words; what is a list or a table of its own is no field."""
    out = {}
    for name, value in row.items():
        if isinstance(value, bool):
            out[name] = "true" if value else "false"
        elif isinstance(value, str):
            out[name] = value
    return out
