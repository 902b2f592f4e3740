"""Archives made by hand, in our own words, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import buttondown
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.model.post import Post
from pipeline.model.walk import plain


def letter(id: str, body: str = "The lamp was lit.", **fields: str) -> str:
    """A file as Buttondown's own program writes it."""
    usual = {"status": "sent", "subject": "A light", "slug": id,
             "publish_date": "2025-04-27T09:00:00Z"}  # fmt: skip
    front = {"id": id, **usual, **fields}
    lines = "\n".join(f"{name}: {value}" for name, value in sorted(front.items()) if value)
    return f"---\n{lines}\n---\n\n{body}"


class Reading(Struct):
    """What came of one archive."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def aside(self) -> list[tuple[str, str, str]]:
        return [(a.kind, a.item, a.reason) for a in self.bench.set_asides]

    def codes(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.severity) for finding in self.bench.findings]

    def changes(self) -> list[tuple[str, str]]:
        return [(change.rule, change.before) for change in self.bench.changes]

    def said(self, id: str) -> str:
        return "\n".join(plain(block) for block in self.posts[id].blocks)


def read_at(path: Path) -> Reading:
    with Unpacked.open(path) as archive:
        assert buttondown.claim(archive) is not None
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        found = list(buttondown.read(archive, intake))
        posts = {post.id: post for post in found}
        assert len(posts) == len(found)
        return Reading(posts, bench, intake)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a folder with the given files, or the one file of that name."""

    def reading(**files: str | bytes) -> Reading:
        for name, content in files.items():
            path = tmp_path / "mine" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        whole = tmp_path / "mine"
        return read_at(whole / next(iter(files)) if len(files) == 1 else whole)

    return reading
