"""Inlines as Typst: every character a string, every mark a function of the press."""

import re
from collections.abc import Callable
from typing import assert_never

from pipeline.export.press.literal import BREAK, address, literal, parted, running
from pipeline.export.press.sheet import Sheet
from pipeline.export.word.scripts import from_right, has_rtl
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Blocks,
    Code,
    Emph,
    Hashtag,
    Image,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    Note,
    SmallCaps,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from pipeline.model.walk import plain
from pipeline.model.walk import text as plain_text

BREAK_LINE = '#" ";#linebreak();'
"""The end of a line that is the author's. The space keeps words apart where text is taken out."""

_LONG_PARAGRAPH = 100_000  # characters of source: past them lines are broken one by one
_LONG_CODE = 12
_BRACKETED = re.compile(r"\([^()]+\)")
_BRACKETS = re.compile("[()（）]")
_SIGNS = re.compile(r"(?<=[./_=(),:;&?#|>-])")


class Writer:
    """Writes inlines; `note` writes the blocks of a note, and is None inside one."""

    def __init__(self, sheet: Sheet, note: Callable[[Blocks], str] | None) -> None:
        self._sheet = sheet
        self._note = note
        self._origin: tuple[Origin, ...] = ()
        self._apart = False  # whether this is a title, which shows no box
        self._open = 0  # brackets of the paragraph that are not closed yet
        self.narrow = 0  # in a narrow column: the longest word that stays whole

    def line(self, content: Inlines, origin: tuple[Origin, ...] = ()) -> str:
        """The inlines of one paragraph."""
        self._origin, self._open = origin, 0
        if len(content) == 1 and type(content[0]) is Text:
            out = self._running(content[0].text)
        else:
            out = self._write(content)
        if len(out) > _LONG_PARAGRAPH:
            out = f"#swift[{out}];"
        if not out.isascii() and has_rtl(said := plain_text(content)) and from_right(said):
            return f"#rtl-line[{out}];"
        return out

    def title(self, content: Inlines, origin: tuple[Origin, ...] = ()) -> str:
        """The inlines of a title."""
        said = plain_text(content)
        self._apart = self._sheet.signs.shown(said) != said
        out = self.line(content, origin)
        self._apart = False
        return out

    def picture(self, image: Image, among: int = 1) -> str:
        """A picture; "" where there is none that can be printed."""
        placed = self._sheet.pictures.place(image, among)
        if placed is None:
            return ""
        return f"picture({placed.file!s}, {placed.alt}, {placed.width}pt)"

    def instead(self, image: Image) -> str:
        """The words in the place of a picture that is not there."""
        self._sheet.note("print.picture", self._origin)
        return image.alt or image.title or "[picture]"

    # -- inlines -----------------------------------------------------------------------------------

    def _write(self, nodes: Inlines) -> str:
        out: list[str] = []
        for node in nodes:
            match node:
                case Text():
                    out.append(self._running(node.text))
                    self._open = _still_open(node.text, self._open)
                case Mention() | Hashtag():
                    out.append(self._sheet.registers.name(node.text) + self._running(node.text))
                case Emph():
                    out.append(f"#emph[{self._write(node.content)}];")
                case Strong():
                    out.append(f"#strong[{self._write(node.content)}];")
                case Link():
                    out.append(self._link(node))
                case LineBreak():
                    out.append(BREAK_LINE)
                case Note():
                    out.append(self._refer(node))
                case Code() | Math():
                    out.append(f"#mo[{_code(node.text)}];")
                case Image():
                    out.append(self._inline_picture(node))
                case Strike():
                    out.append(f"#strike[{self._write(node.content)}];")
                case SmallCaps():
                    out.append(f"#sc[{self._write(node.content)}];")
                case Superscript():
                    out.append(f"#up[{self._write(node.content)}];")
                case Subscript():
                    out.append(f"#dn[{self._write(node.content)}];")
                case _:
                    assert_never(node)
        return "".join(out)

    def _running(self, text: str) -> str:
        if text.isascii():
            return self._plain(text)
        told = self._sheet.signs.told(text, self._apart)
        return "".join([piece if done else self._plain(piece) for done, piece in told])

    def _plain(self, text: str) -> str:
        if not self.narrow:
            return running(text)
        words = text.split(" ")
        space = literal(" ")
        return space.join(self._narrow(word) for word in words)

    def _narrow(self, word: str) -> str:
        if len(word) <= self.narrow:
            return literal(word) if word else ""
        return parted(word, max(2, self.narrow // 2))

    def _link(self, node: Link) -> str:
        said, is_within = plain_text(node.content), self._open > 0
        if said and " " not in said and len(said) > 12 and _is_address(said, node.url):
            words = address(said)
        else:
            words = self._write(node.content)
        key = self._sheet.targets.get(node.item) if node.item else None
        if not key:
            return words
        place = f"({key}, {self._sheet.page_words});"
        if _BRACKETED.fullmatch(said) and type(node.content[-1]) is Text:
            return f"{self._write(_shorter(node.content))}#page-too{place}{literal(said[-1])}"
        return f"{words}#page-{'too' if is_within else 'of'}{place}"

    def _refer(self, node: Note) -> str:
        if self._note is not None:
            self._sheet.notes += 1
            return f"#note({self._sheet.notes})[{self._note(node.blocks)}];"
        self._sheet.note("print.note-in-note", self._origin)
        return running(f"[{' '.join(plain(block) for block in node.blocks)}]")

    def _inline_picture(self, node: Image) -> str:
        call = self.picture(node)
        return f"#box(baseline: 20%, {call});" if call else running(self.instead(node))


def _still_open(text: str, before: int) -> int:
    """How many brackets are open behind a text; one that was never opened closes none."""
    for sign in _BRACKETS.findall(text):
        before = before + 1 if sign in "(（" else max(0, before - 1)
    return before


def _shorter(content: Inlines) -> Inlines:
    """Words without their last sign."""
    last = content[-1]
    return (*content[:-1], Text(last.text[:-1])) if isinstance(last, Text) else content


def _is_address(said: str, url: str) -> bool:
    return url.endswith(said) or said.rstrip("…") in url


def _code(text: str) -> str:
    """Literal characters, which may be divided behind a sign, or where a word is too long."""
    if len(text) <= _LONG_CODE or all(len(word) <= _LONG_CODE for word in text.split(" ")):
        return literal(text) if text else ""
    space = literal(" ")
    return space.join([_code_word(word) for word in text.split(" ")])


def _code_word(word: str) -> str:
    if len(word) <= _LONG_CODE:
        return literal(word) if word else ""
    pieces = [piece for piece in _SIGNS.split(word) if piece]
    return BREAK.join([parted(p, 8) if len(p) > _LONG_CODE else literal(p) for p in pieces])


def lines(text: str) -> str:
    """Lines of code: their breaks and the spaces before them are the author's."""
    return "\n\n".join(_code_line(line) if line.strip() else "#blank;" for line in text.split("\n"))


def _code_line(line: str) -> str:
    line = line.replace("\t", "    ")
    words = line.lstrip(" ")
    lead = f"#h({(len(line) - len(words)) * 0.6:.1f}em);" if words != line else ""
    return lead + _code(words)
