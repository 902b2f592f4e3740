"""Sheet: one finished page, read back from its bytes on its own.

Nothing here is shared with the export. A page is held to be well-formed XML too, so that `<` and
`>` stand nowhere but at tags, and tags and text can be told apart by a few expressions over the
whole page, which is quick.
"""

from __future__ import annotations

import html
import re
from functools import cached_property
from xml.parsers import expat

from selectolax.lexbor import LexborHTMLParser

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_NAMING = re.compile(r'\s(id|href|src|srcset|popovertarget)="([^"]*)"')
_MAIN = re.compile(r"<main\b[^<>]*>(.*)</main>", re.DOTALL)
_SHOP = re.compile(
    r'<(header|nav|section|footer|button|b|h1|article)\b[^<>]*\sdata-shop=""[^<>]*>.*?</\1>',
    re.DOTALL,
)
_IMG = re.compile(r'<img\b[^<>]*\salt="([^"]*)"[^<>]*>')
_BREAK = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|div|table|thead|tbody|tr|td|th|caption|figure|figcaption|article|"
    r"section|blockquote|pre|hr|br)\b[^<>]*>"
)
_INLINE = re.compile(r"<small\b[^<>]*>|</small>|<[^<>]*>")
_DIVISION = re.compile(r'<(?:article|section)\b[^<>]*\sid="([^"]*)"[^<>]*\sdata-division=""')
_LEFT, _RIGHT, _LINE = "\1", "\2", "\3"
"""What stands for ⟦, ⟧ and the end of a line while tags are taken out: nothing that a page which is
well-formed can hold, as early emoji hold the letters for private use."""

_IN_BRACKETS = re.compile("⟦[^⟧]*⟧")


class Sheet:
    """One page."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self.source = data.decode("utf-8", "replace")

    def fault(self) -> str:
        """Why the page is not well-formed; "" when it is."""
        try:
            expat.ParserCreate("utf-8").Parse(self.data, True)
        except expat.ExpatError as error:
            return str(error)
        return ""

    def is_read_alike(self) -> bool:
        """Whether a browser, which knows no XML, reads the same words in the same order."""
        body = LexborHTMLParser(self.source).body
        said = body.text(deep=True) if body else ""
        _, _, rest = self.source.partition("<body")
        plain = html.unescape(_ANY_TAG.sub("", rest.partition(">")[2]))
        return said.replace("\n", "") == plain.replace("\n", "")

    @cached_property
    def tags(self) -> list[tuple[str, str]]:
        """Every start tag: its name and its attributes."""
        return _TAG.findall(self.source)

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The values of each attribute that names something, found in one reading."""
        found: dict[str, list[str]] = {}
        for name, value in _NAMING.findall("\n".join([said for _, said in self.tags if said])):
            found.setdefault(name, []).append(html.unescape(value) if "&" in value else value)
        return found

    @cached_property
    def ids(self) -> list[str]:
        """The ids, as often as they stand."""
        return self.values("id")

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute that names something, all through the page."""
        return self._named.get(attribute, [])

    def of(self, name: str) -> list[str]:
        """The attributes of every element of a name."""
        return [said for tag, said in self.tags if tag == name]

    @property
    def main(self) -> str:
        found = _MAIN.search(self.source)
        return found[1] if found else ""

    @property
    def divisions(self) -> list[str]:
        """The ids of the divisions that stand on the page, in their order."""
        return [html.unescape(id) for id in _DIVISION.findall(self.main)]

    @cached_property
    def text(self) -> str:
        """The manuscript's words on the page: what the shop added is left out; notes and
        alternative texts stand in ⟦white brackets⟧ at their places."""
        text = _SHOP.sub("", self.main)
        text = _IMG.sub(_alt, text) if "<img" in text else text
        text = text.replace("\n", _LINE) if "<pre" in text or "\n" in text else text
        text = _BREAK.sub("\n", text).replace(f"\n{_LINE}", "\n").replace(f"{_LINE}\n", "\n")
        text = _INLINE.sub(_bracket, text).replace(_LINE, "\n")
        text = html.unescape(text) if "&" in text else text
        return text.replace(_LEFT, "⟦").replace(_RIGHT, "⟧")


def even(text: str) -> str:
    """Text with every gap between paragraphs, lines and cells as one newline, and none in a note
    or between pictures."""
    if "⟦" in text:
        text = _nested(text)
        text = _IN_BRACKETS.sub(lambda found: found[0].replace("\n", "").replace("\t", ""), text)
        text = re.sub("⟧\n+⟦", "⟧⟦", text)
    lines = text.replace("\t", "\n").replace("\r", "\n").split("\n")
    return "\n".join([line for line in lines if line.strip()])


def _nested(text: str) -> str:
    """White brackets within white brackets as plain ones, as a note in a note is printed."""
    out, depth = [], 0
    for piece in re.split("([⟦⟧])", text):
        if piece == "⟦":
            depth += 1
            piece = "⟦" if depth == 1 else "["
        elif piece == "⟧":
            piece = "⟧" if depth <= 1 else "]"
            depth = max(0, depth - 1)
        out.append(piece)
    return "".join(out)


def _alt(picture: re.Match[str]) -> str:
    return f"{_LEFT}{picture[1]}{_RIGHT}" if picture[1] else ""


def _bracket(tag: re.Match[str]) -> str:
    if tag[0] == "</small>":
        return _RIGHT
    return _LEFT if tag[0].startswith("<small") else ""
