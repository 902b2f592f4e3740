"""The extent and the docx agree, in every house, and do not agree once either was altered."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from pipeline.transmit.contract import Transmittal
from pipeline.transmit.reconcile import Unreadable, differences
from tests.floor import RECIPE, Floor

HOUSES = sorted(
    path.stem
    for path in (Path(__file__).parents[2] / "pipeline" / "style" / "houses").glob("*.toml")
)

POST = """---
title: What the keeper kept
---

A *lamp*, a wick[^1] and oil ![a small lamp](lamp.png) for a year.

![The lamp by day](lamp.png "A lamp that nobody lit")

| oil | wick |
|-----|------|
| two | ten &amp; one |

* * *

![no such file](lost.png)

> Nobody came.[^2]

- 灯台の光
- and then

[^1]: Of cotton, as *always*.

[^2]: Two things:

    - a bell
    - a book
"""


def built(root: Path, house: str) -> tuple[Transmittal, list[bytes], list[bytes]]:
    floor = Floor(root)
    floor.recipe(RECIPE.replace("house: generic", f"house: {house}"))
    floor.post("2022-05-05-kept", POST)
    Image.new("RGB", (600, 400), "navy").save(root / "sources" / "posts" / "lamp.png")
    floor.build()
    bundle = root / "build" / floor.name / "1" / "bundle"
    sent = msgspec.json.decode(
        (bundle / "metadata" / "transmittal.json").read_bytes(), type=Transmittal
    )
    roles = {
        role: [(bundle / item.path).read_bytes() for item in sent.items if item.role == role]
        for role in ("docx", "captions")
    }
    return sent, roles["docx"], roles["captions"]


@pytest.mark.parametrize("house", HOUSES)
def test_every_figure_can_be_counted_again_in_the_docx(tmp_path: Path, house: str) -> None:
    sent, docx, captions = built(tmp_path, house)
    assert differences(sent, docx, captions) == []
    extent = sent.extent
    assert (extent.figures, extent.tables, extent.notes) == (2, 1, 3)
    assert extent.words > extent.words_in_notes > 10


def test_one_word_more_in_the_docx_is_told(tmp_path: Path) -> None:
    sent, (docx,), _ = built(tmp_path, "generic")
    told = differences(sent, [altered(docx, b"Nobody came", b"Nobody ever came")])
    assert told == [
        f"the extent says {sent.extent.words:,} words, and the docx holds {sent.extent.words + 1:,}"
    ]


def altered(docx: bytes, was: bytes, now: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(was, now))
    return out.getvalue()


def test_a_docx_that_is_damaged_within_is_told_of(tmp_path: Path) -> None:
    sent, (docx,), _ = built(tmp_path, "generic")
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        place = package.getinfo("word/document.xml").header_offset + 60
    for at in range(place, place + 40):
        damaged = docx[:at] + bytes([docx[at] ^ 0xFF]) + docx[at + 1 :]
        with pytest.raises(Unreadable):
            differences(sent, [damaged])


HOSTILE = {
    "runs": b"<w:r><w:rPr>" * 300_000,
    "notes": b"<w:footnote w:id='1'>" * 200_000,
    "paragraphs": b"<w:p><w:pPr>" * 300_000,
    "callouts": b"<w:t>" + b"[Fig1.png: " * 200_000,
    "styles": b'<w:style w:styleId="x">' * 200_000,
    "entities": b"<w:t>" + b"&#" * 900_000,
}


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_hostile_docx_takes_no_longer_than_its_length(tmp_path: Path, sort: str) -> None:
    sent, _, _ = built(tmp_path, "rsuite")
    sent = msgspec.structs.replace(
        sent, policies=msgspec.structs.replace(sent.policies, images="placed")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in ("document", "styles", "footnotes"):
            new.writestr(f"word/{name}.xml", b"<w:body>" + HOSTILE[sort])
    before = time.process_time()
    assert differences(sent, [out.getvalue()])
    assert time.process_time() - before < 5
