"""The reader of RTF: one pass over its words, with a stack of the groups that are open."""

from __future__ import annotations

import re

from msgspec.structs import replace

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.pandoc import Failed
from pipeline.ingest.readers.documents.prepared import Prepared
from pipeline.ingest.readers.documents.rtf.destinations import ENDS, STARTS
from pipeline.ingest.readers.documents.rtf.flow import Flow
from pipeline.ingest.readers.documents.rtf.state import (
    CODEPAGES,
    Group,
    Layout,
    Look,
    State,
    codepage,
)
from pipeline.ingest.readers.documents.rtf.words import (
    DESCENDED,
    LAYOUTS,
    LOOKS,
    PICTURES,
    RUNNING,
    SIGNS,
    SKIPPED,
    TITLES,
    WITHIN_SKIPPED,
)

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)


class Reader:
    def __init__(self, data: bytes, made: Prepared) -> None:
        if data.lstrip()[:5] != b"{\\rtf":
            raise Failed("it is no RTF")
        self.data = data
        self.made = made
        self.state = State(Look(), Layout())
        self.groups: list[Group] = []
        self.fonts: dict[int, str] = {}
        self.styles: dict[int, str] = {}
        self.flow = Flow(self.styles)
        self.page = "cp1252"  # the alphabet where no font says another
        self.meta: dict[str, str] = {}
        self.held: list[str] = []  # text of a destination that is read for itself
        self.bytes = bytearray()  # characters in the alphabet of the font, not yet read
        self.half = 0  # the first half of a character in two
        self.passing = 0  # characters to pass over, as they stand for one that was read
        self.figures = bytearray()  # a picture in hexadecimal
        self.picture = ""
        self.number = 0  # of the font or the style that a table describes

    def document(self) -> ast.Pandoc:
        at, end = 0, len(self.data)
        while at < end:
            found = _TOKEN.match(self.data, at)
            if found is None:
                break
            at = found.end()
            word, number, hexed, sign, brace, text = found.groups()
            if word is not None:
                value = int(number) if number else None
                if word == b"bin" and value:
                    at += max(value, 0)
                else:
                    self._word(word.decode(), value)
            elif hexed is not None:
                self._byte(int(hexed, 16))
            elif sign is not None:
                self._sign(sign)
            elif brace == b"{":
                self._flush()
                self._open()
            elif brace == b"}":
                self._flush()
                self._close()
            elif text is not None:
                self._text(text)
        self._flush()
        while self.groups:
            self._close()
        blocks = self.flow.blocks(self.state.layout)
        meta: dict[str, ast.MetaValue] = {
            name: ast.MetaString(words) for name, words in self.meta.items() if words
        }
        self.made.said.title = self.meta.get("title", "")
        meta.pop("title", None)  # often the one of an older text: the text's own goes before it
        for style in ("title", "subtitle"):
            nodes = _styled(blocks, style)
            if nodes:
                meta[style] = ast.MetaInlines(nodes)
        return ast.Pandoc(meta, blocks)

    # -- groups ------------------------------------------------------------------------------------

    def _open(self) -> None:
        state = self.state
        self.groups.append(Group(state))
        self.state = replace(state, starred=False)
        self.passing = 0

    def _close(self) -> None:
        if not self.groups:
            return
        group = self.groups.pop()
        if group.ends:
            ENDS[group.ends](self, group)
        self.state = group.state

    def destination(
        self, name: str, ends: str = "", flow: Flow | None = None, kept: str = ""
    ) -> None:
        """Read the rest of the group as something of its own."""
        self.state.where = name
        if self.groups:
            self.groups[-1].ends = ends
            self.groups[-1].kept = kept
            if flow is not None:
                self.groups[-1].flow = self.flow
                self.flow = flow
                self.state.look = Look()
                self.state.layout = Layout()
        if name in ("held", "fonts", "styles"):
            self.held = []

    # -- words -------------------------------------------------------------------------------------

    def _word(self, word: str, value: int | None) -> None:
        if word == "u":
            self._unicode(value or 0)
            return
        self._flush()
        self.passing = 0
        starred, self.state.starred = self.state.starred, False
        where = self.state.where
        if where == "gone" or (where == "skip" and word not in WITHIN_SKIPPED):
            return
        if word in STARTS:
            STARTS[word](self, value)
        elif word in TITLES:
            self.destination("held", "meta", kept=word)
        elif word in RUNNING:
            self.state.where = "gone"
        elif word in SKIPPED or (starred and word not in DESCENDED):
            self.state.where = "skip"
        elif word in LOOKS:
            self._look(word, value)
        elif word in LAYOUTS:
            self._layout(word, value)
        elif word in SIGNS:
            self._write(SIGNS[word])
        elif word in _ACTS:
            _ACTS[word](self, value)
        elif word in PICTURES and self.state.where == "picture":
            self.picture = PICTURES[word]

    def _look(self, word: str, value: int | None) -> None:
        name, on = LOOKS[word]
        given = on if value != 0 else type(on)()
        self.state.look = replace(self.state.look, **{name: given})

    def _layout(self, word: str, value: int | None) -> None:
        name = LAYOUTS[word]
        if name == "style" and self.state.where == "styles":
            self.number = value or 0
            return
        given = (value or 0) if name != "in_table" else True
        self.state.layout = replace(self.state.layout, **{name: given})

    def _plain(self, value: int | None) -> None:
        self.state.look = Look(link=self.state.look.link)
        self.state.hidden = False

    def _plain_paragraph(self, value: int | None) -> None:
        self.state.layout = Layout()

    def _paragraph(self, value: int | None) -> None:
        if self.state.where == "text":
            self.flow.end(self.state.layout)

    def _cell(self, value: int | None) -> None:
        if self.state.where == "text":
            self.flow.end_cell(self.state.layout)

    def _row(self, value: int | None) -> None:
        if self.state.where == "text":
            self.flow.end_row()

    def _line(self, value: int | None) -> None:
        if self.state.where == "text" and not self.state.hidden:
            self.flow.add(self.state.look, ast.LineBreak())

    def _hide(self, value: int | None) -> None:
        self.state.hidden = value != 0
        self.made.told["hidden"] += value != 0

    def _delete(self, value: int | None) -> None:
        self.state.hidden = value != 0
        self.made.told["deletions"] += value != 0

    def _revise(self, value: int | None) -> None:
        self.made.told["insertions"] += value != 0

    def _font(self, value: int | None) -> None:
        if self.state.where == "fonts":
            self.number = value or 0
        self.state.font = value or 0

    def _charset(self, value: int | None) -> None:
        if self.state.where == "fonts":
            self.fonts[self.number] = CODEPAGES.get(value or 0, self.page)

    def _codepage(self, value: int | None) -> None:
        self.page = codepage(value or 1252)

    def _skips(self, value: int | None) -> None:
        self.state.skip = max(min(value if value is not None else 1, 20), 0)

    # -- characters --------------------------------------------------------------------------------

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state.starred = True
        elif sign in (b"\r", b"\n"):
            self._flush()
            self._paragraph(None)
        elif sign in _CONTROL:
            self._write(_CONTROL[sign])
        elif sign in b"\\{}":
            self._text(sign)

    def _byte(self, value: int) -> None:
        if self.passing:
            self.passing -= 1
        else:
            self.bytes.append(value)

    def _text(self, text: bytes) -> None:
        if self.passing:
            passed = min(self.passing, len(text))
            self.passing -= passed
            text = text[passed:]
        if self.state.where == "picture":
            self.figures += text
        elif text:
            self.bytes += text

    def _unicode(self, value: int) -> None:
        self._flush()
        self.passing = self.state.skip
        code = value & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self.half = code
        elif 0xDC00 <= code < 0xE000 and self.half:
            self._write(chr(0x10000 + ((self.half - 0xD800) << 10) + (code - 0xDC00)))
            self.half = 0
        elif 0xF020 <= code < 0xF100:  # signs of a font of symbols
            self._write(chr(code - 0xF000) if code < 0xF07F else "•")
        elif not 0xD800 <= code < 0xE000:
            self._write(chr(code))

    def _flush(self) -> None:
        if self.bytes:
            data, self.bytes = bytes(self.bytes), bytearray()
            page = self.fonts.get(self.state.font, self.page)
            self._write(data.decode(page, "replace"))

    def _write(self, words: str) -> None:
        if self.bytes:
            self._flush()
        where = self.state.where
        if where == "text":
            if not self.state.hidden:
                self.flow.text(self.state.look, words)
        elif where in ("held", "fonts", "styles"):
            self.held.append(words)
            if where == "styles" and ";" in words:
                self._named()

    def _named(self) -> None:
        name = "".join(self.held).split(";")[0].strip()
        self.held = []
        if name:
            self.styles.setdefault(self.number, name)
        self.number = 0


def _styled(blocks: list[ast.Block], style: str) -> list[ast.Inline]:
    """The words of the first paragraph, taken out of the blocks, where it is of a style."""
    while blocks and isinstance(blocks[0], ast.Para) and not blocks[0].c:
        del blocks[0]
    match blocks[:1]:
        case [ast.Div(c=((_, _, [(_, name)]), [ast.Para(c=nodes)]))] if name.lower() == style:
            del blocks[0]
            return nodes
        case _:
            return []


_CONTROL = {b"~": "\xa0", b"_": "\u2011", b"-": "\xad", b":": "", b"|": ""}
_ACTS = {
    "plain": Reader._plain,
    "pard": Reader._plain_paragraph,
    "par": Reader._paragraph,
    "sect": Reader._paragraph,
    "cell": Reader._cell,
    "row": Reader._row,
    "line": Reader._line,
    "v": Reader._hide,
    "deleted": Reader._delete,
    "revised": Reader._revise,
    "f": Reader._font,
    "fcharset": Reader._charset,
    "ansicpg": Reader._codepage,
    "uc": Reader._skips,
}
