"""Two halves at once come to what one reading of all the texts comes to."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from pipeline.ingest import halves
from pipeline.ingest.intake import Intake
from pipeline.ingest.readers import markdown, wordpress
from pipeline.ingest.unpack import Unpacked
from pipeline.model.bench import Bench
from pipeline.shop.beside import beside

ROOT = Path(__file__).resolve().parents[2]


def texts(folder: Path) -> Path:
    """A folder of Markdown with pictures, links to each other, and what is told of."""
    for number in range(1, 9):
        seen = f"![A lamp](lamp-{number % 3}.png) and [the next]({number + 1}.md).\n"
        body = f"<blink>oil</blink>\n\n{seen}"
        (folder / f"{number}.md").write_text(f"---\ntitle: Log {number}\n---\n\n{body * number}")
        (folder / f"lamp-{number}.png").write_bytes(b"\x89PNG")
    return folder


def came_to(reader: ModuleType, path: Path) -> tuple[object, ...]:
    with Unpacked.open(path, digest="0" * 64) as archive:
        bench = Bench(None, beside=beside)  # type: ignore[arg-type]
        intake = Intake(archive, bench)
        posts = list(reader.read(archive, intake))
    assert len(posts) > 5
    return posts, bench.declared(), intake.media, intake.sources, intake.profile


@pytest.mark.parametrize("reader", [wordpress, markdown], ids=lambda reader: reader.NAME)
def test_two_halves_come_to_what_one_reading_comes_to(
    reader: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next((ROOT / "sources/blog").glob("*.xml")) if reader is wordpress else texts(tmp_path)
    whole = came_to(reader, path)
    monkeypatch.setattr(halves, "LONG", 0)
    assert came_to(reader, path) == whole
