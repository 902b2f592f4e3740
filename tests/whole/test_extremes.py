"""Bad manuscripts give good pages, or are refused in clear words, in every output."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.whole.extremes import CASES, Extreme, lay, make, text

SECONDS, MEGABYTES = 60, 700


@pytest.fixture(scope="module", params=list(CASES))
def laid(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Extreme]:
    root = tmp_path_factory.mktemp("extreme")
    return root, lay(request.param, root)


@pytest.mark.parametrize("format", ["docx", "epub", "web"])
def test_a_bad_manuscript_gives_a_book_with_every_word(
    laid: tuple[Path, Extreme], format: str
) -> None:
    root, bad = laid
    cost = make(root, format)
    assert cost.code == 0, cost.said
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES
    found = text(root, format)
    assert {
        words[:40]: times for words, times in bad.said.items() if found.count(words) < times
    } == {}
    if bad.picture:
        sheet = json.loads((root / "build/small/1/traveler.json").read_bytes())
        told = [row["message"] for row in sheet["findings"] if row["code"] == "media.unreadable"]
        assert "20,000 by 10,000 pixels" in told[0]


def test_a_bad_manuscript_gives_a_pdf_or_a_clear_refusal(laid: tuple[Path, Extreme]) -> None:
    root, bad = laid
    if bad.pdf_is_slow:
        pytest.skip("the proofs do this one (make prove)")
    cost = make(root, "pdf")
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES
    if cost.code:
        assert_refused(cost.said)
    elif shutil.which("pdftotext"):
        assert "lamp 4990." in text(root, "pdf") or "lamp 4990." not in bad.said


def assert_refused(said: str) -> None:
    assert "to do: " in said, said
    assert "Traceback" not in said
