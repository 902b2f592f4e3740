"""Block Markdown -> Blocks: one pass over markdown-it's tokens, with a stack of what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.markup import html
from pipeline.markup.context import Context
from pipeline.markup.markdown.line import collapse
from pipeline.markup.markdown.rendered import render
from pipeline.markup.markdown.run import Run
from pipeline.markup.markdown.shortcuts import block_tokens
from pipeline.markup.markdown.spans import spans
from pipeline.markup.markdown.tags import read_tag
from pipeline.model.origin import Origin
from pipeline.model.text import (
    Block,
    Blocks,
    Emph,
    Figure,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Strong,
    Text,
)

Origins = tuple[Origin, ...]
Rule = Callable[["Flow", list[Token], int], int]
"""Takes the flow, its tokens and the place of one; gives the place of the next to look at."""

RULES: dict[str, Rule] = {}
"""The rule of each kind of token; `handlers` fills it."""

DEEPEST_NOTES = 4
MOST_AGAIN = 100
MOST_SAID_AGAIN = 1 << 17
TASKS = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


class Open:
    """A container that is open: its token, its origin, the blocks around it."""

    __slots__ = ("items", "origin", "outer", "token")

    def __init__(self, token: Token, origin: Origins, outer: list[Block]) -> None:
        self.token = token
        self.origin = origin
        self.outer = outer
        self.items: list[Blocks] = []


class Flow:
    """The block converter of one document."""

    def __init__(self, md: MarkdownIt, context: Context) -> None:
        self.md = md
        self.context = context
        self.env: dict[str, Any] = {}
        self.run = Run(md, self, context)
        self.blocks: list[Block] = []
        self.stack: list[Open] = []
        self.definitions: dict[str, list[Token]] = {}
        self.given: dict[str, list[Token]] = {}
        self.again = 0  # notes that were given again, and how many characters they have together
        self.said_again = 0
        self.noting = 0
        self.spans: dict[int, int] = {}

    def document(self, text: str) -> Blocks:
        tokens = block_tokens(self.md, text, self.env)
        if "footnotes" in self.env:
            tokens = self._without_definitions(tokens)
        made = self.of(tokens)
        while self.definitions:  # what nothing refers to stays, at the end
            made += self.of(self.definitions.pop(next(iter(self.definitions))))
        return made

    def of(self, tokens: list[Token]) -> Blocks:
        """The blocks of tokens in which whatever opens also closes."""
        around = self.blocks, self.stack, self.spans
        self.blocks, self.stack = [], []
        self.spans = spans(tokens) if any(t.type == "html_block" for t in tokens) else {}
        place, end = 0, len(tokens)
        while place < end:
            token = tokens[place]
            if token.type == "plain":
                self.paragraph(token.content)
                place += 1
            else:
                place = RULES.get(token.type, other)(self, tokens, place)
        made = tuple(self.blocks)
        self.blocks, self.stack, self.spans = around
        return made

    # -- paragraphs --------------------------------------------------------------------------------

    def paragraph(self, text: str) -> None:
        run = self.run
        if not run.search(text) and "{:" not in text:
            self._add((Text(collapse(text)),), self.context.origin())
            return
        if "{:" in text and not (text := run.without_attributes(text)):
            return
        task = TASKS.get(text[:4]) if self._starts_item() else None
        text = text[4:] if task else text
        content = run.simple(text)
        if content is not None:
            origin = self.context.origin()
            self._add((Text(task), *content) if task else content, origin)
            return
        tokens = run.tokens(text)
        if "<" in text and _holds_blocks(tokens):
            self._as_html(tokens)
            return
        origin = self.context.origin()
        content = run.of(tokens)
        self._add((Text(task), *content) if task else content, origin)

    def _add(self, content: Inlines, origin: Origins) -> None:
        if content:
            figure = None if type(content[0]) is Text else _figure(content, origin, self.context)
            self.blocks.append(figure or Paragraph(content, origin, self._role()))

    def _as_html(self, tokens: list[Token]) -> None:
        """A paragraph that holds tags of blocks is read as HTML as a whole."""
        source = render(self, [Token("plain", "p", 0, children=tokens)])
        self.blocks.extend(html.blocks(source, self.context))

    def _starts_item(self) -> bool:
        return (
            bool(self.stack)
            and self.stack[-1].token.type.endswith("_list_open")
            and not self.blocks
        )

    def _role(self) -> str:
        return "definition" if self.stack and self.stack[-1].token.type == "dd_open" else "body"

    # -- containers --------------------------------------------------------------------------------

    def open(self, token: Token) -> None:
        self.stack.append(Open(token, self.context.origin(), self.blocks))
        self.blocks = []

    def close(self) -> tuple[Open, Blocks]:
        frame = self.stack.pop()
        made = tuple(self.blocks)
        self.blocks = frame.outer
        return frame, made

    # -- notes -------------------------------------------------------------------------------------

    def _without_definitions(self, tokens: list[Token]) -> list[Token]:
        """The tokens without the definitions of footnotes, which are kept by their labels."""
        kept: list[Token] = []
        into = [kept]
        for token in tokens:
            if token.type == "footnote_reference_open":
                into.append(self.definitions.setdefault(token.meta["label"], []))
            elif token.type == "footnote_reference_close":
                into.pop()
            else:
                into[-1].append(token)
        return kept

    def definition(self, token: Token) -> list[Token] | None:
        """What a reference refers to: the tokens of the note. One referred to again is given
        again, as no book has two marks for one note; but not without end."""
        label = token.meta.get("label")
        if label is None:
            content = self.env["footnotes"]["list"][token.meta["id"]]["content"]
            return [Token("plain", "p", 0, content=content)]
        if label in self.definitions:
            self.given[label] = self.definitions.pop(label)
            return self.given[label]
        given = self.given.get(label)
        self.again += 1
        self.said_again += sum([len(one.content) for one in given or ()])
        return given if self.again <= MOST_AGAIN and self.said_again <= MOST_SAID_AGAIN else None

    def written(self, token: Token) -> str:
        """A reference to a note as its author wrote it."""
        label = token.meta.get("label")
        if label is not None:
            return f"[^{label}]"
        return f"^[{self.env['footnotes']['list'][token.meta['id']]['content']}]"

    def note(self, token: Token) -> Inline:
        """The note at a reference. What leads back to itself, or on and on, stays as written."""
        deep = self.noting >= DEEPEST_NOTES
        definition = None if deep else self.definition(token)
        if definition is None:
            return Text(self.written(token))
        self.noting += 1
        note = Note(self.of(definition))
        self.noting -= 1
        return note


def _holds_blocks(tokens: list[Token]) -> bool:
    return any(t.type == "html_inline" and read_tag(t.content).use == "block" for t in tokens)


def _figure(content: Inlines, origin: Origins, context: Context) -> Figure | None:
    """A figure, where a paragraph holds pictures and nothing else. Their titles are its caption;
    a figure is no link, so where its pictures led is told."""
    images = _pictures(content)
    if not images:
        return None
    for node in content:
        if isinstance(node, Link) and node.url:
            context.dropped("markdown.picture-link", node.url)
    caption = " ".join([image.title for image in images if image.title])
    bare = tuple([Image(image.media, image.alt) if image.title else image for image in images])
    return Figure(bare, (Text(caption),) if caption else (), origin)


def _pictures(content: Inlines) -> list[Image]:
    """The pictures of a paragraph that holds nothing else, be they in links or in emphasis."""
    found: list[Image] = []
    for node in content:
        match node:
            case Image():
                found.append(node)
            case Link(content=inner) | Emph(content=inner) | Strong(content=inner):
                images = _pictures(inner)
                if not images:
                    return []
                found += images
            case LineBreak():
                pass
            case Text(text=text) if not text.strip():
                pass
            case _:
                return []
    return found


def other(flow: Flow, tokens: list[Token], place: int) -> int:
    """A token with nothing of its own, or one of an extension, whose text is kept."""
    if tokens[place].content:
        flow.paragraph(tokens[place].content)
    return place + 1
