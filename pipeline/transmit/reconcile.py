"""The extent, counted again in the docx files themselves, and owing nothing to how they were made.

See `extent` for what a word is. A publisher's own count in Word differs by the signs of scene
breaks, which are no writing.
"""

from __future__ import annotations

import io
import re
import zipfile

from msgspec import Struct

from pipeline.model.walk import words
from pipeline.transmit.contract import Transmittal

_LARGEST = 1 << 29
"""Bytes of one part of a docx."""

_NOTE = re.compile(r"<w:(?:foot|end)note (?!w:type)[^>]*>(.*?)</w:(?:foot|end)note>", re.DOTALL)
_PIECE = re.compile(
    r"<w:t(?: [^>]*)?>([^<]*)|<(/w:p|w:br/|w:tab/)>|<(w:(?:foot|end)noteReference|wp:docPr)\b"
)
_STYLE = re.compile(
    r'<w:style\b[^>]*w:styleId="([^"]*)"[^>]*>.*?<w:name w:val="([^"]*)"', re.DOTALL
)
_WORN = re.compile(r'<w:pStyle w:val="([^"]*)"')
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}


class Counted(Struct):
    words: int = 0
    words_in_notes: int = 0
    figures: int = 0
    tables: int = 0
    notes: int = 0


class Unreadable(ValueError):
    """A docx that cannot be opened."""


def differences(sent: Transmittal, docx: list[bytes]) -> list[str]:
    """Where the extent and the files differ, in sentences. Raises Unreadable."""
    found = Counted()
    for data in docx:
        _count(sent, data, found)
    said = []
    for field in Counted.__struct_fields__:
        told, counted = getattr(sent.extent, field), getattr(found, field)
        if told != counted:
            what = field.replace("_", " ")
            said.append(f"the extent says {told:,} {what}, and the docx holds {counted:,}")
    return said


def _count(sent: Transmittal, data: bytes, found: Counted) -> None:
    parts = _parts(data)
    body = parts["word/document.xml"].partition("<w:body>")[2]
    sign, role = sent.policies.scene_break, sent.style.map.get("scene-break", "")
    named = {_plain(name): id for id, name in _STYLE.findall(parts["word/styles.xml"])}
    said = _text(_without_breaks(body, sign, named.get(role, "")))
    callouts = [item.path.rsplit("/", 1)[-1] for item in sent.items if item.type == "art"]
    for name in callouts:
        said, times = _without_callout(said, name)
        found.figures += times
    notes = [
        xml for kind in ("foot", "end") for xml in _NOTE.findall(parts[f"word/{kind}notes.xml"])
    ]
    noted = words("\n".join([_text(note) for note in notes]))
    found.words += words(said) + noted
    found.words_in_notes += noted
    found.notes += len(notes)
    for xml in (body, *notes):
        found.figures += xml.count("<wp:docPr ")
        found.tables += xml.count("<w:tbl>")


def _parts(data: bytes) -> dict[str, str]:
    """The parts that hold words; one that is not there is empty."""
    names = ("document", "styles", "footnotes", "endnotes")
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            held = set(package.namelist())
            for name in (f"word/{name}.xml" for name in names):
                found[name] = ""
                if name in held:
                    with package.open(name) as part:
                        read = part.read(_LARGEST + 1)
                    if len(read) > _LARGEST:
                        raise Unreadable(f"{name} is larger than any book")
                    found[name] = read.decode()
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError,
            OSError) as error:  # fmt: skip
        raise Unreadable(str(error)) from error
    return found


def _without_breaks(body: str, sign: str, style: str) -> str:
    """The body without the paragraphs that are nothing but the sign of a scene break."""
    if not style:
        return body
    kept = []
    for piece in body.split("</w:p>"):
        worn = _WORN.search(piece[piece.rfind("<w:p>") :])
        if worn and worn[1] == style and _text(piece).strip() == sign:
            continue
        kept.append(piece)
    return "</w:p>".join(kept)


def _without_callout(said: str, name: str) -> tuple[str, int]:
    """Text without what stands in the place of a picture that lies beside the file."""
    known = re.escape(name)
    said, alone = re.subn(rf"(?m)^\[{known}(: .*)?\]$", " ", said)
    said, within = re.subn(rf"\[{known}(: [^\]\n]*)?\]", " ", said)
    return said, alone + within


def _text(xml: str) -> str:
    return "".join([
        _plain(said) if said else "\n" if end else " " if mark else ""
        for said, end, mark in _PIECE.findall(xml)
    ])  # fmt: skip


def _plain(text: str) -> str:
    return _ENTITY.sub(_sign, text) if "&" in text else text


def _sign(entity: re.Match[str]) -> str:
    number, hexadecimal, name = entity.groups()
    code = int(number or hexadecimal or "0", 10 if number else 16)
    return _NAMED[name] if name else chr(code) if code < 0x110000 else "\ufffd"
