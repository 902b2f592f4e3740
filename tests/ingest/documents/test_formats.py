"""One text of ours in every format that pandoc writes, and what comes back of it."""

from __future__ import annotations

import pytest

from pipeline.model import walk
from pipeline.model.text import (
    BlockQuote,
    Emph,
    Figure,
    Image,
    Link,
    List,
    Note,
    Strong,
    Table,
)
from tests.ingest.documents.conftest import picture

TEXT = """---
title: The Lamp
author: [Ada Quill, Bo Reed]
---

The keeper *trims* the **wick** at four.[^1] See [the chart](https://chart.example/rocks) and
[the ferry](#the-ferry).

## Oil

- oil
- salt
    - patience

> Nobody asked.

## The Ferry

![The lamp at noon](lamp.png)

| ship | year |
|------|------|
| Gull | 1871 |

Last words, "quoted" here.

[^1]: So the *log* says.
"""
FORMATS = {
    "docx": "docx", "odt": "odt", "epub": "epub", "rst": "rst", "org": "org", "tex": "latex",
    "fb2": "fb2", "mediawiki": "mediawiki", "textile": "textile", "rtf": "rtf", "typ": "typst",
    "ipynb": "ipynb",
}  # fmt: skip
NO_NOTES = {"ipynb"}
"""Where pandoc writes no notes that any reader could know as such."""

NO_TABLES = {"fb2", "textile", "typ"}
NO_LISTS = {"fb2", "rtf"}
PICTURES_BESIDE = {"rst", "org", "tex", "mediawiki", "textile", "typ", "ipynb"}


@pytest.fixture
def reading(request, tmp_path, made, folder):
    """The text in a format, beside its picture and another document."""
    name = request.param
    files = {f"lamp.{name}": made(TEXT, FORMATS[name]), "other.rst": "Other words.\n"}
    if name in PICTURES_BESIDE:
        files["lamp.png"] = picture()
    return folder(files, "files"), name


def nodes(post, kind):
    return [n for b in walk.every(post.blocks) for n in walk.inlines(b) if isinstance(n, kind)]


def blocks(post, kind):
    return [block for block in walk.every(post.blocks) if isinstance(block, kind)]


@pytest.mark.parametrize("reading", list(FORMATS), indirect=True)
def test_a_text_comes_back_from_every_format(reading):
    made, name = reading
    post = made.posts["lamp"]
    words = " ".join(made.words("lamp").split())
    assert "The keeper trims the wick at four." in words
    assert words.find("Nobody asked.") < words.find("Last words, “quoted” here.")
    assert "trims" in [walk.text(node.content) for node in nodes(post, Emph)]
    assert "wick" in [walk.text(node.content) for node in nodes(post, Strong)]
    assert "https://chart.example/rocks" in [node.url for node in nodes(post, Link)]
    assert [walk.plain(b) for b in blocks(post, BlockQuote)][-1:] == ["Nobody asked."] or (
        name == "rtf"
    )
    if name not in NO_NOTES:
        (note,) = nodes(post, Note)
        assert walk.plain(note.blocks[0]) == "So the log says."
    if name not in NO_LISTS:
        assert "oil\nsalt\npatience" in "\n".join(walk.plain(b) for b in blocks(post, List))
    if name not in NO_TABLES:
        (table,) = blocks(post, Table)
        assert [walk.text(c.content) for r in table.head + table.body for c in r] == [
            "ship", "year", "Gull", "1871",
        ]  # fmt: skip


@pytest.mark.parametrize("reading", list(FORMATS), indirect=True)
def test_its_picture_is_found_wherever_the_format_keeps_it(reading):
    made, _ = reading
    post = made.posts["lamp"]
    shown = [i for figure in blocks(post, Figure) for i in figure.images] + nodes(post, Image)
    assert shown
    for image in shown:
        row = made.intake.media[image.media]
        assert not row.missing
        with_bytes = row.digest or row.member in made.intake.archive
        assert with_bytes


@pytest.mark.parametrize("name", ["docx", "odt", "epub", "rst", "org", "tex", "fb2", "rtf"])
def test_a_book_in_one_file_is_divided_at_its_headings(name, made, lone):
    text = "---\ntitle: Lights\n---\n\n# Oil\n\nIt burns, see [salt](#salt).\n\n# Salt\n\nDry.\n"
    reading = lone(f"lights.{name}", made(text, FORMATS[name]))
    if name == "rtf":  # in which pandoc writes no title that could be known as one
        assert list(reading.posts)[1:] == ["lights#oil", "lights#salt"]
        return
    assert reading.titles() == {"lights#oil": "Oil", "lights#salt": "Salt"}
    assert reading.intake.profile.title == "Lights"
    assert [(m.kind, m.item, m.into) for m in reading.bench.merges] == [
        ("document", "lights", "lights#oil")
    ]
    if name != "fb2":
        (link,) = nodes(reading.posts["lights#oil"], Link)
        assert (link.item, link.url) == ("lights#salt", "")


@pytest.mark.parametrize("name", ["docx", "odt", "epub", "tex"])
def test_authors_are_named_in_their_order(name, made, folder):
    reading = folder({f"lamp.{name}": made(TEXT, FORMATS[name])}, "files")
    assert reading.intake.profile.author in ("Ada Quill, Bo Reed", "Ada Quill; Bo Reed")


def test_the_same_document_gives_the_same_posts(made, folder, tmp_path):
    data = {f"lamp.{name}": made(TEXT, FORMATS[name]) for name in ("docx", "epub", "odt")}
    first = folder(data)
    second = folder(data)
    assert first.posts == second.posts
    assert first.bench.changes == second.bench.changes
    assert [f.message for f in first.bench.findings] == [f.message for f in second.bench.findings]
