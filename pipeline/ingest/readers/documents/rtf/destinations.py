"""Destinations: groups of RTF that are something of their own, as they start and as they end."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.ingest.readers.documents import ast
from pipeline.ingest.readers.documents.rtf.flow import Flow
from pipeline.ingest.readers.documents.rtf.state import Group, Look

if TYPE_CHECKING:
    from pipeline.ingest.readers.documents.rtf.reader import Reader

_LINK = re.compile(r"\s*HYPERLINK\s+(?:\\l\s+)?\"([^\"]*)\"|\s*HYPERLINK\s+(\S+)", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:TOC|INDEX)\b", re.IGNORECASE)
_PROMPT = re.compile(r"\s*MACROBUTTON\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_FIGURES = re.compile(r"[^0-9a-fA-F]+")
_MOST_PICTURES = 256 << 20


def start_note(reader: Reader, value: int | None) -> None:
    reader.destination("text", "note", Flow(reader.styles))


def end_note(reader: Reader, group: Group) -> None:
    blocks = [b for b in reader.flow.blocks(reader.state.layout) if getattr(b, "c", None)]
    if group.flow is not None:
        reader.flow = group.flow
    if blocks:
        reader.flow.add(Look(), ast.Note(blocks))


def start_box(reader: Reader, value: int | None) -> None:
    reader.destination("text", "box", Flow(reader.styles))


def end_box(reader: Reader, group: Group) -> None:
    blocks = reader.flow.blocks(reader.state.layout)
    if group.flow is not None:
        reader.flow = group.flow
    reader.flow.behind += blocks
    reader.made.told["boxes"] += bool(blocks)


def start_marker(reader: Reader, value: int | None) -> None:
    reader.destination("held", "marker")


def end_marker(reader: Reader, group: Group) -> None:
    reader.flow.marker = "".join(reader.held).strip() or "•"
    reader.held = []


def start_field(reader: Reader, value: int | None) -> None:
    reader.destination("held", "field")


def end_field(reader: Reader, group: Group) -> None:
    """What a field would do; it holds for the result, which is the next group."""
    words = "".join(reader.held)
    reader.held = []
    found = _LINK.match(words)
    if found and reader.groups:
        address = (found[1] or found[2] or "").strip()
        inside = "\\l" in words.split('"')[0]
        reader.groups[-1].kept = f"#{address}" if inside else address
    elif _CONTENTS.match(words) and reader.groups:
        reader.groups[-1].kept = "skip"
    elif prompt := _PROMPT.match(words):
        reader.flow.text(group.state.look, prompt[1])


def start_result(reader: Reader, value: int | None) -> None:
    kept = reader.groups[-2].kept if len(reader.groups) > 1 else ""
    if kept == "skip":
        reader.made.gone.append(("documents.contents", "the result of a field"))
        reader.state.where = "skip"
    elif kept:
        reader.state.look = replace(reader.state.look, link=kept)


def start_picture(reader: Reader, value: int | None) -> None:
    reader.figures = bytearray()
    reader.picture = ""
    reader.destination("picture", "picture")


def end_picture(reader: Reader, group: Group) -> None:
    figures = _FIGURES.sub("", reader.figures.decode("ascii", "replace"))
    data = bytes.fromhex(figures[: len(figures) // 2 * 2])
    reader.figures = bytearray()
    if not data:
        return
    name = f"{hashlib.sha1(data, usedforsecurity=False).hexdigest()}.{reader.picture or 'wmf'}"
    if sum(map(len, reader.made.pictures.values())) + len(data) <= _MOST_PICTURES:
        reader.made.pictures[name] = data
    reader.flow.add(Look(), ast.Image((("", [], []), [], (name, ""))))


def start_anchor(reader: Reader, value: int | None) -> None:
    reader.destination("held", "anchor")


def end_anchor(reader: Reader, group: Group) -> None:
    name = "".join(reader.held).strip()
    reader.held = []
    if name and group.state.where == "text":
        reader.flow.add(Look(), ast.Span(((name, [], []), [])))


def end_meta(reader: Reader, group: Group) -> None:
    reader.meta[group.kept] = " ".join("".join(reader.held).split())
    reader.held = []


def start_unicode(reader: Reader, value: int | None) -> None:
    reader.state.where = "text"


def start_comment(reader: Reader, value: int | None) -> None:
    reader.made.told["comments"] += 1
    reader.state.where = "skip"


def start_fonts(reader: Reader, value: int | None) -> None:
    reader.destination("fonts")


def start_styles(reader: Reader, value: int | None) -> None:
    reader.destination("styles")


STARTS: dict[str, Callable[[Reader, int | None], None]] = {
    "footnote": start_note,
    "shptxt": start_box,
    "dptxbxtext": start_box,
    "listtext": start_marker,
    "pntext": start_marker,
    "fldinst": start_field,
    "fldrslt": start_result,
    "pict": start_picture,
    "bkmkstart": start_anchor,
    "annotation": start_comment,
    "fonttbl": start_fonts,
    "stylesheet": start_styles,
    "ud": start_unicode,
}
ENDS: dict[str, Callable[[Reader, Group], None]] = {
    "note": end_note,
    "box": end_box,
    "marker": end_marker,
    "field": end_field,
    "picture": end_picture,
    "anchor": end_anchor,
    "meta": end_meta,
}
