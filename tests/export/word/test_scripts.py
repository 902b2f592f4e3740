"""Letters from the right and of East Asia: every one of them is found, and little else."""

import pytest

from pipeline.export.word.scripts import has_rtl, stretches

RIGHT = [(0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF)]
EAST = [
    (0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
]  # fmt: skip


def letters(spans):
    return [chr(code) for first, last in spans for code in range(first, last + 1)]


def test_every_letter_from_the_right_is_found():
    assert [letter for letter in letters(RIGHT) if not has_rtl(f"né {letter}")] == []


def test_every_letter_of_east_asia_is_set_apart():
    lost = [s for s in letters(EAST) if stretches(f"né {s} né", False)[1:2] != [("cjk", s)]]
    assert lost == []


@pytest.mark.parametrize("text", ["", "plain", "“né” — 😀❤️ ½ ǅ", "слово", "Việt", "ไทย", "\ufffd"])
def test_a_text_from_the_left_is_one_stretch(text):
    assert not has_rtl(text)
    assert stretches(text, False) == ([("", text)] if text else [])
