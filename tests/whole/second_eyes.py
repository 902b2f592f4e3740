"""A docx or EPUB as pandoc reads it: its words, those of its notes, its pictures' other texts."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SPACES = {"Space", "SoftBreak", "LineBreak"}
_CONTENT = {
    "Emph": None, "Strong": None, "Strikeout": None, "SmallCaps": None, "Superscript": None,
    "Subscript": None, "Underline": None, "Para": None, "Plain": None, "BlockQuote": None,
    "LineBlock": None, "BulletList": None, "Span": 1, "Link": 1, "Quoted": 1, "Header": 2,
    "Div": 1, "OrderedList": 1, "Cite": 1, "MetaInlines": None, "MetaBlocks": None,
    "MetaList": None,
}  # fmt: skip
"""Where a node of pandoc's tree has its content: the whole of `c`, or one place of it."""
_BLOCKS = {"Para", "Plain", "Header", "CodeBlock", "Table", "LineBlock", "MetaInlines"}


@dataclass
class Words:
    """The words of a text, and those of its notes, in reading order."""

    body: list[str]
    notes: list[str]
    title: list[str] = field(default_factory=list)  # lines that pandoc takes for metadata
    headings: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)  # their other texts


def read(file: Path, pandoc: str) -> Words:
    """The words of a file by pandoc's own reader, with nothing made typographic."""
    command = [pandoc, "-f", file.suffix[1:], "-t", "json", str(file)]
    tree = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)
    cover, eyes = _Eyes(), _Eyes()
    cover.node(list(tree["meta"].values()))
    eyes.node(tree["blocks"])
    title = [line.strip() for line in "".join(cover.parts).split("\n") if line.strip()]
    body, notes = "".join(eyes.parts).split(), " ".join(eyes.notes).split()
    return Words(body, notes, title, eyes.headings, eyes.pictures)


class _Eyes:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.notes: list[str] = []
        self.headings: list[str] = []
        self.pictures: list[str] = []

    def node(self, node: Any) -> None:
        """Take down one node, or a list of them."""
        if isinstance(node, list):
            listed = False  # a contents of the package's own, as an EPUB has one
            for one in node:
                raw = one["c"][1] if isinstance(one, dict) and one.get("t") == "RawBlock" else ""
                listed = raw.startswith("<nav") or (listed and raw != "</nav>")
                if not listed and raw != "</nav>":
                    self.node(one)
        elif isinstance(node, dict):
            self._tagged(node.get("t", ""), node.get("c"))

    def _tagged(self, tag: str, content: Any) -> None:
        if tag == "Str":
            self.parts.append(content)
        elif tag in _SPACES:
            self.parts.append(" ")
        elif tag in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
            self.parts.append(content[1])
        elif tag == "Note":
            self._aside(content, self.notes)
        elif tag == "Image":  # its other text is the business of inspect.fidelity
            self.pictures.append(_flat(content[1]))
        elif tag == "Table":
            self._table(content)
        elif tag == "Figure":
            self.node([content[2], content[1][1]])
        elif tag == "DefinitionList":
            self._definitions(content)
        elif tag in _CONTENT:
            place = _CONTENT[tag]
            self.node(content if place is None else content[place])
        elif tag != "HorizontalRule":
            raise AssertionError(f"pandoc's tree has a node of the kind {tag}")
        if tag == "Header" and _flat(content[2]):
            self.headings.append(_flat(content[2]))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def _aside(self, content: Any, kept: list[str]) -> None:
        body, self.parts = self.parts, []
        self.node(content)
        kept.append("".join(self.parts).strip())
        self.parts = body

    def _definitions(self, pairs: list[Any]) -> None:
        for term, meanings in pairs:
            self.node(term)
            self.parts.append("\n")
            self.node(meanings)

    def _table(self, content: Any) -> None:
        _, caption, _, head, bodies, foot = content
        self.node(caption[1])
        rows = head[1] + [row for body in bodies for row in body[2] + body[3]] + foot[1]
        for row in rows:
            for cell in row[1]:
                self.node(cell[4])
                self.parts.append("\n")


def _flat(nodes: Any) -> str:
    eyes = _Eyes()
    eyes.node(nodes)
    return " ".join("".join(eyes.parts).split())
