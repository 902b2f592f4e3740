"""A manuscript whose styles are known comes back as the book that it was: parts, chapters, pages of
matter and roles, under whatever names a publisher gave them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model.manuscript import Division, Manuscript
from pipeline.model.text import BlockQuote, Figure, List, Paragraph, SceneBreak, Table
from pipeline.model.walk import every_division, text
from pipeline.shop.archive_room import opened
from tests.floor import RECIPE, Floor

HOUSE = """\
extends = "generic"
title = "Ours"
about = "Names of our own."
[roles]
body = "O Text"
quote = "O Extract"
dateline-chapter = "O Day"
dedication = "O For"
[styles."O Text"]
based = "Body Text"
[styles."O Extract"]
based = "Block Text"
[styles."O Day"]
based = "Dateline"
[styles."O For"]
based = "Dedication"
"""
LONG = " ".join(["A light has one lamp and a fixed number of seconds."] * 20)
POST = """\
---
title: {title}
---

{long}

> A *light* is a promise.
>
> > Nobody keeps one alone.

| Hour | Ships |
|---|---:|
| four | 2 |

1. oil
2. wick

***

Then `morning`, and a note.[^1]

[^1]: A good one.
"""
ROUTING = """\
about: A manuscript as it came.
steps: [ingest.read, ingest.media, assemble.divisions, assemble.matter, style.roles, export.epub,
  inspect.accounting, inspect.fidelity, inspect.epub]
"""


def read_back(root: Path, recipe: str, posts: dict[str, str]) -> tuple[Manuscript, Manuscript]:
    """A book as its writer's shop made it, and as a publisher's reads it out of the docx."""
    writer = Floor(root / "writer")
    for old in (writer.root / "sources/posts").glob("*.md"):
        old.unlink()
    for name, title in posts.items():
        writer.post(name, POST.format(title=title, long=LONG))
    writer.recipe(recipe)
    writer.write("recipes/small/ours.toml", HOUSE)
    writer.write("recipes/small/matter/dedication.md", "For whoever stays up.\n")
    writer.write("recipes/small/matter/preface.md", "Before all that.\n\nIt was dark.\n")
    writer.write("recipes/small/matter/afterword.md", "After all that.\n")
    writer.build()
    edition = writer.root / "build/small/1"
    sent = json.loads((edition / "bundle/metadata/transmittal.json").read_text())["style"]
    press = Floor(root / "press")
    (press.root / "sources/m.docx").write_bytes((edition / "small-lights.docx").read_bytes())
    press.write("recipes/routings/manuscript.yaml", ROUTING)
    overrides = [
        {"set": "ingest.read",
         "options": {"styles": sent["map"], "characters": sent["characters"]}},
        {"set": "assemble.divisions", "options": {"by": "manuscript"}},
        {"set": "assemble.matter", "options": {"copyright_page": False, "colophon": False}},
    ]  # fmt: skip
    bare = RECIPE.replace("sources/posts", "sources/m.docx").replace("blog", "manuscript")
    bare = bare.replace("[docx]", "[epub]")
    press.recipe(bare + "overrides: " + json.dumps(overrides) + "\n")
    press.build()
    books = []
    for floor in (writer, press):
        with opened("small", floor.places) as record:
            books.append(record.manuscript())
    return books[0], books[1]


def outline(book: Manuscript) -> list[tuple[str, str, str]]:
    """Each division with its title and the place that it stands in."""
    return [(one.kind, one.matter, text(one.title)) for one in every_division(book.divisions)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manuscript, Manuscript]:
    posts = {"2019-03-02-a": "The Lamp", "2019-05-02-b": "The Wick", "2020-01-02-c": "The Oil"}
    recipe = RECIPE.replace("generic", "ours.toml")
    return read_back(tmp_path_factory.mktemp("parts"), recipe, posts)


def test_parts_chapters_and_pages_of_matter_stand_where_they_stood(
    both: tuple[Manuscript, Manuscript],
) -> None:
    sent, came = (outline(book) for book in both)
    assert ("part", "body", "2019") in sent
    assert ("dedication", "front", "") in sent
    assert came == sent


def test_roles_come_back_from_a_publishers_names(both: tuple[Manuscript, Manuscript]) -> None:
    sent, came = (
        [shape(one) for one in every_division(book.divisions) if one.kind != "titlepage"]
        for book in both
    )  # the title page is made anew of what the recipe says
    assert came == sent
    seen = {row for one in came for row in one}
    assert {"dateline", "first", "body", "BlockQuote(body, BlockQuote(body))", "SceneBreak",
            "dedication", "imprint"} <= seen  # fmt: skip
    assert "Table(right)" in seen


def shape(division: Division) -> list[str]:
    return [_shape(block) for block in division.blocks]


def _shape(block: object) -> str:
    match block:
        case Paragraph():
            return block.role
        case BlockQuote():
            return f"BlockQuote({', '.join(map(_shape, block.blocks))})"
        case Table():
            return f"Table({block.body[0][1].align})"
        case List() | SceneBreak() | Figure():
            return type(block).__name__
        case _:
            return type(block).__name__


def test_a_chapter_of_titled_entries_is_no_part(tmp_path: Path) -> None:
    posts = {"2019-03-02-a": "The Lamp", "2019-05-02-b": "The Wick", "2020-01-02-c": "The Oil"}
    recipe = RECIPE.replace("generic", "ours.toml") + (
        "overrides:\n  - set: assemble.divisions\n    options: {by: year, parts: none}\n"
    )
    sent, came = read_back(tmp_path, recipe, posts)
    assert ("entry", "body", "The Wick") in outline(sent)
    assert outline(came) == outline(sent)


def test_without_a_map_a_document_is_read_as_ever(tmp_path: Path) -> None:
    """The same docx, nothing said of its styles: its highest headings are its items."""
    posts = {"2019-03-02-a": "The Lamp", "2020-05-02-b": "The Wick"}
    read_back(tmp_path, RECIPE.replace("generic", "ours.toml"), posts)
    bare = Floor(tmp_path / "bare")
    (bare.root / "sources/m.docx").write_bytes(
        (tmp_path / "press/sources/m.docx").read_bytes()
    )  # fmt: skip
    bare.recipe(RECIPE.replace("sources/posts", "sources/m.docx"))
    bare.build()
    with opened("small", bare.places) as record:
        titles = [title for _, _, title in outline(record.manuscript())]
    assert {"2019", "2020", "Preface", "Afterword"} <= set(titles)
