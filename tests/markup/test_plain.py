"""Plain text: the boundary that every character passes."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.markup import plain
from pipeline.markup.context import Context
from tests.outline import outline

ANY = st.text(st.characters(codec=None) | st.sampled_from("\x00\x0b\r\n\t\ufffe\ud800é\x85"))


@given(ANY)
def test_clean_text_can_be_written_as_xml_and_changes_nothing_else(text: str) -> None:
    clean = plain.clean_text(text)
    clean.encode()
    assert not [
        char for char in clean if (char < " " and char not in "\t\n") or char in "\ufffe\uffff"
    ]
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(clean) == len(ends)
    kept = [old for old, new in zip(ends, clean, strict=True) if old == new]
    assert len(ends) - len(kept) == plain.count_bad(text)


@given(st.text(st.characters(min_codepoint=32, codec="utf-8", exclude_characters="\ufffe\uffff")))
def test_text_that_is_clean_is_the_very_same_object(text: str) -> None:
    assert plain.clean_text(text) is text


def test_blank_lines_end_paragraphs_and_newlines_break_lines() -> None:
    blocks = plain.blocks("One\r\ntwo\n \n\nthree\n", Context(0, "x"))
    assert outline(blocks) == "0 paragraph: One / two\n1 paragraph: three\n"
