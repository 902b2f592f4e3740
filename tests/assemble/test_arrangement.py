"""Chapters are cut, joined and moved by the ids of items, and no item is lost on the way."""

from __future__ import annotations

import pytest

from pipeline.assemble import arrangement
from pipeline.assemble.arrangement import Cut, Moved, Options
from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin, anchor
from pipeline.model.text import Paragraph, Text
from pipeline.model.walk import text
from pipeline.shop.conservation import check


def entry(item: str) -> Division:
    block = Paragraph((Text(f"entry {item}"),), (Origin(0, item, 0),))
    return Division("entry", anchor(item), (), (block,))


def year(name: str, *items: str) -> Division:
    inner = tuple([entry(item) for item in items])
    return Division("chapter", f"_bw_year_{name}", (Text(name),), (), inner)


def post(item: str) -> Division:
    block = Paragraph((Text(f"post {item}"),), (Origin(0, item, 0),))
    title = (Text(f"Post {item}"),)
    return Division("chapter", anchor(item), title, (block,), (), (Origin(0, item, -1),))


def arranged(*divisions: Division, **options: object) -> list[tuple[str, list[str]]]:
    given = Manuscript(Book("Light List", "Ada"), divisions, (), ())
    bench = Bench(None)  # type: ignore[arg-type]
    after = arrangement.run(given, Options(**options), bench)  # type: ignore[arg-type]
    check("assemble.arrangement", given, after, bench)
    return [(text(one.title), [inner.id.removeprefix("_bw_") for inner in one.divisions])
            for one in after.divisions]  # fmt: skip


LOG = (year("2011", "1", "2"), year("2012", "3", "4"))


def test_an_entry_is_moved_behind_another() -> None:
    assert arranged(*LOG, moves=(Moved("1", "3"),)) == [("2011", ["2"]), ("2012", ["3", "1", "4"])]


def test_a_chapter_that_is_empty_then_goes() -> None:
    moves = (Moved("3", "2"), Moved("4", "3"))
    assert arranged(*LOG, moves=moves) == [("2011", ["1", "2", "3", "4"])]


def test_a_chapter_is_cut_in_two() -> None:
    found = arranged(*LOG, cuts=(Cut("4", "Winter"),))
    assert found == [("2011", ["1", "2"]), ("2012", ["3"]), ("Winter", ["4"])]


def test_a_chapter_is_joined_to_the_one_before() -> None:
    assert arranged(*LOG, joins=("4",)) == [("2011", ["1", "2", "3", "4"])]


def test_a_post_that_is_joined_keeps_its_title_as_an_entry() -> None:
    found = arranged(post("1"), post("2"), joins=("2",))
    assert found == [("Post 1", ["2"])]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"moves": (Moved("9", "1"),)}, "no item '9'"),
        ({"joins": ("1",)}, "no chapter stands before"),
        ({"cuts": (Cut("3", "Winter"),)}, "the first of its chapter"),
    ],
)
def test_what_cannot_be_arranged_is_told(options: dict[str, object], said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        arranged(*LOG, **options)


def test_a_chapter_of_its_own_is_not_cut() -> None:
    with pytest.raises(RecipeError, match="a chapter of its own"):
        arranged(post("1"), post("2"), cuts=(Cut("2", "x"),))
    with pytest.raises(RecipeError, match="is an entry, and '7' is a chapter"):
        arranged(*LOG, post("7"), moves=(Moved("1", "7"),))
