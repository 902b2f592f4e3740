"""Exports made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import substack
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

COLUMNS = (
    "post_id", "post_date", "is_published", "email_sent_at", "inbox_sent_at", "type", "audience",
    "title", "subtitle", "podcast_url",
)  # fmt: skip


def row(id: str, title: str = "A light", **fields: str) -> dict[str, str]:
    """One row as Substack writes it."""
    usual = {
        "post_date": "2024-03-01T07:30:15.098Z",
        "is_published": "true",
        "type": "newsletter",
        "audience": "everyone",
    }
    return {"post_id": id, "title": title, **usual, **fields}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Reading(Struct):
    """What came of one export."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]

    def changes(self) -> list[tuple[str, str]]:
        return [(change.rule, change.before) for change in self.bench.changes]


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert substack.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        found = list(substack.read(archive, intake))
        posts = {post.id: post for post in found}
        assert len(posts) == len(found)
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a zip with a table of the given rows, and with the given pages and files."""

    def reading(*rows: dict[str, str], prefix: str = "", **files: str | bytes) -> Reading:
        path = tmp_path / "lights.zip"
        with zipfile.ZipFile(path, "w") as archive:
            if "posts.csv" not in files:
                archive.writestr(f"{prefix}posts.csv", table(*rows))
            for name, content in files.items():
                archive.writestr(prefix + name, content)
        return read_at(path)

    return reading


def page(id: str) -> str:
    """Where the page of a letter lies."""
    return f"posts/{id}.html"
