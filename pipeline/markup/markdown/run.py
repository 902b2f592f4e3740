"""Inline Markdown -> Inlines: one pass over markdown-it's inline tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.markup.context import Context
from pipeline.markup.html.inline import outward
from pipeline.markup.markdown import simple
from pipeline.markup.markdown.line import Close, Line, collapse
from pipeline.model.text import (
    Image,
    Inlines,
    Link,
    Note,
    Paragraph,
    Text,
)

if TYPE_CHECKING:
    from pipeline.markup.markdown.flow import Flow

DEEPEST_BRACKETS = 200
"""No link is written in as many brackets; markdown-it takes quadratic time to find that out."""

Rule = Callable[[Line, Token], None]

RULES: dict[str, Rule] = {}
"""The rule of each kind of inline token; `marks` fills it."""

_ATTRIBUTES = re.compile(r"(?:(?<=[^\s`])|(?<=``)|\n)[ \t]*\{:[^{}\n]*\}(?!`)")
_ONLY_ATTRIBUTES = re.compile(r"(?:\{:[^{}\n]*\}\s*)+\Z")


class Run:
    """The inline converter of one document."""

    def __init__(self, md: MarkdownIt, flow: Flow, context: Context) -> None:
        self.md = md
        self.flow = flow
        self.context = context
        self.search = md.inline.terminator_re.search
        self.added = [sign for sign in "^$" if self.search(sign)]  # by extensions

    def tokens(self, text: str) -> list[Token]:
        """The inline tokens of a text; of one that nests without end, the text itself."""
        if text.count("[") > DEEPEST_BRACKETS and _depth(text) > DEEPEST_BRACKETS:
            return [Token("text", "", 0, content=text)]
        try:
            return self.md.inline.parse(text, self.md, self.flow.env, [])
        except RecursionError:
            return [Token("text", "", 0, content=text)]

    def line(self, text: str) -> Inlines:
        """The inlines of a text that starts no block."""
        if "{:" in text:
            text = self.without_attributes(text)
        if not self.search(text):
            return (Text(collapse(text)),) if text else ()
        content = self.simple(text)
        return self.of(self.tokens(text)) if content is None else content

    def simple(self, text: str) -> Inlines | None:
        """The inlines of a text without anything to be parsed; None of any other."""
        for sign in self.added:
            if sign in text:
                return None
        return simple.read(text, self.linked)

    def without_attributes(self, text: str) -> str:
        """The text without kramdown's attribute lists: `{: .class #id}`."""
        pattern = _ONLY_ATTRIBUTES if _ONLY_ATTRIBUTES.match(text) else _ATTRIBUTES
        for found in pattern.findall(text):
            self.context.dropped("markdown.attributes", found.strip())
        return pattern.sub("", text)

    def of(self, tokens: list[Token]) -> Inlines:
        """The inlines of inline tokens."""
        line = Line(self)
        for token in tokens:
            kind = token.type
            if kind == "text" or kind == "text_special":
                line.words.append(token.content)
            elif kind == "softbreak":
                line.words.append(" ")
            else:
                RULES.get(kind, unknown)(line, token)
        return line.done()

    def linked(self, url: str, title: str) -> Close:
        """What makes a link of its nodes. A link around nothing leads nowhere a reader could go."""
        href = outward(url)
        target, item = self.context.resolve(href) if href else ("", "")

        def close(nodes: Inlines) -> Inlines:
            if nodes and (target or item):
                return (Link(nodes, target, title, item),)
            if target:
                self.context.dropped("markdown.empty-link", target)
            return nodes

        return close

    def noted(self, line: Line) -> Close:
        """What makes a note of its nodes; numbered where it starts."""
        origin = self.context.origin()
        line.noting = True

        def close(nodes: Inlines) -> Inlines:
            line.noting = False
            return (Note((Paragraph(nodes, origin),)),) if nodes else ()

        return close

    def picture(self, line: Line, src: str, alt: str, title: str) -> None:
        if src:
            line.add(Image(self.context.picture(src), alt, title))
        else:
            line.words.append(alt)


def unknown(line: Line, token: Token) -> None:
    line.words.append(token.content)


def _depth(text: str) -> int:
    """How deep brackets stand within brackets, closed or not."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]]", text):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest
