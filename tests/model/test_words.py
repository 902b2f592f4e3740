"""Words as a publisher counts them, whatever they are written in."""

import pytest

from pipeline.model.words import words

SIGNS = {"kana": (0x3040, 0x30FF), "Han": (0x3400, 0x9FFF), "Hangul": (0xAC00, 0xD7AF)}


@pytest.mark.parametrize("script", SIGNS)
def test_each_sign_is_a_word(script):
    first, last = SIGNS[script]
    assert [s for s in map(chr, range(first, last + 1)) if words(f"a café {s}{s}") != 4] == []


@pytest.mark.parametrize("text", ["two words", "dos años", "deux mots…", "two 😀", "слова тут"])
def test_all_else_is_told_by_its_spaces(text):
    assert words(text) == 2
