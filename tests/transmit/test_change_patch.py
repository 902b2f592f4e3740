"""RFC 6902, and what a patched work comes to in a recipe."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import Origin
from pipeline.model.text import BlockQuote, Paragraph, Text
from pipeline.transmit.change import OfChapter, OfItem, OfRole, Quote, Whole
from pipeline.transmit.change_patch import Unpatched, patched, recipe_keys
from pipeline.transmit.change_scope import changed, changed_outside, own_words

RFC: list[tuple[Any, list[dict[str, Any]], Any]] = [
    ({"foo": "bar"}, [{"op": "add", "path": "/baz", "value": "qux"}], {"foo": "bar", "baz": "qux"}),
    ({"f": ["a", "c"]}, [{"op": "add", "path": "/f/1", "value": "b"}], {"f": ["a", "b", "c"]}),
    ({"foo": ["a"]}, [{"op": "add", "path": "/foo/-", "value": ["b"]}], {"foo": ["a", ["b"]]}),
    ({"a": 1, "b": 2}, [{"op": "remove", "path": "/a"}], {"b": 2}),
    ({"foo": [1, 2, 3]}, [{"op": "remove", "path": "/foo/1"}], {"foo": [1, 3]}),
    ({"a": 1}, [{"op": "replace", "path": "/a", "value": 2}], {"a": 2}),
    ({"foo": [1, 2]}, [{"op": "replace", "path": "/foo/0", "value": 9}], {"foo": [9, 2]}),
    ({"a": {"b": 1}, "c": {}}, [{"op": "move", "from": "/a/b", "path": "/c/d"}],
     {"a": {}, "c": {"d": 1}}),
    ({"f": [1, 2, 3]}, [{"op": "move", "from": "/f/0", "path": "/f/2"}], {"f": [2, 3, 1]}),
    ({"a": [1]}, [{"op": "copy", "from": "/a", "path": "/b"}], {"a": [1], "b": [1]}),
    ({"/": 9, "~1": 10}, [{"op": "test", "path": "/~01", "value": 10}], {"/": 9, "~1": 10}),
    ({"a": 1}, [{"op": "replace", "path": "", "value": {"b": 2}}], {"b": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "patch", "wanted"), RFC)
def test_a_patch_does_what_the_rfc_says(
    value: Any, patch: list[dict[str, Any]], wanted: Any
) -> None:
    before = repr(value)
    assert patched(value, tuple(patch)) == wanted
    assert repr(value) == before


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "add", "path": "/no/where", "value": 1},
        {"op": "add", "path": "a", "value": 1},
        {"op": "add", "path": "/list/3", "value": 1},
        {"op": "add", "path": "/list/01", "value": 1},
        {"op": "add", "path": "/list/99999999999999999999", "value": 1},
        {"op": "add", "path": "/a/b", "value": 1},
        {"op": "add", "path": "/a"},
        {"op": "add", "path": "/a", "value": 1, "more": 2},
        {"op": "remove", "path": "/gone"},
        {"op": "remove", "path": "/list/-"},
        {"op": "replace", "path": "/gone", "value": 1},
        {"op": "test", "path": "/a", "value": True},
        {"op": "move", "from": "/list", "path": "/list/0"},
        {"op": "move", "from": 3, "path": "/a"},
        {"op": "exec", "path": "/a"},
        {"op": ["add"], "path": "/a"},
        {"path": "/a"},
    ],
)
def test_a_patch_that_does_not_fit_is_told_by_its_place(operation: dict[str, Any]) -> None:
    with pytest.raises(Unpatched, match="/params/patch/0: "):
        patched({"a": 1, "list": [1, 2]}, (operation,))


WORK: dict[str, Any] = {
    "title": "Light List", "language": "en", "contributors": [{"name": "Ada", "role": "A01"}],
    "identifiers": [{"scheme": "01", "value": "light-list"}], "subjects": [],
}  # fmt: skip


def test_a_work_comes_to_the_keys_of_a_recipe() -> None:
    subjects = [{"scheme": "93", "code": "FBA"}, {"scheme": "20", "code": "Islands"}]
    author = [{"name": "Ada Q.", "role": "A01"}]
    now = {**WORK, "title": "Lights", "contributors": author, "subjects": subjects}
    keys = {"title": "Lights", "author": "Ada Q.", "subjects": ["thema:FBA", "Islands"]}
    assert recipe_keys(WORK, now) == keys


@pytest.mark.parametrize(
    "over",
    [
        {"title": ""},
        {"edition": 3},
        {"contributors": []},
        {"contributors": [{"name": "E.", "role": "B01"}]},
        {"subjects": [{"scheme": "93", "code": "fiction"}]},
        {"subjects": [{"scheme": "94", "code": "1DDU"}]},
        {"identifiers": [{"scheme": "15", "value": "978-0-306-40615-8"}]},
        {"descriptions": [{"kind": "02", "text": "a"}, {"kind": "03", "text": "b"}]},
    ],
)
def test_what_a_recipe_cannot_say_is_told(over: dict[str, Any]) -> None:
    with pytest.raises(Unpatched):
        recipe_keys(WORK, {**WORK, **over})


# -- scope -----------------------------------------------------------------------------------------


def paragraph(said: str, item: str, block: int, role: str = "body") -> Paragraph:
    return Paragraph((Text(said),), (Origin(0, item, block),), role)


def made(first: str = "one", second: str = "two", quoted: str = "three") -> Manuscript:
    quote = BlockQuote((paragraph(quoted, "b", 1),), (Origin(0, "b", 1),))
    chapters = (
        Division("chapter", "c1", (Text("Lamps"),), (paragraph(first, "a", 0),)),
        Division("chapter", "c2", (Text("Ferries"),), (paragraph(second, "b", 0), quote)),
    )
    return Manuscript(Book("Light List", "Ada"), chapters, (), ())


def test_what_changed_outside_is_told_by_origin() -> None:
    after = made(first="ONE", second="TWO")
    (found,) = changed_outside(made(), after, OfItem(id="a"))
    assert (found.item, found.block, found.before, found.after) == ("b", 0, "two", "TWO")
    (found,) = changed_outside(made(), after, OfChapter(title="Ferries"))
    assert found.item == "a"
    assert len(changed(made(), after)) == 2
    assert changed_outside(made(), after, Whole()) == []
    assert changed_outside(made(), made(quoted="3"), OfRole(role="quote")) == []
    assert changed_outside(made(), made(second="zwei"), Quote(exact="two")) == []
    assert len(changed_outside(made(), made(second="zwei"), Quote(exact="on"))) == 1


def test_what_is_gone_new_or_moved_outside_is_told() -> None:
    whole = made()
    lamps, ferries = whole.divisions
    gone = Manuscript(whole.book, (lamps,), (), ())
    assert [one.after for one in changed_outside(whole, gone, OfItem(id="a"))] == ["", ""]
    assert [one.before for one in changed_outside(gone, whole, OfItem(id="a"))] == ["", ""]
    turned = Manuscript(whole.book, (ferries, lamps), (), ())
    (found,) = changed(whole, turned)
    assert found.after == "(it stands elsewhere)"


def test_what_the_shop_says_itself_is_counted_apart() -> None:
    whole = made()
    renamed = Division("chapter", "c1", (Text("Lights"),), whole.divisions[0].blocks)
    after = Manuscript(whole.book, (renamed, whole.divisions[1]), (), ())
    assert changed(whole, after) == []
    assert own_words(whole, after) == 2
