"""Plain text: the boundary that every character passes, and text without markup -> Blocks."""

import re
from functools import cache

from pipeline.markup.context import Context
from pipeline.model.text import Blocks, Inline, Inlines, LineBreak, Paragraph, Text

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands, visibly, where a character stood that no book can hold."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")
_SHORT = 500
"""Characters, up to which asking each whether it can be printed costs less than making bytes."""

_PIECE = 1 << 16
"""Characters that are searched at once."""

_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def clean_text(text: str) -> str:
    """The text with line ends as newlines, and MARK for each character that XML forbids: control
    characters, halves of surrogate pairs, U+FFFE and U+FFFF. Mostly the very same object."""
    if _is_clean(text):
        return text
    return _bad().sub(MARK, text.replace("\r\n", "\n").replace("\r", "\n"))


def in_line(text: str) -> str:
    """Cleaned text on one line: for names and ids."""
    return " ".join(clean_text(text).split())


def count_bad(text: str) -> int:
    """How many characters `clean_text` would replace with MARK."""
    return len(_bad().findall(text.replace("\r", ""))) if not _is_clean(text) else 0


@cache
def _bad() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def _is_clean(text: str) -> bool:
    """Whole texts are searched as bytes, which is several times as fast as by expression; long
    ones piece by piece, in memory that is at hand."""
    if len(text) > _PIECE:
        pieces = range(0, len(text), _PIECE)
        return all(_is_clean(text[start : start + _PIECE]) for start in pieces)
    if len(text) < _SHORT and text.isascii() and text.isprintable():
        return True
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return False
    if len(data.translate(None, _CONTROLS)) != len(data):
        return False
    return len(data) == len(text) or ("\ufffe" not in text and "\uffff" not in text)


def inlines(text: str) -> Inlines:
    """A text as inlines, its newlines as line breaks."""
    text = clean_text(text)
    if "\n" not in text:
        return (Text(text),) if text else ()
    out: list[Inline] = []
    for line in text.split("\n"):
        out += [Text(line), LineBreak()] if line else [LineBreak()]
    return tuple(out[:-1])


def blocks(text: str, context: Context) -> Blocks:
    """Paragraphs, set apart by blank lines; a single newline is a line break."""
    runs = _PARAGRAPHS.split(clean_text(text).strip("\n"))
    return tuple([Paragraph(inlines(run), context.origin()) for run in runs if run.strip()])
