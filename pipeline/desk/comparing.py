"""Comparing two versions: what is unlike in the metadata, the extent, the files, the words."""

from __future__ import annotations

import difflib
import html
import io
import json
import re
import zipfile
import zlib
from typing import Any

from msgspec import Struct

from pipeline.desk import contract
from pipeline.desk.blobs import Blobs
from pipeline.shop.difference import marked

_PAPER = "metadata/transmittal.json"
_MOST = 300
"""Changed paragraphs that are shown of one file."""

_LARGEST = 1 << 26
_LONGEST = 20_000
"""Characters of two paragraphs that are compared word by word; longer ones are shown cut."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError)
"""What a zip says that is none, or that nobody here can open."""

_PIECE = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)|<(w:br/|w:tab/)>|<(w:footnoteReference)\b")
_STYLE = re.compile(r'<w:pStyle w:val="([^"<]*)"')


class Changed(Struct):
    """A file whose words are unlike: paragraphs as rows of (sign, words)."""

    file: str
    parts: list[list[tuple[str, str]]]


class Difference(Struct):
    metadata: list[dict[str, str]]
    extent: list[dict[str, Any]]
    files: dict[str, list[str]]
    text: list[Changed]
    left_out: int = 0


def compare(blobs: Blobs, before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Both are the files of a version: path -> (digest, bytes)."""
    was, now = paper(blobs, before), paper(blobs, after)
    found = Difference(
        _fields(was.get("work", {}), now.get("work", {})),
        _figures(was.get("extent", {}), now.get("extent", {})),
        _files(before, after), [],
    )  # fmt: skip
    for path in found.files["changed"]:
        if path.endswith(".docx"):
            parts, left = _words(
                paragraphs(blobs.read(before[path][0], _LARGEST)),
                paragraphs(blobs.read(after[path][0], _LARGEST)),
            )
            found.left_out += left
            found.text.append(Changed(path.rsplit("/", 1)[-1], parts))
    return found


def paper(blobs: Blobs, files: dict[str, Any]) -> dict[str, Any]:
    """transmittal.json as it came. One that is not as the contract says tells nothing: of what is
    unprocessable, any part may be anything."""
    return typed(blobs, files, _PAPER, contract.Transmittal)


def typed(blobs: Blobs, files: dict[str, Any], path: str, kind: type) -> dict[str, Any]:
    """A paper as plain values, if it fits its type; else nothing."""
    try:
        data = blobs.read(files[path][0])
        contract.read(data, kind)
        said = json.loads(data)
    except (KeyError, ValueError, OSError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _fields(was: dict[str, Any], now: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"field": name, "was": shown(was.get(name)), "now": shown(now.get(name))}
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]


def shown(value: Any) -> str:
    """A value of the metadata in a line."""
    if isinstance(value, list):
        return "; ".join(shown(one) for one in value)
    if isinstance(value, dict):
        return _entry({name: str(one) for name, one in value.items() if one})
    return "" if value is None else str(value)


_SCHEMES = {"15": "ISBN", "93": "Thema", "10": "BISAC", "20": "keyword"}
_AUTHOR = "A01"


def _entry(row: dict[str, str]) -> str:
    """A contributor, an identifier, a subject, a description: codes of ONIX as words."""
    role, scheme = row.get("role", ""), row.get("scheme", "")
    what = row.get("value") or row.get("code") or row.get("text") or ""
    said = [_SCHEMES.get(scheme, ""), what, row.get("name", "")]
    if role and role != _AUTHOR:
        said.append(f"({role})")
    return " ".join(part for part in said if part)


def _figures(was: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"of": name.replace("_", " "), "was": was.get(name, 0), "now": now.get(name, 0)}
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]


def _files(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    was = {path: row[0] for path, row in before.items() if path.startswith("data/")}
    now = {path: row[0] for path, row in after.items() if path.startswith("data/")}
    return {
        "added": sorted(now.keys() - was.keys()),
        "removed": sorted(was.keys() - now.keys()),
        "changed": sorted(path for path in now.keys() & was.keys() if now[path] != was[path]),
    }


def paragraphs(docx: bytes) -> list[tuple[str, str]]:
    """The style and the words of every paragraph, notes after the body. Of a docx that cannot be
    opened there are none."""
    found: list[tuple[str, str]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            held = set(package.namelist())
            for part in ("document", "footnotes", "endnotes"):
                if f"word/{part}.xml" in held:
                    with package.open(f"word/{part}.xml") as file:
                        found += _read(file.read(_LARGEST).decode("utf-8", "replace"))
    except _DAMAGED:
        return []
    return found


def _read(xml: str) -> list[tuple[str, str]]:
    rows = []
    for piece in xml.split("</w:p>"):
        start = max(piece.rfind("<w:p>"), piece.rfind("<w:p "))
        worn = _STYLE.search(piece[start:])
        said = "".join([
            html.unescape(words) if words else "*" if note else " " if mark else ""
            for words, mark, note in _PIECE.findall(piece[start:])
        ]).strip()  # fmt: skip
        if said:
            rows.append((worn[1] if worn else "", said))
    return rows


def _words(
    was: list[tuple[str, str]], now: list[tuple[str, str]]
) -> tuple[list[list[tuple[str, str]]], int]:
    """Paragraphs that are unlike, word by word, and how many more there are."""
    rows: list[list[tuple[str, str]]] = []
    left = 0
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=len(was) + len(now) > 4000)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        for at in range(max(b - a, d - c)):
            if len(rows) >= _MOST:
                left += 1
                continue
            old = was[a + at] if a + at < b else ("", "")
            new = now[c + at] if c + at < d else ("", "")
            rows.append(_paragraph(old, new))
    return rows, left


def _paragraph(old: tuple[str, str], new: tuple[str, str]) -> list[tuple[str, str]]:
    styles = [("-", f"[{old[0]}]"), ("+", f"[{new[0]}]")] if old[0] != new[0] else []
    styles = [(sign, style) for sign, style in styles if style != "[]"]
    if not old[1] or not new[1]:
        return [("-" if old[1] else "+", old[1] or new[1])]
    if len(old[1]) + len(new[1]) > _LONGEST:
        return [*styles, ("-", f"{old[1][:2000]} …"), ("+", f"{new[1][:2000]} …")]
    return styles + marked(old[1], new[1])
