"""Exports made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import ghost
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post

Row = dict[str, Any]

SECRETS: list[Row] = [
    {"key": "members_private_key", "value": "canary-key", "group": "core"},
    {"key": "password", "value": "canary-password"},
    {"key": "title", "value": "Lights & Keepers"},
    {"key": "locale", "value": "en_GB"},
]


def row(number: str | int = "a1", **given: Any) -> Row:
    """One row of the table of posts, as versions from 3 on have it."""
    return {
        "id": number, "uuid": f"u-{number}", "title": "A light", "slug": f"light-{number}",
        "html": "<p>Lit.</p>", "lexical": None, "mobiledoc": None, "plaintext": "Lit.",
        "feature_image": None, "type": "post", "status": "published", "visibility": "public",
        "published_at": "2020-05-01T10:00:00.000Z", "created_at": "2020-04-30T08:00:00.000Z",
        "custom_excerpt": None, "canonical_url": None, "locale": None,
    } | given  # fmt: skip


def tables(*posts: Row, **more: list[Row]) -> dict[str, list[Any]]:
    """The tables of a site of one author."""
    return {
        "posts": list(posts),
        "users": [{"id": "1", "name": "Ada Quill", "email": "canary@mail.example",
                   "password": "$2a$canary", "bio": "canary"}],
        "posts_authors": [{"post_id": post["id"], "author_id": "1", "sort_order": 0}
                          for post in posts if "id" in post],
        "settings": SECRETS,
    } | more  # fmt: skip


def wrapped(data: dict[str, list[Any]], version: str = "5.82.1") -> str:
    meta = {"exported_on": 1700000000000, "version": version}
    return json.dumps({"db": [{"meta": meta, "data": data}]})


class Reading(Struct):
    """What came of one export."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]

    def dropped(self) -> str:
        return "".join(f"left out: {c.rule}: {c.before}\n" for c in self.bench.changes)

    def told(self) -> str:
        """All that is said of the archive outside of its posts."""
        return repr((self.bench.findings, self.bench.set_asides, self.bench.changes,
                     self.intake.profile, self.intake.media))  # fmt: skip


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert ghost.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in ghost.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads an export of the given posts and tables, or of the given text or bytes."""

    def reading(*posts: Row, data: str | bytes | None = None, **more: list[Row]) -> Reading:
        path = tmp_path / "lights.json"
        text = wrapped(tables(*posts, **more)) if data is None else data
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_at(path)

    return reading
