"""Runs: inlines as stretches of characters, each of one kind, one script and one language."""

from collections.abc import Callable
from typing import assert_never

from pipeline.export.word.art import said
from pipeline.export.word.characters import BIT, Properties
from pipeline.export.word.draft import Draft
from pipeline.export.word.relations import Relations, address
from pipeline.export.word.scripts import PLAIN, culture, from_right, has_rtl, stretches
from pipeline.export.word.xml import escape, legal
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Blocks,
    Code,
    Emph,
    Hashtag,
    Image,
    Inline,
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

_OPEN, _CLOSE = '<w:t xml:space="preserve">', "</w:t>"
_TAB = f"{_CLOSE}<w:tab/>{_OPEN}"
_BREAK = "<w:r><w:br/></w:r>"
_EMPHASIS, _STRONG, _STRIKE = BIT["emphasis"], BIT["strong"], BIT["strike"]
_SMALL_CAPS, _SUPER, _SUB = BIT["small-caps"], BIT["superscript"], BIT["subscript"]
_CODE, _MATH, _LINK = BIT["code"], BIT["math"], BIT["link"]
_MENTION, _HASHTAG, _NOTE = BIT["mention"], BIT["hashtag"], BIT["note-reference"]


class Runs:
    """Writes the inlines of one part: the body's, or the notes'.

    `note` makes a note of blocks and gives what refers to it; None inside a note.
    """

    def __init__(
        self, draft: Draft, relations: Relations, note: Callable[[Blocks], str] | None
    ) -> None:
        self._draft = draft
        self._relations = relations
        self._note = note
        self._languages: dict[str, Properties] = {}
        self._book_language = culture(draft.book.language)
        self._origin: tuple[Origin, ...] = ()
        self._paragraph: Inlines = ()
        self._linked = False
        self._bidi: bool | None = None
        self._properties = self._in("")

    def speak(self, language: str) -> None:
        """Set the language of what follows."""
        name = culture(language)
        self._properties = self._in("" if name == self._book_language else name)

    @property
    def language(self) -> str:
        """The language being written, "" for the book's own."""
        return self._properties.language

    def paragraph(
        self, content: Inlines, origin: tuple[Origin, ...], marks: int = 0
    ) -> tuple[str, str]:
        """The runs of a paragraph, and what its properties must say of its direction."""
        self._paragraph, self._origin, self._bidi = content, origin, None
        out: list[str] = []
        self._write(content, marks, out)
        return "".join(out), "<w:bidi/>" if self._bidi else ""

    def lines(
        self, lines: tuple[Inlines, ...], origin: tuple[Origin, ...], marks: int = 0
    ) -> tuple[str, str]:
        """As `paragraph`, for lines whose breaks are the author's."""
        nodes: list[Inline] = []
        for number, line in enumerate(lines):
            nodes += (LineBreak(), *line) if number else line
        return self.paragraph(tuple(nodes), origin, marks)

    def picture(self, image: Image, origin: tuple[Origin, ...], among: int = 1) -> str:
        """A picture, one of `among` that stand together; or, where there is none, words."""
        pictures, media = self._draft.pictures, self._draft.pictures.held(image)
        kind, words = said(image)
        if kind:  # a picture that lies beside the file, or a number
            return self._text(words, BIT[kind])
        if media is None:
            self._draft.note("docx.picture", origin)
            return self._text(image.alt or image.title or "[picture]", 0)
        if self._draft.choices.images == "placed":
            name = pictures.name(media)
            self._draft.placed[name] = media.digest
            return self._text(f"[{name}: {image.alt}]" if image.alt else f"[{name}]", 0)
        return f"<w:r>{pictures.drawing(image, media, self._relations, among)}</w:r>"

    # -- inlines -----------------------------------------------------------------------------------

    def _write(self, nodes: Inlines, marks: int, out: list[str]) -> None:
        for node in nodes:
            match node:
                case Text():
                    out.append(self._text(node.text, marks))
                case Link():
                    self._link(node, marks, out)
                case Emph():
                    self._write(node.content, marks | _EMPHASIS, out)
                case Strong():
                    self._write(node.content, marks | _STRONG, out)
                case LineBreak():
                    out.append(_BREAK)
                case Mention():
                    out.append(self._text(node.text, marks | _MENTION))
                case Hashtag():
                    out.append(self._text(node.text, marks | _HASHTAG))
                case Code():
                    out.append(self._text(node.text, marks | _CODE))
                case Note():
                    self._refer(node.blocks, out)
                case Image():
                    out.append(self.picture(node, self._origin))
                case Strike():
                    self._write(node.content, marks | _STRIKE, out)
                case SmallCaps():
                    self._write(node.content, marks | _SMALL_CAPS, out)
                case Superscript():
                    self._write(node.content, marks & ~_SUB | _SUPER, out)
                case Subscript():
                    self._write(node.content, marks & ~_SUPER | _SUB, out)
                case Math():
                    out.append(self._text(node.text, marks | _MATH))
                case _:
                    assert_never(node)

    def _text(self, text: str, marks: int) -> str:
        """One run, the common way: text that needs neither escapes nor marks of script."""
        try:
            rest = text.encode().translate(None, PLAIN)
        except UnicodeEncodeError:  # a lone surrogate
            rest = b"\0"
        if rest:
            return self._hard_text(text, marks, rest)
        return f"<w:r>{self._properties[marks]}{_OPEN}{text}{_CLOSE}</w:r>" if text else ""

    def _hard_text(self, text: str, marks: int, rest: bytes) -> str:
        if not rest.translate(None, b"&<>"):
            return _run(self._properties[marks], text)
        text, illegal = legal(text)
        if illegal:
            self._draft.note("docx.illegal-character", self._origin, illegal)
        if self._bidi is None and has_rtl(text):
            self._bidi = from_right(plain_text(self._paragraph) or text)
        near = self._book_language
        return "".join([
            _run(self._properties.foreign(marks, sort, piece, near), piece)
            if sort
            else _run(self._properties[marks], piece)
            for sort, piece in stretches(text, bool(self._bidi))
        ])  # fmt: skip

    def _link(self, node: Link, marks: int, out: list[str]) -> None:
        frame = "" if self._linked else self._frame(node)
        if frame:
            self._linked = True
            out.append(frame)
            self._write(node.content, marks | _LINK, out)
            out.append("</w:hyperlink>")
            self._linked = False
            return
        self._write(node.content, marks, out)

    def _frame(self, node: Link) -> str:
        """The start of a link that can be followed; "" where the words must do."""
        if node.item:
            name = self._draft.bookmarks.target(node.item)
            return f'<w:hyperlink w:anchor="{name}" w:history="1">' if name else ""
        return self.address(node.url) if self._draft.choices.links == "hyperlink" else ""

    def address(self, url: str) -> str:
        """The start of a link to an address; "" where Word could not follow it."""
        if not url:
            return ""
        good = address(url)
        if not good:
            self._draft.note("docx.address", self._origin)
            return ""
        return f'<w:hyperlink r:id="{self._relations.link(good)}" w:history="1">'

    def _refer(self, blocks: Blocks, out: list[str]) -> None:
        if self._note is not None:
            linked, self._linked = self._linked, False
            out.append(self._note(blocks))
            self._linked = linked
            return
        self._draft.note("docx.note-in-note", self._origin)
        out.append(self._text(f"[{' '.join(plain(block) for block in blocks)}]", 0))

    def _in(self, language: str) -> Properties:
        known = self._languages.get(language)
        if known is None:
            known = self._languages[language] = Properties(self._draft.characters, language)
        return known


def _run(properties: str, text: str) -> str:
    text = escape(text)
    if "\t" in text:
        text = text.replace("\t", _TAB)
    return f"<w:r>{properties}{_OPEN}{text}{_CLOSE}</w:r>"
