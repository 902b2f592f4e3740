"""LibreOffice opens a docx of ours, saves it anew, and nothing of it is gone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.whole.line import Made
from tests.whole.paper import Paper, read

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed here"),
    pytest.mark.timeout(300),
]


@pytest.fixture(
    scope="module",
    params=[
        "twitter-2024-alrocar.zip", "wxr-alienlebarge.xml", "wxr-wordpress-theme-test.xml",
        "markdown-kennethreitz.zip",
    ],
)  # fmt: skip
def papers(
    request: pytest.FixtureRequest,
    made: Callable[[str], Made],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Paper, Paper]:
    """The first docx of a book: as we wrote it, and as LibreOffice wrote it again."""
    file = made(request.param).files[0]
    folder = tmp_path_factory.mktemp("office")
    return read(file), read(resaved(file, folder))


def resaved(file: Path, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()
    command = [str(OFFICE), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    return folder / file.name


def test_the_text_is_the_same(papers: tuple[Paper, Paper]) -> None:
    ours, theirs = papers
    assert [text for _, text in theirs.paragraphs] == [text for _, text in ours.paragraphs]


def test_every_paragraph_keeps_its_style(papers: tuple[Paper, Paper]) -> None:
    ours, theirs = papers
    moved = {(was, now, text[:60]) for (was, text), (now, _)
             in zip(ours.paragraphs, theirs.paragraphs, strict=False) if was != now}  # fmt: skip
    assert moved == set()


def test_every_note_is_kept(papers: tuple[Paper, Paper]) -> None:
    ours, theirs = papers
    assert theirs.notes == ours.notes


def test_every_bookmark_is_kept(papers: tuple[Paper, Paper]) -> None:
    ours, theirs = papers
    assert ours.bookmarks
    assert ours.bookmarks - theirs.bookmarks == set()
