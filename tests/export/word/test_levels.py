"""Levels: a heading within a page of matter never looks like a chapter's title."""

from pipeline.model.house import load
from pipeline.model.levels import looks, top
from pipeline.model.manuscript import Division
from pipeline.model.text import Text


def division(kind, *inner, matter="body"):
    return Division(kind, kind, (Text(kind),), (), inner, matter=matter)


def test_in_a_book_with_parts_headings_of_the_back_matter_open_no_page():
    parts = (division("part", division("chapter")), division("appendix", matter="back"))
    look = looks(parts, load("generic"))
    assert [look[1], look[2], look[3]] == ["part", "chapter", "section"]
    assert [top(1, look), top(2, look)] == [3, 3]


def test_where_chapters_are_the_highest_a_heading_is_the_level_below():
    look = looks((division("chapter"), division("appendix", matter="back")), load("generic"))
    assert top(1, look) == 2
