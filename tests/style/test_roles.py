"""What a paragraph is."""

import pytest

from pipeline.model.bench import Bench
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import (
    BlockQuote,
    Heading,
    Image,
    List,
    Paragraph,
    SceneBreak,
    Text,
)
from pipeline.shop.conservation import check
from pipeline.style import roles


def origin(at=0):
    return (Origin(0, "1", at),)


def paragraph(role="body", words="text"):
    return Paragraph((Text(words),) if words else (), origin(), role)


def heading(level):
    return Heading(level, (Text("head"),), origin())


def ran(*blocks):
    given = Manuscript(
        Book("Light List", "Ada"), (Division("entry", "e1", (), blocks, origin=origin(-1)),), (), ()
    )
    bench = Bench(None)
    after = roles.run(given, bench)
    check("style.roles", given, after, bench)
    return after.divisions[0].blocks, bench, after is given


def test_the_first_paragraph_of_an_entry_a_heading_and_a_break_is_first():
    blocks, _, _ = ran(
        paragraph(), paragraph(), heading(1), paragraph(), SceneBreak(origin()), paragraph()
    )
    found = [block.role for block in blocks if isinstance(block, Paragraph)]
    assert found == ["first", "body", "first", "first"]


def test_datelines_and_the_like_keep_their_role_and_do_not_count():
    blocks, _, _ = ran(paragraph("dateline"), paragraph("byline"), paragraph(), paragraph())
    assert [block.role for block in blocks] == ["dateline", "byline", "first", "body"]


def test_a_paragraph_behind_a_quotation_is_no_first_one():
    quote = BlockQuote((paragraph(),), origin())
    blocks, _, _ = ran(quote, paragraph())
    assert blocks == (quote, paragraph())


@pytest.mark.parametrize(
    ("levels", "left"),
    [
        ([2, 3, 2], [1, 2, 1]),
        ([2, 4, 3], [1, 2, 2]),
        ([3, 2, 3], [1, 1, 2]),
        ([1, 2, 3, 1], [1, 2, 3, 1]),
        ([6, 6], [1, 1]),
    ],
)
def test_levels_of_headings_start_at_one_and_skip_none(levels, left):
    blocks, _, _ = ran(*map(heading, levels))
    assert [block.level for block in blocks] == left


def test_a_role_that_no_house_knows_becomes_usual_text_and_is_reported():
    blocks, bench, _ = ran(
        paragraph("datline"), BlockQuote((paragraph("boddy"),), origin(), "qote")
    )
    assert (blocks[0].role, blocks[1].role, blocks[1].blocks[0].role) == ("first", "quote", "body")
    assert [finding.code for finding in bench.findings] == ["roles.unknown"] * 3
    assert "dateline" in bench.findings[0].todo


def test_empty_paragraphs_go_and_pictures_stay():
    picture = Paragraph((Image("lamp.jpg"),), origin())
    items = ((paragraph(words=""), paragraph()),)
    blocks, _, _ = ran(paragraph(words=""), picture, paragraph(words=" "), List(items, origin()))
    assert blocks == (
        Paragraph(picture.content, origin(), "first"),
        List(((paragraph(),),), origin()),
    )


def test_a_book_in_order_is_given_back_as_it_is():
    assert ran(paragraph("first"), heading(1), paragraph("first"), paragraph())[2]
