"""Edits: each at its place, the markup around it kept; what cannot be applied is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.bench import Bench
from pipeline.model.errors import RecipeError
from pipeline.model.manuscript import Book, Division, Manuscript
from pipeline.model.origin import TITLE, Origin
from pipeline.model.splice import seen, spliced
from pipeline.model.text import Emph, Inlines, Link, Note, Paragraph, Text
from pipeline.model.walk import plain
from pipeline.shop.conservation import check
from pipeline.shop.store import Store
from pipeline.style import edits
from pipeline.style.likeness import spans

NOTE = Note((Paragraph((Text("a small one"),), (Origin(0, "17", 2),)),))
PARAGRAPH = Paragraph(
    (Text("The lamp went "), Emph((Text("out at four"),)), Text(", said “Ada”."), NOTE),
    (Origin(0, "17", 1),),
)


def made(tmp_path: Path, text: str, paragraph: Paragraph = PARAGRAPH) -> tuple[Manuscript, Bench]:
    (tmp_path / "edits").mkdir()
    (tmp_path / "edits" / "ada.yaml").write_text(text, encoding="utf-8")
    title = (Text("The Lamp"),)
    entry = Division("entry", "e", title, (paragraph,), origin=(Origin(0, "17", TITLE),))
    book = Manuscript(Book("Lights", "Ada"), (entry,), (), ())
    bench = Bench(Store(tmp_path / "store"), folder=tmp_path, reads=edits.READS)
    after = edits.run(book, bench)
    check("style.edits", book, after, bench)
    return after, bench


def said(book: Manuscript) -> str:
    return plain(book.divisions[0].blocks[0])


def codes(bench: Bench) -> list[str]:
    return [finding.code for finding in bench.findings]


def test_words_are_replaced_in_the_markup_that_they_stood_in(tmp_path: Path):
    book, bench = made(tmp_path, "- {item: 17, block: 1, was: out at four, now: out at five}")
    paragraph = book.divisions[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content[1] == Emph((Text("out at five"),))
    assert codes(bench) == ["edits.applied"]


def test_an_edit_may_reach_over_markup_and_keeps_the_note(tmp_path: Path):
    text = "- {item: 17, block: 1, was: 'went out at four, said \"Ada\".', now: burned on.}"
    book, _ = made(tmp_path, text)
    assert said(book) == "The lamp burned on.⟦a small one⟧"


def test_a_note_and_a_title_can_be_edited(tmp_path: Path):
    text = (
        "- {item: 17, block: 2, was: small, now: short}\n"
        "- {item: 17, block: title, was: Lamp, now: Light}\n"
    )
    book, _ = made(tmp_path, text)
    assert "⟦a short one⟧" in said(book)
    assert book.divisions[0].title == (Text("The Light"),)


def test_an_edit_whose_source_changed_is_told_with_all_three_texts(tmp_path: Path):
    book, bench = made(tmp_path, "- {item: 17, block: 1, was: out at noon, now: out at five}")
    assert book.divisions[0].blocks == (PARAGRAPH,)
    (finding,) = bench.findings
    assert finding.code == "edits.conflict"
    for words in ("out at noon", "out at five", "The lamp went out at four"):
        assert words in finding.message
    assert finding.place == "edits/ada.yaml:1"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ("{item: 18, block: 1, was: a, now: b}", "edits.gone"),
        ("{item: 17, block: 9, was: out, now: b}", "edits.gone"),
        ("{item: 17, block: 1, was: t, now: b}", "edits.unclear"),
        ("{item: 17, block: 1, was: out at noon, now: out at four}", "edits.already"),
    ],
)
def test_an_edit_that_cannot_be_applied_says_why(tmp_path: Path, edit: str, code: str):
    book, bench = made(tmp_path, f"- {edit}")
    assert book.divisions[0].blocks == (PARAGRAPH,)
    assert codes(bench) == [code]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {item: 17, block: 1, was: a}", "no 'now'"),
        ("- {item: 17, blok: 1, was: a, now: b}", "block"),
        ("- {item: 17, block: one, was: a, now: b}", "'one' is no block"),
        ("- {item: 17, block: 1, was: '', now: b}", "which words"),
        ("item: 17", "is a list"),
        ("- {item: 17", "not valid YAML"),
    ],
)
def test_a_slip_of_the_pen_is_found_by_file_and_line(tmp_path: Path, text: str, words: str):
    with pytest.raises(RecipeError, match=words) as raised:
        made(tmp_path, text)
    assert "ada.yaml:1" in str(raised.value)


def test_straight_quotes_and_hyphens_find_the_curly_ones():
    assert spans('"no" -- he', "so “no” — he said") == [(3, 12)]
    assert spans("wait...", "wait… then wait…") == [(0, 5), (11, 16)]
    assert spans("lamp", "no light") == []


WORDS = st.text("ab c", max_size=6)
RUNS = st.recursive(
    st.builds(Text, st.text("ab c", min_size=1, max_size=6)),
    lambda inner: st.one_of(
        st.builds(Emph, st.tuples(inner, inner)),
        st.builds(Link, st.tuples(inner), st.just("https://lights.example")),
        st.just(NOTE),
    ),
    max_leaves=5,
)


@given(st.lists(RUNS, max_size=5).map(tuple), st.data(), WORDS)
def test_a_splice_changes_the_words_and_nothing_else(run: Inlines, data: st.DataObject, new: str):
    whole = seen(run)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    after = spliced(run, start, end, new)
    assert seen(after) == whole[:start] + new + whole[end:]
    assert _notes(after) == _notes(run)


def _notes(run: Inlines) -> int:
    inner = sum(_notes(node.content) for node in run if isinstance(node, Emph | Link))
    return inner + sum(isinstance(node, Note) for node in run)
