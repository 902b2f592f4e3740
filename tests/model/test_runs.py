"""Runs of inlines as one string, and back."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.runs import OBJECT, cut, edit, edited, prose, spliced
from pipeline.model.text import (
    Code,
    Emph,
    LineBreak,
    Link,
    List,
    Mention,
    Note,
    Paragraph,
    Text,
)

STRINGS = st.lists(st.text(alphabet="ab\0", max_size=6), min_size=1, max_size=6)


@st.composite
def edits(draw, length):
    """Edits in order and apart, each of at least one character."""
    places = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [(start, end, draw(st.text(alphabet="xy", max_size=3))) for start, end in pairs]


@given(STRINGS, st.data())
def test_edits_laid_on_the_parts_are_edits_laid_on_the_whole(strings, data):
    whole = "".join(strings)
    given_edits = data.draw(edits(len(whole)))
    parts = spliced(strings, whole, given_edits)
    assert len(parts) == len(strings)
    assert "".join(parts) == edited(whole, given_edits)


def test_an_edit_reaches_over_markup_and_leaves_the_rest_as_it_was():
    kept = Emph((Text("three"),))
    run = (Text("one t"), Link((Text("wo"),), "https://a.example"), Text(" "), kept)
    after = edit(run, lambda text: [(4, 7, "2")])
    assert after == (Text("one 2"), Text(" "), kept)
    assert after[2] is kept


def test_a_run_that_no_edit_changes_is_the_very_same():
    run = (Text("a"), Emph((Text("b"),)))
    assert edit(run, lambda text: [(0, 1, "a")]) is run
    assert edit(run, lambda text: []) is run


def test_what_is_not_text_is_a_sign_and_a_note_is_nothing():
    note = Note((Paragraph((Text("within"),), ()),))
    run = (Text("a"), Code("x"), Mention("@b"), note, LineBreak(), Text("c"))
    assert cut(run) == ["a", OBJECT, OBJECT, "", "\n", "c"]
    assert edit(run, lambda text: [(1, 2, "!")] if OBJECT in text else []) is run


def test_notes_are_runs_of_their_own():
    run = (Text("a"), Emph((Note((Paragraph((Text("aa"),), ()),)),)))
    after = edit(run, lambda text: [(0, 1, "b")])
    assert after == (Text("b"), Emph((Note((Paragraph((Text("ba"),), ()),)),)))


def test_prose_is_one_line_for_each_run_with_those_of_notes():
    note = Note((Paragraph((Text("noted"),), ()),))
    items = ((Paragraph((Text("item"),), ()),),)
    blocks = (Paragraph((Text("a"), note, Text("b")), ()), List(items, ()))
    assert prose(blocks).split("\n") == ["ab", "noted", "item", ""]
