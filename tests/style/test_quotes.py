"""Whose marks are ours to set: those beside letters of scripts that have no marks of their own."""

from pipeline.style.languages import Marks
from pipeline.style.quotes import quotes

ENGLISH = Marks(("“", "”"), ("‘", "’"), "—")
OTHERS = [(0x590, 0xDFF), (0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFDFF), (0xFF00, 0xFFEF)]


def test_marks_at_letters_of_other_scripts_stay():
    others = {code for first, last in OTHERS for code in range(first, last + 1)}
    wrong = [
        hex(code)
        for code in range(0xC0, 0x11000)
        if chr(code).isalpha() and bool(quotes(f' "{chr(code)}', ENGLISH)) != (code not in others)
    ]
    assert wrong == []
