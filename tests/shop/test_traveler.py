"""The traveler tells what was done, as data and as a page that fits every window."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.floor import RECIPE, Floor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def sheet(floor: Floor) -> Path:
    floor.build()
    return floor.root / "build" / floor.name / "1" / "traveler.html"


def test_every_step_has_its_row_and_every_override_its_why(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.override("- set: clean.links\n  options: {show: footnote}\n  why: it is read on paper\n")
    page = sheet(floor)
    sheet_of = json.loads(page.with_suffix(".json").read_text())
    rows = sheet_of["rows"]
    assert "archive.identified" in [finding["code"] for finding in sheet_of["findings"]]
    assert [row["step"] for row in rows][:2] == ["ingest.read", "ingest.identities"]
    assert [row["why"] for row in rows if row["why"]] == ["it is read on paper"]
    assert "it is read on paper" in page.read_text()
    assert all(row["step"] in page.read_text() for row in rows)


def test_a_title_cannot_bring_markup_into_the_page(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    floor.recipe(RECIPE.replace("Small Lights", "<script>alert(1)</script>"))
    page = sheet(floor).read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to open the page with")
@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_is_no_wider_than_its_window(tmp_path: Path, width: int) -> None:
    page = sheet(Floor(tmp_path))
    measured = tmp_path / "measured.html"
    measure = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    measured.write_text(page.read_text().replace("</body>", measure))
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
        f"--window-size={width},900", "--dump-dom", measured.as_uri(),
    ]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<title>(\d+)</title>", dom)
    assert found is not None
    assert int(found[1]) <= width
