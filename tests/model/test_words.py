"""Words as a publisher counts them, whatever they are written in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.model.words import beyond, words

SIGNS = {"kana": (0x3040, 0x30FF), "Han": (0x3400, 0x9FFF), "Hangul": (0xAC00, 0xD7AF)}


@pytest.mark.parametrize("script", SIGNS)
def test_each_sign_is_a_word(script):
    first, last = SIGNS[script]
    assert [s for s in map(chr, range(first, last + 1)) if words(f"a café {s}{s}") != 4] == []


@pytest.mark.parametrize("text", ["two words", "dos años", "deux mots…", "two 😀", "слова тут"])
def test_all_else_is_told_by_its_spaces(text):
    assert words(text) == 2


@given(some.text(some.characters(exclude_categories=())))
def test_signs_beyond_plain_latin_are_told_one_by_one(text):
    assert beyond(text) == ("" if text.isascii() else "".join(re.findall("[^\x00-\x7e]", text)))
    assert words(text, beyond(text)) == words(text)
