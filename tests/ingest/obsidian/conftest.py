"""Small vaults of our own, and what the reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import obsidian
from pipeline.ingest.unpack import Unpacked
from pipeline.model import walk
from pipeline.model.bench import Bench
from pipeline.model.post import Post

Files = dict[str, str | bytes]


class Reading(Struct):
    """What came of one vault."""

    posts: dict[str, Post]
    bench: Bench
    intake: Intake

    def words(self, item: str) -> str:
        return "\n".join(walk.plain(block) for block in self.posts[item].blocks)

    def dropped(self, rule: str) -> list[str]:
        return [change.before for change in self.bench.changes if change.rule == rule]

    def aside(self) -> dict[str, tuple[str, str]]:
        return {a.item: (a.kind, a.reason) for a in self.bench.set_asides}

    def codes(self) -> dict[str, str]:
        return {finding.code: finding.severity for finding in self.bench.findings}

    def told(self) -> str:
        """Everything that is said of the vault besides its public notes."""
        public = [post for post in self.posts.values() if post.visibility == "public"]
        bench, profile = self.bench, self.intake.profile
        return repr((public, bench.changes, bench.findings, profile))


def read_path(path: Path) -> Reading:
    with Unpacked.open(path, digest="0" * 64) as archive:
        bench = Bench(None)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = {post.id: post for post in obsidian.read(archive, intake)}
        return Reading(posts, bench, intake)


@pytest.fixture
def vault(tmp_path: Path) -> Callable[[Files], Reading]:
    """Writes files by their paths, and reads the folder as a vault."""

    def make(files: Files) -> Reading:
        for name, content in {".obsidian/app.json": "{}", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_path(tmp_path)

    return make


@pytest.fixture
def read() -> Callable[[Path], Reading]:
    """Reads the vault at a path."""
    return read_path
