"""Pandoc's inlines -> Inlines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, assert_never

from pipeline.ingest.readers.documents import ast
from pipeline.markup.html.inline import outward
from pipeline.markup.markdown.tags import WRAPS
from pipeline.markup.plain import clean_text
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

DEEPEST = 24
"""Marks within marks; those that lie deeper melt away, and their text stays."""

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_JOINED = re.compile(f"(?<=[{_WIDE}]) ?\n ?(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n]{2,}|[\t\n]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>\Z")
_MACHINE = re.compile(
    r"\s*(?:Description automatically generated(?: with \w+ confidence)?|Automatisch generierte "
    r"Beschreibung|Description générée automatiquement|Descripción generada automáticamente)"
    r"\.?\s*\Z"
)
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


class Around(Protocol):
    """What a line asks of the document that it stands in."""

    def note(self, blocks: list[ast.Block]) -> Blocks: ...

    def picture(self, address: str) -> str: ...

    def link(self, address: str) -> tuple[str, str]: ...

    def dropped(self, rule: str, text: str) -> None: ...

    def run(self, style: str) -> str: ...

    captions: bool  # whether what describes a picture is shown under it


class Line:
    """One run of inlines in the making."""

    def __init__(self, around: Around, depth: int = 0) -> None:
        self.around = around
        self.depth = depth
        self.nodes: list[Inline] = []
        self.words: list[str] = []
        self.linked = False  # a link is open, and holds no other

    def done(self) -> Inlines:
        self.flush()
        return tuple(self.nodes)

    def flush(self) -> None:
        """Make a node of the words so far. The end of a line is a space, but none between letters
        of scripts that are written without."""
        if not self.words:
            return
        words = clean_text("".join(self.words))
        self.words = []
        if "\n" in words and not words.isascii():
            words = _JOINED.sub("", words)
        words = _SPACES.sub(" ", words)
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, LineBreak):
            words = words.lstrip(" ")
        if words:
            self.nodes.append(Text(words))

    def add(self, node: Inline) -> None:
        if isinstance(node, LineBreak) and self.words:
            self.words[-1] = self.words[-1].rstrip(" \n")
        self.flush()
        self.nodes.append(node)

    def within(self, nodes: list[ast.Inline], *, linked: bool = False) -> Inlines:
        inner = Line(self.around, self.depth + 1)
        inner.linked = self.linked or linked
        inner.read(nodes)
        return inner.done()

    def wrap(self, make: Callable[[Inlines], Inline], nodes: list[ast.Inline]) -> None:
        """Formatted inlines; what shows nothing is left as it is."""
        if self.depth >= DEEPEST:
            self.read(nodes)
            return
        content = self.within(nodes)
        if any(type(node) is not Text or node.text.strip() for node in content):
            self.add(make(content))
        else:
            self.words += [node.text for node in content if type(node) is Text]

    def read(self, nodes: list[ast.Inline]) -> None:
        for node in _paired(nodes):
            if type(node) is ast.Str:
                self.words.append(node.c)
            elif type(node) is ast.Space:
                self.words.append(" ")
            else:
                self._node(node)

    def _node(self, node: ast.Inline) -> None:
        match node:
            case ast.Str():
                self.words.append(node.c)
            case ast.Space():
                self.words.append(" ")
            case ast.SoftBreak():
                self.words.append("\n")
            case ast.LineBreak():
                self.add(LineBreak())
            case ast.Emph():
                self.wrap(Emph, node.c)
            case ast.Underline():
                self._underlined(node.c)
            case ast.Strong():
                self.wrap(Strong, node.c)
            case ast.Strikeout():
                self.wrap(Strike, node.c)
            case ast.Superscript():
                self.wrap(Superscript, node.c)
            case ast.Subscript():
                self.wrap(Subscript, node.c)
            case ast.SmallCaps():
                self.wrap(SmallCaps, node.c)
            case ast.Quoted(c=(kind, inner)):
                signs = _QUOTES.get(kind.t, "“”")
                self.words.append(signs[0])
                self.read(inner)
                self.words.append(signs[1])
            case ast.Cite(c=(citations, inner)):
                self._cite(citations, inner)
            case ast.Code(c=(attr, text)):
                self._code(attr, text)
            case ast.Math(c=(kind, text)):
                self.add(Math(clean_text(text).strip(), kind.t == "DisplayMath"))
            case ast.RawInline(c=(format, text)):
                self._raw(format, text)
            case ast.Link():
                self._link(node)
            case ast.Image():
                self._image(node)
            case ast.Note():
                self._note(node)
            case ast.Span(c=(attr, inner)):
                self._span(attr, inner)
            case _:
                assert_never(node)

    # -- one kind each -----------------------------------------------------------------------------

    def _underlined(self, nodes: list[ast.Inline]) -> None:
        """In a typescript a line under words means italics; under a link it means nothing."""
        if self.linked or all(isinstance(node, ast.Link | ast.Space) for node in nodes):
            self.read(nodes)
        else:
            self.wrap(Emph, nodes)

    def _code(self, attr: ast.Attr, text: str) -> None:
        """Literal text; or a role of reStructuredText that pandoc does not know: its words."""
        if "interpreted-text" in attr[1]:
            shown, _, target = text.partition("<")
            words = shown.strip() if target.endswith(">") and shown.strip() else text
            self.words.append(words)
            return
        clean = clean_text(text).replace("\n", " ")
        if clean:
            self.add(Code(clean))

    def _cite(self, citations: list[ast.Citation], nodes: list[ast.Inline]) -> None:
        """A citation as it is written; where that is TeX, the keys of what it cites."""
        if any(not isinstance(node, ast.RawInline) for node in nodes):
            self.read(nodes)
            return
        self.words.append("[")
        for place, one in enumerate(citations):
            self.words.append("; " if place else "")
            if one.citation_prefix:
                self.read(one.citation_prefix)
                self.words.append(" ")
            self.words.append(one.citation_id)
            if one.citation_suffix:
                self.words.append(", ")
                self.read(one.citation_suffix)
        self.words.append("]")

    def _raw(self, format: str, text: str) -> None:
        if format == "html" and text.lower().startswith("<br"):
            self.add(LineBreak())
        elif text.strip():
            self.around.dropped("documents.raw", text)

    def _link(self, node: ast.Link) -> None:
        _, nodes, (address, title) = node.c
        if "//" not in address:
            address = address.split("::", 1)[0]  # what Org says of a place within a file
        href = address if address[:1] == "#" else outward(address)
        url, item = self.around.link(href) if href else ("", "")
        if self.linked or self.depth >= DEEPEST or not (url or item):
            self.read(nodes)
            return
        content = self.within(nodes, linked=True)
        if content:
            said = "" if title == "wikilink" or "wikilink" in node.c[0][1] else clean_text(title)
            self.add(Link(content, url, said, item))
        elif url:
            self.around.dropped("documents.empty-link", url)

    def _image(self, node: ast.Image) -> None:
        _, nodes, (address, title) = node.c
        alt = _MACHINE.sub("", clean_text(ast.words(nodes)))
        if not address:
            self.words.append(alt)
            return
        name = address.rpartition("/")[2]
        alt = "" if alt in ("image", name) else alt
        said = clean_text(title)
        if said == alt and self.around.captions:
            alt = ""
        elif said in (alt, name):
            said = ""
        self.add(Image(self.around.picture(address), alt, said))

    def _note(self, node: ast.Note) -> None:
        blocks = self.around.note(node.c)
        if not blocks:
            return
        if self.words:
            self.words[-1] = self.words[-1].rstrip(" \n")  # a mark stands close to its word
        self.add(Note(blocks))

    def _span(self, attr: ast.Attr, nodes: list[ast.Inline]) -> None:
        _, classes, pairs = attr
        if not ast.NOTED.isdisjoint(classes):
            words = clean_text(ast.words(nodes))
            if words:
                self.around.dropped("documents.planning", words)
            return
        style = next((value.lower() for key, value in pairs if key == "custom-style"), "")
        kind = self.around.run(style)
        if kind in _WRAPS:
            self.wrap(_WRAPS[kind], nodes)
        elif kind in _SIGNS and not self.linked:
            self.add(_SIGNS[kind](clean_text(ast.words(nodes))))
        elif "smallcaps" in classes or style == "small caps":
            self.wrap(SmallCaps, nodes)
        elif "underline" in classes:
            self._underlined(nodes)
        elif "emphasis" in style and "strong" not in style:
            self.wrap(Emph, nodes)
        else:
            self.read(nodes)


_WRAPS: dict[str, Callable[[Inlines], Inline]] = {
    "emphasis": Emph, "strong": Strong, "strike": Strike, "small-caps": SmallCaps,
    "superscript": Superscript, "subscript": Subscript,
}  # fmt: skip
_SIGNS: dict[str, Callable[[str], Inline]] = {"code": Code, "mention": Mention, "hashtag": Hashtag}


def _paired(nodes: list[ast.Inline]) -> list[ast.Inline]:
    """The nodes, with those between two tags of raw HTML within what the tags stand for."""
    if not any(type(node) is ast.RawInline for node in nodes):
        return nodes
    out: list[ast.Inline] = []
    opened: list[tuple[str, int]] = []
    for node in nodes:
        found = _TAG.match(node.c[1]) if type(node) is ast.RawInline else None
        name = found[2].lower() if found else ""
        if found is None or (name not in WRAPS and name not in _MELTED):
            out.append(node)
        elif not found[1]:
            opened.append((name, len(out)))
        elif any(name == other for other, _ in opened):
            while opened:
                other, start = opened.pop()
                if other == name:
                    if name in WRAPS:
                        out[start:] = [_wrapped(name, out[start:])]
                    break
    return out


_MELTED = frozenset(
    ("u", "span", "small", "big", "font", "ins", "mark", "center", "abbr", "nowiki")
)


def _wrapped(name: str, nodes: list[ast.Inline]) -> ast.Inline:
    match WRAPS[name].__name__:
        case "Emph":
            return ast.Emph(nodes)
        case "Strong":
            return ast.Strong(nodes)
        case "Strike":
            return ast.Strikeout(nodes)
        case "Superscript":
            return ast.Superscript(nodes)
        case _:
            return ast.Subscript(nodes)


def trimmed(nodes: Inlines) -> Inlines:
    """Inlines without space and line breaks at either end."""
    made = list(nodes)
    while made and (isinstance(made[0], LineBreak) or _is_space(made[0])):
        made.pop(0)
    while made and (isinstance(made[-1], LineBreak) or _is_space(made[-1])):
        made.pop()
    if made and isinstance(made[0], Text):
        made[0] = Text(made[0].text.lstrip(" "))
    if made and isinstance(made[-1], Text):
        made[-1] = Text(made[-1].text.rstrip(" "))
    return tuple(made)


def _is_space(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip(" ")
