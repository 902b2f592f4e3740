"""A newsletter straight from its archive: letters by date, each a chapter, titled and dated."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from pipeline.shop.job import build
from pipeline.shop.order import Order
from pipeline.shop.places import Places
from tests.ingest.substack.conftest import page, row, table


def lines(docx: Path) -> list[tuple[str, str]]:
    """The paragraphs of a document: style and words."""
    with zipfile.ZipFile(docx) as package:
        document = package.read("word/document.xml").decode()
    found = []
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", document, re.DOTALL):
        style = re.search(r'<w:pStyle w:val="([^"]*)"', paragraph)
        words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph))
        found.append((style[1] if style else "", words))
    return found


def test_short_letters_are_chapters_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "lights.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "posts.csv",
            table(
                row("2.oil", "On oil", post_date="2024-05-02T10:00:00.000Z", subtitle="Dear"),
                row("1.fog", "Fog", post_date="2024-03-01T10:00:00.000Z"),
                row("3.note", "", post_date="2024-06-03T10:00:00.000Z"),
            ),
        )
        for id in ("2.oil", "1.fog", "3.note"):
            archive.writestr(page(id), "<p>Short.</p>")
    places = Places(tmp_path, tmp_path / "build" / ".shop")
    outcome = build(Order(str(path)), places, lambda *_: None, lambda _: None)
    (docx,) = [Path(file) for file in outcome.files if file.endswith(".docx")][:1]
    shown = ("Heading1", "ChapterDateline", "Standfirst", "FirstParagraph")
    kept = [(style, words) for style, words in lines(docx) if style in shown]
    assert kept[:8] == [
        ("Heading1", "Fog"),
        ("ChapterDateline", "1 March 2024"),
        ("FirstParagraph", "Short."),
        ("Heading1", "On oil"),
        ("ChapterDateline", "2 May 2024"),
        ("Standfirst", "Dear"),
        ("FirstParagraph", "Short."),
        ("Heading1", "3 June 2024"),
    ]
