"""The index and the list of illustrations say pages, and what they name stands there."""

import re

import pytest

from pipeline.assemble.appendices import Options, run
from pipeline.export.press.registers import ranges
from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.register import INDEX
from pipeline.model.text import (
    Figure,
    Hashtag,
    Image,
    Link,
    Mention,
    Paragraph,
    PostBlock,
    Text,
)
from tests.export.pdf.conftest import Pressed, needs_poppler
from tests.export.word import sample


def told(item, *nodes, pages=1):
    """An entry of so many pages, whose last paragraph holds these nodes."""
    blocks = [sample.block(item, n) for n in range(7 * (pages - 1))]
    return sample.entry(item, (*blocks, sample.block(item, len(blocks), nodes)), (Text(item),))


def bound(*chapters, media=()):
    made = Manuscript(
        Book("Small Lights", "Ada Quill", "en", date="2015-03-02"), chapters, (), media
    )
    pages = ("illustrations", "index")
    return run(made, Options(pages=pages, least=1), Bench(None))


def chapter(name, *entries):
    return Division("chapter", f"_bw_{name}", (Text(name),), (), entries)


def rows(pressed, folder, number=0):
    """The rows of the index, and every page as poppler reads it, by its number."""
    texts = pressed.texts(folder, number)
    by_label = dict(zip(pressed.paper(number).labels, texts, strict=False))
    last = max(n for n, text in enumerate(texts) if text.split()[:1] == ["Index"])
    return [line.strip() for line in texts[last].splitlines()], by_label


NAMES = (
    told("one", Mention("@ada"), Text(" came."), pages=3),
    told("two", Text("So did "), Mention("@Ada"), Text(" and "), Hashtag("#fog"), pages=2),
    told("three", Text("Later, "), Mention("@ada"), Text("."), pages=4),
)


@pytest.fixture(scope="module")
def indexed():
    return Pressed(bound(chapter("Lights", *NAMES)))


@needs_poppler
def test_a_name_of_the_index_stands_on_the_pages_said_and_on_no_other(indexed, tmp_path):
    lines, pages = rows(indexed, tmp_path)
    row = next(line for line in lines if line.startswith("@ada, "))
    said = [
        str(page)
        for part in row.removeprefix("@ada, ").split(", ")
        for page in range(int(part.split("–")[0]), int(part.split("–")[-1]) + 1)
    ]
    there = [
        label for label, text in pages.items()
        if "@ada" in text.casefold() and "Index" not in text
    ]  # fmt: skip
    assert said == there
    assert len(said) == 3
    assert indexed.errors() == []


@needs_poppler
def test_no_range_of_pages_is_parted_by_the_end_of_a_line(tmp_path):
    every = [Mention(f"@ada{'x' * n}") for n in range(12)]
    said = [node for mention in every for node in (mention, Text(" came. "))]
    names = [told(f"{n}", *said, pages=4 if n % 2 else 2) for n in range(20)]
    pressed = Pressed(bound(chapter("Lights", *names)))
    assert pressed.errors() == []
    lines, _ = rows(pressed, tmp_path)
    assert sum("–" in line for line in lines) > 9
    assert [line for line in lines if line.endswith("–")] == []


def test_pages_that_follow_one_another_are_one_range():
    pages = [(15, "3"), (9, "ix"), (14, "2"), (14, "2"), (13, "1"), (20, "8"), (12, "xii")]
    assert ranges(pages) == "ix, xii, 1–3, 8"


@needs_poppler
def test_an_index_of_several_volumes_says_the_volume(tmp_path):
    made = bound(
        *[
            Division(
                "volume", f"_bw_v{n}", (Text(f"Volume {n}"),), (), (chapter(f"Part {n}", one),)
            )
            for n, one in enumerate(NAMES, 1)
        ]
    )
    pressed = Pressed(made)
    assert pressed.errors() == []
    lines, _ = rows(pressed, tmp_path, 2)
    row = next(line for line in lines if line.startswith("@ada, "))
    assert re.fullmatch(r"@ada, 1:\d+; 2:\d+; 3:\d+", row)


def test_an_index_that_names_a_page_without_the_name_is_refused(indexed):
    index = indexed.book.divisions[-1]
    false = Paragraph(
        (Text("Ezra"), Text(", "), Link((Text("“two”"),), "", "", "two")), (), "lines"
    )
    assert index.id == INDEX
    spoilt = Division("appendix", INDEX, index.title, (*index.blocks, false), matter="back")
    book = Manuscript(indexed.book.book, (*indexed.book.divisions[:-1], spoilt), (), ())
    assert any("“Ezra” stands on page" in message for message in Pressed(book).errors())


@needs_poppler
def test_a_picture_is_listed_by_the_page_that_shows_it_and_an_author_by_the_post(tmp_path):
    here = sample.media()
    figure = Figure(
        (Image("lamp.jpg", "A lamp"),), (Text("The lamp by night"),), (Origin(0, "one", 60),)
    )
    post = PostBlock("Ezra Pilot", "", (sample.block("one", 61),), (Origin(0, "one", 61),))
    blocks = tuple(sample.block("one", n) for n in range(30))
    made = bound(
        chapter("Lights", sample.entry("one", (*blocks, figure, post), (Text("One"),))), media=here
    )
    pressed = Pressed(made)
    assert pressed.errors() == []
    lines, pages = rows(pressed, tmp_path)
    page = next(line for line in lines if line.startswith("Ezra")).rpartition(", ")[2]
    assert int(page) > 3
    assert "Ezra Pilot" in pages[page]
    listed = next(text for text in pages.values() if text.split()[:1] == ["Illustrations"])
    number = re.search(r"The lamp by night\s+(\d+)", listed)[1]
    assert "The lamp by night" in pages[number]
    assert int(number) > 3
