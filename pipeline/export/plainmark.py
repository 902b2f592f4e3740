"""Plain marks: inlines as Markdown that a person reads easily."""

import re
from typing import assert_never

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

_MARKS = re.compile(r"([\\`*\[\]<>|~^$]|(?<!\w)_|_(?!\w))")
_AT_START = re.compile(r"^(\s*\d*)([#+=-]|(?<=\d)[.)](?=\s))", re.MULTILINE)


class Run:
    """Writes runs of inlines, and gathers the notes met on the way: `notes` holds those that have
    a mark in the text and are not written yet. Labels begin with `prefix`, so that they differ
    all over a book."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = f"{prefix}-" if prefix else ""
        self.notes: list[tuple[str, Blocks]] = []
        self._count = 0

    def text(self, inlines: Inlines) -> str:
        """A run that may hold line breaks, its start escaped so that it begins no block."""
        text = "".join([self._node(node) for node in inlines])
        return _AT_START.sub(r"\1\\\2", text)

    def line(self, inlines: Inlines) -> str:
        """A run on one line."""
        return " ".join(self.text(inlines).replace("\\\n", " ").split("\n"))

    def escaped(self, text: str) -> str:
        return _MARKS.sub(r"\\\1", text) if text else ""

    def _node(self, node: Inline) -> str:
        match node:
            case Text() | Mention() | Hashtag():
                return self.escaped(node.text)
            case Emph():
                return self._within(node.content, "*")
            case Strong():
                return self._within(node.content, "**")
            case Strike():
                return self._within(node.content, "~~")
            case Superscript():
                return self._within(node.content, "^")
            case Subscript():
                return self._within(node.content, "~")
            case SmallCaps():
                return f"[{self._inner(node.content)}]{{.smallcaps}}"
            case Code():
                fence = "`" * (1 + max(map(len, re.findall("`+", node.text)), default=0))
                pad = " " if node.text[:1] == "`" or node.text[-1:] == "`" else ""
                return f"{fence}{pad}{node.text}{pad}{fence}"
            case Link():
                return self._link(node)
            case Note():
                return self._note(node)
            case Image():
                return f"![{self.escaped(node.alt)}](<{node.media}>)"
            case LineBreak():
                return "\\\n"
            case Math():
                return f"$${node.text}$$" if node.display else f"${node.text}$"
            case _:
                assert_never(node)

    def _inner(self, content: Inlines) -> str:
        return "".join([self._node(node) for node in content])

    def _within(self, content: Inlines, mark: str) -> str:
        """Marks hug what they mark: spaces at the edges go outside."""
        text = self._inner(content)
        core = text.strip()
        if not core:
            return text
        start = text.index(core)
        return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"

    def _link(self, link: Link) -> str:
        """A link within the book leads to an item: `[text](#item)`."""
        target = f"#{link.item}" if link.item else link.url
        return f"[{self._inner(link.content)}](<{target}>)"

    def _note(self, note: Note) -> str:
        self._count += 1
        label = f"{self.prefix}{self._count}"
        self.notes.append((label, note.blocks))
        return f"[^{label}]"
