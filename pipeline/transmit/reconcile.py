"""The extent, counted again in the docx files themselves, and owing nothing to how they were made.

See `extent` for what a word is. A publisher's own count in Word differs by the signs of scene
breaks, which are no writing.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.model.words import words
from pipeline.transmit.contract import Transmittal

_LARGEST = 1 << 28
"""Bytes of one part of a docx."""

_PIECE = re.compile(
    r"<w:t(?: [^>]*)?>([^<]*)|<(/w:p|w:br/|w:tab/)>|<(w:(?:foot|end)noteReference|wp:docPr)\b"
)
_ID, _NAME = re.compile(r'w:styleId="([^"]*)"'), re.compile(r'<w:name w:val="([^"]*)"')
_WORN = re.compile(r'<w:pStyle w:val="([^"]*)"')
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}


_RUN = re.compile(r'<w:rStyle w:val="([^"]*)"')
_CALLED = re.compile(r"\[([^\]\[:]{1,150})(?:\]|: )")

ALT = "Alt text: "
"""How a paragraph begins that describes a picture in a file of its own."""


class Counted(Struct):
    words: int = 0
    words_in_notes: int = 0
    figures: int = 0
    tables: int = 0
    notes: int = 0


class Unreadable(ValueError):
    """A docx that cannot be opened."""


def differences(sent: Transmittal, docx: list[bytes], captions: Sequence[bytes] = ()) -> list[str]:
    """Where the extent and the files differ, in sentences. `captions` are the files of nothing
    else. Raises Unreadable."""
    found = Counted()
    for data in docx:
        _count(sent, data, found)
    for data in captions:
        _count(sent, data, found, only="caption")
    if sent.policies.images in ("named", "callouts"):
        found.figures += sum(item.type == "art" for item in sent.items)
    said = []
    for field in Counted.__struct_fields__:
        told, counted = getattr(sent.extent, field), getattr(found, field)
        if told != counted:
            what = field.replace("_", " ")
            said.append(f"the extent says {told:,} {what}, and the docx holds {counted:,}")
    return said


def _count(sent: Transmittal, data: bytes, found: Counted, only: str = "") -> None:
    parts = _parts(data)
    styles = _Styles(sent, parts["word/styles.xml"])
    whole = parts["word/document.xml"].partition("<w:body>")[2]
    body = styles.only(whole, only) if only else styles.writing(whole)
    said = _text(body)
    if sent.policies.images == "placed":
        names = {item.path.rsplit("/", 1)[-1] for item in sent.items if item.type == "art"}
        said, times = _without_callouts(said, names)
        found.figures += times
    notes = [
        styles.runs(xml)
        for kind in ("foot", "end")
        for xml in _notes(parts[f"word/{kind}notes.xml"], f"w:{kind}note")
    ]
    noted = words("\n".join([_text(note) for note in notes]))
    found.words += words(said) + noted
    found.words_in_notes += noted
    found.notes += len(notes)
    for xml in (body, *notes):
        found.figures += xml.count("<wp:docPr ")
        found.tables += xml.count("<w:tbl>")


class _Styles:
    """What is writing and what is not, by the styles that paragraphs and runs wear."""

    def __init__(self, sent: Transmittal, xml: str) -> None:
        # Word's own names know no capitals: a file says `caption` where Word shows Caption.
        named = {_plain(name).lower(): id for id, name in _named(xml)}
        self._roles = {role: named.get(name.lower(), "") for role, name in sent.style.map.items()}
        self._besides = {named.get(name.lower(), "") for name in sent.style.besides} - {""}
        self._sign = sent.policies.scene_break
        self._apart = sent.policies.images in ("named", "callouts")

    def writing(self, body: str) -> str:
        """The body without scene breaks and what else is not the manuscript's."""
        return self.runs("</w:p>".join([p for p in body.split("</w:p>") if self._is_writing(p)]))

    def runs(self, xml: str) -> str:
        """The same without such runs, a space in the place of each."""
        if not self._besides:
            return xml
        return "</w:r>".join([self._run(piece) for piece in xml.split("</w:r>")])

    def _run(self, piece: str) -> str:
        """What ends with a run: the run out of it, if it wears such a style."""
        start = piece.rfind("<w:r>")
        worn = _RUN.search(piece, start) if start >= 0 else None
        return f"{piece[:start]}<w:t> </w:t>" if worn and worn[1] in self._besides else piece

    def only(self, body: str, role: str) -> str:
        """The paragraphs of one role."""
        wanted = self._roles.get(role, "")
        return "</w:p>".join([p for p in body.split("</w:p>") if wanted and _worn(p) == wanted])

    def _is_writing(self, paragraph: str) -> bool:
        worn = _worn(paragraph)
        if not worn:
            return True
        if worn == self._roles.get("scene-break"):
            return _text(paragraph).strip() != self._sign
        if self._apart and worn == self._roles.get("alt"):
            return not _text(paragraph).startswith(ALT)
        return worn not in self._besides


def _worn(paragraph: str) -> str:
    """The id of the style of a paragraph, which may have the end of a table before it."""
    worn = _WORN.search(paragraph[paragraph.rfind("<w:p>") :])
    return worn[1] if worn else ""


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
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise Unreadable(str(error)) from error
    return found


def _named(xml: str) -> Iterator[tuple[str, str]]:
    """The id and the name of each style. Pieces, and no pattern across them: what is hostile takes
    no longer than what is not."""
    for piece in xml.split("<w:style ")[1:]:
        id, name = _ID.search(piece), _NAME.search(piece)
        if id and name:
            yield id[1], name[1]


def _notes(xml: str, tag: str) -> Iterator[str]:
    """What each note holds, Word's own rules between notes left out."""
    for piece in xml.split(f"</{tag}>")[:-1]:
        head, _, held = piece[piece.rfind(f"<{tag} ") :].partition(">")
        if "w:type=" not in head:
            yield held


def _without_callouts(said: str, names: set[str]) -> tuple[str, int]:
    """Text without what stands in the place of pictures that lie beside the file: `[name]`, or
    `[name: what it shows]`."""
    lines, found = [], 0
    for line in said.split("\n"):
        calls = [call for call in _CALLED.finditer(line) if call[1] in names]
        found += len(calls)
        lines.append(_line(line, calls) if calls else line)
    return "\n".join(lines), found


def _line(line: str, calls: list[re.Match[str]]) -> str:
    if len(calls) == 1 and calls[0].start() == 0 and line.endswith("]"):
        return " "  # all of the paragraph, whatever brackets the picture's words may hold
    kept, at, end = [], 0, -1
    for call in calls:
        if call.start() < at:
            continue
        end = line.find("]", call.start()) if end < call.start() else end
        if end < 0:
            break
        kept += [line[at : call.start()], " "]
        at = end + 1
    return "".join([*kept, line[at:]])


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
