"""Bodies as paper can hold them: one golden outline for each way of writing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.beehiiv.conftest import Reading, row
from tests.outline import outline

CASES = sorted((Path(__file__).parent / "letters").glob("*.html"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_letter_reads_as_its_outline_says(case: Path, read: Callable[..., Reading]) -> None:
    body = case.read_text(encoding="utf-8")
    reading = read(row("oil", body, web_title="Oil & wicks", web_subtitle="A subtitle"), row("fog"))
    changes = [f"{rule}: {before}" for rule, before in reading.changes()]
    notes = [f"{finding.code}: {finding.message}" for finding in reading.bench.findings]
    found = outline(reading.posts["oil"].blocks) + "\n" + "\n".join(changes + notes) + "\n"
    golden = case.with_suffix(".outline")
    if os.environ.get("BOOKWORKS_UPDATE"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")
