"""Exports made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import beehiiv
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

COLUMNS = (
    "id", "web_title", "status", "audience", "content_tags", "url", "web_subtitle",
    "email_subject_line", "email_preview_text", "content_html", "thumbnail_url", "created_at",
)  # fmt: skip


def row(id: str, html: str = "<p>The lamp was lit.</p>", **fields: str) -> dict[str, str]:
    """One row as Beehiiv writes it."""
    usual = {
        "web_title": "A light",
        "status": "confirmed",
        "audience": "free",
        "url": f"https://lights.beehiiv.com/p/{id}",
        "created_at": "2023-01-18 21:25:27",
    }
    return {"id": id, "content_html": html, **usual, **fields}


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
        assert beehiiv.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        found = list(beehiiv.read(archive, intake))
        posts = {post.id: post for post in found}
        assert len(posts) == len(found)
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a table of the given rows, or of the given text."""

    def reading(*rows: dict[str, str], text: str | None = None) -> Reading:
        path = tmp_path / "posts-2024-05-26.csv"
        path.write_text(table(*rows) if text is None else text, encoding="utf-8", newline="")
        return read_at(path)

    return reading
