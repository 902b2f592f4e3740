"""Repositories made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.inventory import report
from pipeline.ingest.readers import bluesky
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from tests.ingest.bluesky.encoder import POST, repository, tid


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[str]:
        return [finding.code for finding in self.bench.findings]


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert bluesky.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        report(archive, bluesky, bench)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in bluesky.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a repository of posts, one for each of the given records, and of others by their
    whole key; or a file of these bytes. `files` lie beside it."""

    def reading(
        *posts: dict[str, Any],
        records: dict[str, Any] | None = None,
        data: bytes | None = None,
        files: dict[str, bytes] | None = None,
    ) -> Reading:
        kept = {f"{POST}/{tid(at)}": value for at, value in enumerate(posts, 1)}
        folder = tmp_path / "archive"
        folder.mkdir(exist_ok=True)
        made = repository(kept | (records or {})) if data is None else data
        (folder / "repo.car").write_bytes(made)
        for name, held in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(held)
        return read_at(folder)

    return reading
