"""Small folders of our own, and what the reader makes of them."""

from types import SimpleNamespace

import pytest

from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import markdown
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench


def read_path(path, reader=markdown):
    """What a reader makes of an archive: its posts by id, and all that it declared."""
    with Unpacked.open(path, digest="0" * 64) as archive:
        bench = Bench(None)
        intake = Intake(archive, bench)
        posts = {post.id: post for post in reader.read(archive, intake)}
        return SimpleNamespace(
            posts=posts, bench=bench, intake=intake, claim=reader.claim(archive), archive=archive
        )


@pytest.fixture
def folder(tmp_path):
    """Writes files by their paths, and reads the folder."""

    def make(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_path(tmp_path)

    return make
