"""A docx read by XPath alone: its paragraphs with their styles, its notes, its bookmarks."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Paper:
    paragraphs: list[tuple[str, str]]  # the style's name in small letters, and the text
    notes: list[str]
    bookmarks: set[str]


def read(docx: Path) -> Paper:
    with zipfile.ZipFile(docx) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        styles = _styles(package)
        notes = []
        if "word/footnotes.xml" in package.namelist():
            notes = _notes(etree.fromstring(package.read("word/footnotes.xml")))
    paragraphs = [(styles.get(_style(p), "normal"), _text(p)) for p in document.iter(f"{W}p")]
    names = {str(mark.get(f"{W}name")) for mark in document.iter(f"{W}bookmarkStart")}
    return Paper([pair for pair in paragraphs if pair[1].strip()], notes, names)


def _styles(package: zipfile.ZipFile) -> dict[str, str]:
    root = etree.fromstring(package.read("word/styles.xml"))
    return {
        str(style.get(f"{W}styleId")): str(style.find(f"{W}name").get(f"{W}val")).lower()
        for style in root.iter(f"{W}style")
    }


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def _notes(root: etree._Element) -> list[str]:
    real = [note for note in root.iter(f"{W}footnote") if not note.get(f"{W}type")]
    return [" ".join(" ".join(_text(p) for p in note.iter(f"{W}p")).split()) for note in real]


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph, one space between them."""
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}noBreakHyphen"):
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        else:
            parts.append("\u2011" if node.tag == f"{W}noBreakHyphen" else " ")
    return " ".join("".join(parts).split())
